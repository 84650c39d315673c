"""`make run`: the sandbox, the worker and the portal in one terminal, ended by one Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import httpx2

from app.cli.processes import CannotRun, Processes, Program
from app.jobs.stopping import Stop
from app.settings import Settings, SettingsError

_HOST = "127.0.0.1"
_BANNER = """
Cổng Dịch vụ công đang chạy · The portal is running

  Cổng · Portal              {portal}
  Bên ngoài · Sandbox        {sandbox}
    cán bộ · officers        {sandbox}/desk
    thư, tin nhắn · inbox    {sandbox}/inbox

Người dùng thử · Demo people (mật khẩu · password: demo)
  001190000011  Trần Thị Bình       Hà Nội
  079085000022  Lê Văn Chính        TP. Hồ Chí Minh · mức định danh 1 · identity level 1
  037201000033  Phạm Minh Dũng      Ninh Bình
  048178000044  Nguyễn Thị Em       Đà Nẵng
  022065000055  Hoàng Văn Phú       Quảng Ninh

Nhật ký · Logs: {logs}
Dừng · Stop: Ctrl-C
"""


def main() -> int:
    """Run until interrupted; 0 after a clean end, 1 with a message when it cannot run."""
    stop = Stop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    processes = Processes(_say)
    try:
        _run(processes, stop, os.environ)
    except (CannotRun, SettingsError) as error:
        if not stop.is_set():
            _say(str(error))
            return 1
    finally:
        processes.end()
    _say("Đã dừng · Stopped")
    return 0


def _run(processes: Processes, stop: threading.Event, environ: Mapping[str, str]) -> None:
    settings = Settings.from_environment(environ)
    portal, sandbox = _port(environ, "PORTAL_PORT", 8000), _port(environ, "SANDBOX_PORT", 8001)
    logs = settings.data_dir / "log"
    logs.mkdir(parents=True, exist_ok=True)
    _prepare(logs)
    outside, *own = _programs(settings, logs, portal, sandbox, environ)
    processes.start(outside)
    processes.wait_until_ready(stop)  # the worker's first turn finds the sandbox there
    if not stop.is_set():
        _introduce(f"http://{_HOST}:{sandbox}", settings.data_dir / "agency-keys.txt", logs)
    for program in own:
        if stop.is_set():
            return
        processes.start(program)
        processes.wait_until_ready(stop)
    if not stop.is_set():
        _say(_BANNER.format(portal=settings.public_url, sandbox=f"http://{_HOST}:{sandbox}", logs=logs))
    processes.watch(stop)


def _prepare(logs: Path) -> None:
    """Tables and the built-in catalogue; both leave alone what is there."""
    _say("Chuẩn bị cơ sở dữ liệu · Preparing the database")
    _flask("The database upgrade", logs / "prepare.log", "database", "upgrade").run()
    _flask("The built-in catalogue", logs / "prepare.log", "catalogue", "builtin").run()


def _introduce(sandbox: str, keys: Path, logs: Path) -> None:
    """Let the portal know the keys that the sandbox's agencies push with; known ones stay."""
    keys.write_bytes(httpx2.get(f"{sandbox}/agency-keys.txt").raise_for_status().content)
    _flask("The agencies' keys", logs / "prepare.log", "dossiers", "keys", "import", str(keys)).run()


def _programs(
    settings: Settings, logs: Path, portal: int, sandbox: int, environ: Mapping[str, str]
) -> tuple[Program, ...]:
    outside = {
        "SANDBOX_PORT": str(sandbox),
        "SANDBOX_DATA_DIR": environ.get("SANDBOX_DATA_DIR", str(settings.data_dir / "sandbox")),
        "SANDBOX_PORTAL_URL": environ.get("SANDBOX_PORTAL_URL", settings.public_url),
    }
    # Several processes serve the portal: what limits count in one of them counts in all.
    counts = f"sqlite:///{(settings.data_dir / 'limits.sqlite3').resolve()}"
    shared = {"PORTAL_CACHE_URL": environ.get("PORTAL_CACHE_URL") or counts}
    workers = str(min(4, max(2, os.cpu_count() or 2)))
    return (
        _server("The sandbox", "app.sandbox.wsgi:sandbox", sandbox, logs / "sandbox.log", outside, "1"),
        _flask("The worker", logs / "worker.log", "worker"),
        _server("The portal", "wsgi:portal", portal, logs / "portal.log", shared, workers),
    )


def _server(
    name: str, target: str, port: int, log: Path, environ: Mapping[str, str], workers: str
) -> Program:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", _HOST, "--port", str(port)]
    command += [
        "--workers",
        workers,
        "--blocking-threads",
        "8",
        "--respawn-failed-workers",
        "--no-ws",
        target,
    ]
    return Program(name, command, environ, log, f"http://{_HOST}:{port}/healthz")


def _flask(name: str, log: Path, *arguments: str) -> Program:
    return Program(name, [sys.executable, "-m", "flask", "--app", "wsgi", *arguments], {}, log)


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    """The port to serve on; raises `CannotRun` when it is no port or somebody else's."""
    text = environ.get(name, str(default))
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotRun(f"{name} must be a port number, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, int(text)))
        except OSError as error:
            raise CannotRun(
                f"Cổng mạng {text} đang được dùng · Port {text} is in use. "
                f"Choose another: make run {name}={int(text) + 100}"
            ) from error
    return int(text)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
