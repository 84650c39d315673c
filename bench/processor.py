"""What a wizard step costs the processor, against a bare Flask and Jinja page: `python -m bench.processor`.

Both are served by the same server with the same settings in one run and asked in turns; counted is the
processor time of the serving process, as the system accounts for it, so that waiting costs nothing.
"""

from __future__ import annotations

import http.client
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from bench.pages import Prepared, serving
from tests.support.html import HtmlPage

ROUNDS, REQUESTS = 5, 120
GET_GOAL, POST_GOAL, PAGE_KB = 2.2, 1.5, 8.0
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


class Client:
    """One connection that stays open, with the cookies of somebody half-way through a form."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str, *, packed: bool = False) -> bytes:
        """The body of a page that must answer 200."""
        wanted = {"Accept-Encoding": "gzip"} if packed else {}
        return self._ask("GET", path, 200, None, wanted)

    def post(self, path: str, form: dict[str, str]) -> None:
        """Send a form that must be taken with 303."""
        self._ask("POST", path, 303, urlencode(form), _FORM)

    def _ask(self, method: str, path: str, status: int, body: str | None, headers: dict[str, str]) -> bytes:
        self._connection.request(method, path, body, {**self._headers, **headers})
        answer = self._connection.getresponse()
        received = answer.read()
        if answer.status != status:
            raise RuntimeError(f"{method} {path} answered {answer.status} instead of {status}")
        return received


def processor_ms(pids: list[int]) -> float:
    """Processor time that the processes have used so far, in milliseconds."""
    return sum(_used(pid) for pid in pids)


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_MS


def cost(pids: list[int], ask: Callable[[int], object]) -> float:
    """Processor milliseconds a request over one round."""
    before = processor_ms(pids)
    for number in range(REQUESTS):
        ask(number)
    return (processor_ms(pids) - before) / REQUESTS


def main() -> None:
    """Print one line a promise."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Prepared(Path(folder))
        environ = {"PORTAL_DATA_DIR": str(prepared.folder)}
        with serving("bench.bare:bare", {}) as bare, serving("wsgi:portal", environ) as portal:
            measure(prepared.paths["wizard"], Client(portal, prepared.cookie), Client(bare), portal, bare)


def measure(path: str, client: Client, plain: Client, portal: int, bare: int) -> None:
    """Ask both in turns, the best round of each counts."""
    form = _filled(client.get(path))
    asks: dict[str, tuple[list[int], Callable[[int], object]]] = {
        "bare": (_processes(bare), lambda _: plain.get("/template")),
        "get": (_processes(portal), lambda _: client.get(path)),
        "post": (_processes(portal), lambda n: client.post(path, {**form, **_changed(form, n)})),
    }
    best = {name: min(cost(*ask) for _ in range(ROUNDS)) for name, ask in asks.items()}
    print(f"processor-bare-page {best['bare']:.2f} ms - ok")
    for name, goal in (("get", GET_GOAL), ("post", POST_GOAL)):
        print(f"processor-wizard-{name} {best[name]:.2f} ms - ok")
        ratio = best[name] / best["bare"]
        _line(f"processor-wizard-{name}-against-bare", ratio, "times", f"<={goal:g}", ok=ratio <= goal)
    size = len(client.get(path, packed=True)) / 1024
    _line("wizard-page-compressed", size, "KB", f"<={PAGE_KB:g}", ok=size <= PAGE_KB)


def _filled(body: bytes) -> dict[str, str]:
    values = HtmlPage(body.decode()).submission(button="Tiếp tục").fields
    return {name: value[0] for name, value in values.items() if value}


def _changed(form: dict[str, str], number: int) -> dict[str, str]:
    """Another text in the first question at every request."""
    name = next(name for name in form if name.endswith("_name") or name.endswith("name"))
    return {name: f"Nguyễn Thị An {'abcdefghij'[number % 10]}"}


def _processes(port: int) -> list[int]:
    """Every process of the server at this port: the one that listens and its workers."""
    listening = [pid for pid in _all() if f"--port\x00{port}\x00" in _command(pid)]
    return [*listening, *(pid for pid in _all() if _parent(pid) in listening and pid not in listening)]


def _all() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text() + "\x00"
    except OSError:
        return ""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def _line(name: str, value: float, unit: str, goal: str, *, ok: bool) -> None:
    print(f"{name} {value:.2f} {unit} {goal} {'ok' if ok else 'missed'}")


if __name__ == "__main__":
    main()
