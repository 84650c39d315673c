"""The whole thing as a person starts it (`make run`), on private ports, with data in a temporary folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]

_START_S = 120
_AT_ONCE = {"PYTHONUNBUFFERED": "1"}


class Servers:
    """Sandbox, worker and portal as processes of their own."""

    def __init__(self, folder: Path, environ: dict[str, str] | None = None) -> None:
        ports = free_port(), free_port()
        self.portal, self.sandbox = (f"http://127.0.0.1:{port}" for port in ports)
        self.output = folder / "run.log"
        folder.mkdir(parents=True, exist_ok=True)
        own = {"PORTAL_PORT": str(ports[0]), "SANDBOX_PORT": str(ports[1]), "PORTAL_DATA_DIR": str(folder)}
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.cli.run"],
                cwd=ROOT,
                env={**os.environ, **_AT_ONCE, **own, **(environ or {})},
                stdout=output,
                stderr=output,
            )

    def wait(self) -> None:
        """Return once a person could apply for something; fails with what the terminal says."""
        until = time.monotonic() + _START_S
        while not self._can_apply():
            assert self._process.poll() is None, f"it ended: {self.said()}"
            assert time.monotonic() < until, f"it does not get ready: {self.said()}"
            time.sleep(0.3)

    def said(self) -> str:
        """What the terminal shows."""
        return self.output.read_text("utf-8", "replace")

    def fail(self, area: str, kind: str, *, on: bool = True, **more: Any) -> None:
        """Switch a failure of the other side on or off."""
        self._post("/failures", {"area": area, "kind": kind, "on": on, "value": None, "times": None, **more})

    def heal(self) -> None:
        """Switch every failure off."""
        urllib.request.urlopen(
            urllib.request.Request(f"{self.sandbox}/failures", method="DELETE"), timeout=10
        )

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it, as Ctrl-C or an operator does; returns the exit status."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for its end; returns the exit status."""
        return self._process.wait(30)

    @property
    def pid(self) -> int:
        """The process a person started."""
        return self._process.pid

    def _can_apply(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.portal}/vi/procedures?apply=1", timeout=5) as answer:
                return "/vi/procedures/1.001193" in answer.read().decode()
        except (urllib.error.URLError, OSError):
            return False

    def _post(self, path: str, body: dict[str, Any]) -> None:
        request = urllib.request.Request(
            f"{self.sandbox}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=10).close()
