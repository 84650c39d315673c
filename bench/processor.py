"""What a wizard step costs the processor, against a bare Flask and Jinja page: `python -m bench.processor`.

Both are served by the same server with the same settings (one process, two threads; the portal set up as in
production) and asked in turns, one request of each, over connections that stay open. Counted is what each
request adds to the processor time of the serving processes with all their threads, in user and system mode,
so that waiting costs nothing; what is left to do after an answer counts with the next request. Whatever else
the machine does only adds: the ratios are of the tenth that was disturbed least, those of the middle are
printed beside.

The bare page is the `/template` of `bench.bare`: 18 KB from one Jinja template that escapes 520 values in a
loop, in an application without session, database, links or log. Asked of the portal is a step of a birth
registration by somebody who is signed in: its page with what was answered last, and the whole form of that
page with another name each time, answered 303 to the next step once the draft is saved. Afterwards the page
must show the name that was sent last. Neither is compressed; what a compressed page costs is printed beside.
"""

from __future__ import annotations

import http.client
import re
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from bench.pages import Prepared, serving
from bench.results import quantile
from tests.support.births import MOTHER
from tests.support.html import HtmlPage

STEP, NEXT = "child", "child_birth"
TURNS, WARM = 900, 60
LEAST, MIDDLE = 10, 50
GET_GOAL, POST_GOAL, PAGE_KB = 2.2, 1.5, 8.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
Fields = dict[str, list[str]]


class Client:
    """One connection that stays open, with the cookies of somebody half-way through a form."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str, *, packed: bool = False) -> bytes:
        """The body of a page that must answer 200."""
        wanted = {"Accept-Encoding": "gzip"} if packed else {}
        return self._ask("GET", path, 200, None, wanted)[1]

    def post(self, path: str, form: Fields) -> str:
        """Send a form that must be taken with 303; returns where that leads."""
        return self._ask("POST", path, 303, urlencode(form, doseq=True), _FORM)[0]

    def _ask(
        self, method: str, path: str, status: int, body: str | None, headers: dict[str, str]
    ) -> tuple[str, bytes]:
        self._connection.request(method, path, body, {**self._headers, **headers})
        answer = self._connection.getresponse()
        received = answer.read()
        if answer.status != status:
            raise RuntimeError(f"{method} {path} answered {answer.status} instead of {status}")
        return answer.headers.get("Location", ""), received


class Step:
    """The step that is asked for and sent, another name each time."""

    def __init__(self, client: Client, path: str) -> None:
        self._client = client
        self._path = path
        shown = HtmlPage(client.get(path).decode(), f"http://127.0.0.1{path}")
        self._form = dict(shown.submission(MOTHER[STEP], button="Tiếp tục").fields)
        self._names = cycle(f"Nguyễn Thị An{letter}" for letter in "abcdefghij")
        self._name = ""
        self._page = ""

    def show(self) -> None:
        """Ask for the page."""
        self._page = self._client.get(self._path).decode()

    def show_packed(self) -> None:
        """Ask for the page as browsers do."""
        self._client.get(self._path, packed=True)

    def fill_in(self) -> Fields:
        """The form of the page that was shown last, with another name than before."""
        hidden: Fields = {}
        for name, value in _HIDDEN.findall(self._page):
            hidden.setdefault(name, []).append(value)
        self._name = next(self._names)
        return {**self._form, **hidden, "child_name": [self._name]}

    def send(self, form: Fields) -> None:
        """Send a form; it must lead to the next step."""
        led = self._client.post(self._path, form)
        if not led.endswith(f"/{NEXT}"):
            raise RuntimeError(f"the answers led to {led}")

    def kept(self) -> bool:
        """Whether the name that was sent last is in the page now."""
        return f'value="{self._name}"' in self._client.get(self._path).decode()


def cost(pids: list[int], ask: Callable[[], object]) -> float:
    """Processor milliseconds of one request."""
    before = processor_ms(pids)
    ask()
    return processor_ms(pids) - before


def processor_ms(pids: list[int]) -> float:
    """Processor time that all threads of the processes have used so far, in milliseconds."""
    threads = [thread for pid in pids for thread in Path(f"/proc/{pid}/task").iterdir()]
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


def main() -> None:
    """Print one line a promise."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Prepared(Path(folder))
        with serving("bench.bare:bare", {}) as bare, serving("wsgi:portal", prepared.environ) as portal:
            measure(prepared, portal, bare)


def measure(prepared: Prepared, portal: int, bare: int) -> None:
    """Ask for all in turns."""
    client, plain = Client(portal, prepared.cookie), Client(bare)
    step = Step(client, prepared.paths["wizard"])
    serving_portal, serving_bare = _processes(portal), _processes(bare)
    taken: dict[str, list[float]] = {"bare-page": [], "wizard-get": [], "wizard-post": [], "compressed": []}
    for _ in range(WARM + TURNS):
        taken["bare-page"].append(cost(serving_bare, lambda: plain.get("/template")))
        taken["wizard-get"].append(cost(serving_portal, step.show))
        form = step.fill_in()
        taken["wizard-post"].append(cost(serving_portal, partial(step.send, form)))
    for _ in range(WARM + TURNS):
        taken["compressed"].append(cost(serving_portal, step.show_packed))
    if not step.kept():
        raise RuntimeError("what was sent last is not in the draft")
    _report({name: costs[WARM:] for name, costs in taken.items()})
    size = len(client.get(prepared.paths["wizard"], packed=True)) / 1024
    _line("wizard-page-compressed", size, "KB", f"<={PAGE_KB:g}", ok=size <= PAGE_KB)


def _report(taken: dict[str, list[float]]) -> None:
    least = {name: quantile(costs, LEAST) for name, costs in taken.items()}
    middle = {name: quantile(costs, MIDDLE) for name, costs in taken.items()}
    for name in taken:
        print(f"processor-{name} {least[name]:.2f} ms - ok")
    for name, goal in (("wizard-get", GET_GOAL), ("wizard-post", POST_GOAL)):
        ratio = least[name] / least["bare-page"]
        _line(f"processor-{name}-against-bare", ratio, "times", f"<={goal:g}", ok=ratio <= goal)
        print(f"processor-{name}-against-bare-middle {middle[name] / middle['bare-page']:.2f} times - ok")


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
