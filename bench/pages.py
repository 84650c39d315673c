"""What the pages cost: requests per second against a bare page, and the bytes of a first view.

`python -m bench.pages`. The portal and the bare page are served by the same server with the same settings,
asked in turns in one run; the catalogue is the national one when the shared data is there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from app.clock import utc_now
from app.gateways.web_push_encryption import kept_key
from app.settings import Settings
from bench import national
from bench.load import Target, rate
from tests.support.births import PROCEDURE, file_birth
from tests.support.postgres import free_port
from tests.support.visitor import Visitor
from tests.support.worlds import World, command

ROUNDS, SECONDS = 4, 1.5
_SERVER = [
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--workers",
    "1",
    "--blocking-threads",
    "2",
    "--no-ws",
]
_PARTS = re.compile(r"""(?:src|href)="(/assets/[^"]+\.(?:css|js|svg))\"""")
_FONTS = re.compile(r"url\(\"?([^\")]+\.woff2)")
# Requests per second in percent of the bare page's; bytes of HTML, style and script, then with fonts.
_SHARES = {"home": 2.0, "search": 1.0, "procedure": 1.5, "wizard": 2.0}
_KB, _WITH_FONTS_KB = 50.0, 130.0


class Prepared:
    """A portal's data with somebody half-way through a form, in a folder."""

    def __init__(self, folder: Path) -> None:
        world = World(folder, utc_now)
        world.prepare()
        if national.available():
            records = national.shared_data() / "procedures"
            names = ("--names-en", str(records / "names_en.tsv"))
            command(world.portal, "catalogue", "import", str(records / "dvcqg_2026_full.jsonl.gz"), *names)
        visitor = Visitor(world.portal, world.sandbox)
        visitor.sign_in()
        step = urlsplit(file_birth(visitor, until="child").url).path
        session = visitor.client.get_cookie("session", domain="127.0.0.1")
        self.environ = _as_in_production(folder / "portal")
        self.cookie = f"session={session.value if session else ''}; lang=vi"
        self.paths = {
            "home": "/vi/",
            "search": "/vi/procedures?q=khai+sinh",
            "procedure": f"/vi/procedures/{PROCEDURE}",
            "wizard": step,
        }
        world.close()


def _as_in_production(folder: Path) -> dict[str, str]:
    """The environment of a portal in production over this data: lines of JSON in its log, HTTPS outside."""
    known = Settings.from_environment({"PORTAL_DATA_DIR": str(folder)})
    return {
        "PORTAL_ENV": "production",
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_SECRET_KEY": known.secret_key,
        "PORTAL_PUBLIC_URL": "https://portal.example",
        "PORTAL_ENCRYPTION_KEYS": b64encode(known.encryption_keys[0]).decode(),
        "PORTAL_GATEWAY_URL": known.gateway_url,
        "PORTAL_GATEWAY_CLIENT_ID": known.gateway_client_id,
        "PORTAL_GATEWAY_CLIENT_SECRET": known.gateway_client_secret,
        "PORTAL_OIDC_ISSUER": known.oidc_issuer,
        "PORTAL_OIDC_CLIENT_ID": known.oidc_client_id,
        "PORTAL_OIDC_CLIENT_SECRET": known.oidc_client_secret or "",
        "PORTAL_SIGNING_URL": known.signing_url,
        "PORTAL_SIGNING_CLIENT_ID": known.signing_client_id,
        "PORTAL_SIGNING_CLIENT_SECRET": known.signing_client_secret,
        "PORTAL_RECEIPT_KEY": str(folder / "receipt.pem"),
        "PORTAL_VAPID_PRIVATE_KEY": kept_key(folder / "vapid.key"),
    }


@contextmanager
def serving(target: str, environ: dict[str, str]) -> Iterator[int]:
    """A server of its own for one application; gives its port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *_SERVER, "--port", str(port), target],
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def compare(prepared: Prepared, portal: int, bare: int) -> None:
    """Requests per second of each page, as a share of the bare page's."""
    pages = {name: Target(portal, path, prepared.cookie) for name, path in prepared.paths.items()}
    targets = {"bare": Target(bare, "/"), **pages}
    for target in targets.values():
        rate(target, 0.5)
    best = dict.fromkeys(targets, 0.0)
    for _ in range(ROUNDS):
        best = {name: max(best[name], rate(target, SECONDS)) for name, target in targets.items()}
    print(f"requests-bare {best['bare']:.0f} per-second - ok")
    for name, share in _SHARES.items():
        print(f"requests-{name} {best[name]:.0f} per-second - ok")
        ratio = 100 * best[name] / best["bare"]
        _line(f"requests-{name}-against-bare", ratio, "percent", f">={share:g}", ok=ratio >= share)


def weigh(prepared: Prepared, port: int) -> None:
    """The bytes of each page's first view as they are transferred, gzip where it helps."""
    for name, path in prepared.paths.items():
        parts = first_view(f"http://127.0.0.1:{port}{path}", prepared.cookie)
        needed = sum(size for address, size in parts.items() if not address.endswith(".woff2")) / 1024
        everything = sum(parts.values()) / 1024
        _line(f"first-view-{name}", needed, "KB", f"<={_KB:g}", ok=needed <= _KB)
        goal = f"<={_WITH_FONTS_KB:g}"
        _line(f"first-view-{name}-with-fonts", everything, "KB", goal, ok=everything <= _WITH_FONTS_KB)


def first_view(url: str, cookie: str) -> dict[str, int]:
    """Transferred bytes by address: the page, its style, scripts and icon, and every font of the style."""
    plain, size = _fetch(url, cookie)
    parts = {url: size}
    for address in dict.fromkeys(_PARTS.findall(plain)):
        text, size = _fetch(urljoin(url, address), cookie)
        parts[address] = size
        for font in _FONTS.findall(text):
            parts[font] = _fetch(urljoin(urljoin(url, address), font), cookie)[1]
    return parts


def _fetch(url: str, cookie: str) -> tuple[str, int]:
    """The text, fetched plainly, and the size in which a browser gets it."""
    headers = {"Cookie": cookie}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        text = answer.read().decode("utf-8", "replace")
    packed = urllib.request.Request(url, headers={**headers, "Accept-Encoding": "gzip"})
    with urllib.request.urlopen(packed) as answer:
        return text, len(answer.read()) + len(str(answer.headers))


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("a server did not start")


def _line(name: str, value: float, unit: str, goal: str, *, ok: bool) -> None:
    print(f"{name} {value:.2f} {unit} {goal} {'ok' if ok else 'missed'}")


def main() -> None:
    """Print one line a promise."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Prepared(Path(folder))
        with serving("bench.bare:bare", {}) as bare, serving("wsgi:portal", prepared.environ) as portal:
            compare(prepared, portal, bare)
            weigh(prepared, portal)


if __name__ == "__main__":
    main()
