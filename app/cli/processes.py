"""The processes of a running portal: started, watched, restarted and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_END_S = 10.0
_START_S = 60.0
_LOOK_EVERY_S = 0.2
_DEATHS_ALLOWED = 3
_WITHIN_S = 60.0
_OWN_LINES = 12


class CannotRun(Exception):
    """The portal cannot be started or kept running; the message is for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, where its words go, and the address that answers once it is ready."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    answers_at: str | None = None

    def last_words(self) -> str:
        """The end of its log."""
        lines = self.log.read_text("utf-8", "replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-_OWN_LINES:])

    def run(self) -> None:
        """Run it to its end; raises `CannotRun` with the end of its log when it fails."""
        with self.log.open("ab") as log:
            code = subprocess.run(  # noqa: S603 - our own commands, no shell
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environ},
                stdout=log,
                stderr=log,
                check=False,
            ).returncode
        if code:
            raise CannotRun(f"{self.name} failed ({code}). The end of {self.log}:\n{self.last_words()}")


class Processes:
    """Programs running side by side; `say` tells the terminal what happens to them."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._running: list[tuple[Program, subprocess.Popen[bytes]]] = []
        self._deaths: dict[str, list[float]] = {}

    def start(self, program: Program) -> None:
        """Begin a program in a session of its own, so that a Ctrl-C reaches only us."""
        with program.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
                program.command,
                cwd=ROOT,
                env={**os.environ, **program.environ},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append((program, process))

    def wait_until_ready(self, stop: threading.Event) -> None:
        """Return when every program with an address answers; raises `CannotRun` when one does not."""
        until = time.monotonic() + _START_S
        for program, process in self._running:
            while program.answers_at and not stop.is_set() and not _answers(program.answers_at):
                if process.poll() is not None or time.monotonic() > until:
                    raise CannotRun(
                        f"{program.name} does not answer. The end of {program.log}:\n{program.last_words()}"
                    )
                stop.wait(_LOOK_EVERY_S)

    def watch(self, stop: threading.Event) -> None:
        """Restart what dies until told to stop; raises `CannotRun` when one keeps dying."""
        while not stop.wait(_LOOK_EVERY_S):
            for program, process in list(self._running):
                if process.poll() is not None:
                    self._restart(program, process)

    def end(self) -> None:
        """End all, the last started first; whatever does not listen is killed after ten seconds."""
        for _, process in reversed(self._running):
            _signal(process, signal.SIGTERM)
        until = time.monotonic() + _END_S
        for _, process in reversed(self._running):
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self._running.clear()

    def _restart(self, program: Program, process: subprocess.Popen[bytes]) -> None:
        now = time.monotonic()
        deaths = [moment for moment in self._deaths.get(program.name, []) if now - moment < _WITHIN_S]
        self._deaths[program.name] = [*deaths, now]
        if len(deaths) + 1 >= _DEATHS_ALLOWED:
            raise CannotRun(f"{program.name} keeps ending. The end of {program.log}:\n{program.last_words()}")
        self._say(f"{program.name} ended ({process.returncode}) and is started again; see {program.log}")
        _signal(process, signal.SIGKILL)
        self._running.remove((program, process))
        self.start(program)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    """Signal the program and its own children; a group that is gone already is fine."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
