"""The work behind the pages: named tasks, each at its own pace, none able to stop the others."""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from app.clock import utc_now
from app.errors import Unavailable
from app.jobs.stopping import Stop

_REST_S = 0.25
_SOON_S = 2.0
_LONGEST_WAIT_S = 60.0
_BEAT_EVERY_S = 5.0

log: Any = structlog.get_logger("portal.worker")


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done again and again; `run` takes no arguments and opens its own sessions."""

    name: str
    every: timedelta
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run of a task went; `answer` is what it returned, None when it failed."""

    ok: bool
    answer: object
    ms: float


class Worker:
    """Does tasks until told to stop; a failing one is logged and tried again, later each time."""

    def __init__(
        self,
        tasks: Sequence[Task],
        heartbeat: Path,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tasks = tuple(tasks)
        self._heartbeat = heartbeat
        self._now = now
        self._due = {task.name: 0.0 for task in tasks}
        self._failures = {task.name: 0 for task in tasks}

    def run(self, stop: threading.Event | None = None) -> None:
        """Work until `stop` is set or the process gets SIGTERM or SIGINT; a task under way is finished."""
        stop = stop or Stop()
        spare_the_collector()
        beaten = float("-inf")
        with _stopped_by_signals(stop):
            while not stop.is_set():
                if self._now() - beaten >= _BEAT_EVERY_S:
                    _beat(self._heartbeat)
                    beaten = self._now()
                self.round(stop)
                stop.wait(_REST_S)

    def round(self, stop: threading.Event) -> None:
        """Do every task that is due, in their order."""
        for task in self.tasks:
            if self._due[task.name] <= self._now() and not stop.is_set():
                self._take_turn(task)

    def _take_turn(self, task: Task) -> None:
        outcome = attempt(task)
        failures = 0 if outcome.ok else self._failures[task.name] + 1
        self._failures[task.name] = failures
        pace = task.every.total_seconds()
        again = min(_LONGEST_WAIT_S, min(pace, _SOON_S) * 2 ** min(failures, 10))
        self._due[task.name] = self._now() + (again if failures else pace)


def run_once(tasks: Sequence[Task]) -> dict[str, Outcome]:
    """Do each task one time now, in their order, whatever becomes of the others."""
    return {task.name: attempt(task) for task in tasks}


def spare_the_collector() -> None:
    """Take what was made so far out of the garbage collector's rounds; it lives as long as the process.

    Half the processor time of a batch of events went into looking through modules, tables and templates.
    """
    gc.collect()
    gc.freeze()


def attempt(task: Task) -> Outcome:
    """Do a task; never raises."""
    began = time.perf_counter()
    ok, answer = False, None
    try:
        answer = task.run()
        ok = True
    except Unavailable as error:
        log.warning("task waits", task=task.name, reason=str(error))
    except Exception:
        # One faulty task must not end the deliveries of everybody else; the log has the trace.
        log.exception("task failed", task=task.name)
    ms = round((time.perf_counter() - began) * 1000, 1)
    if ok and answer:
        log.info("task done", task=task.name, answer=str(answer), ms=ms)
    return Outcome(ok, answer, ms)


def beat_age(heartbeat: Path, now: datetime) -> timedelta | None:
    """How long ago a worker last gave a sign of life; none when there was never one."""
    try:
        return now - datetime.fromisoformat(heartbeat.read_text("ascii"))
    except (OSError, ValueError):
        return None


def _beat(heartbeat: Path) -> None:
    # Replaced whole, so that a reader never sees half a moment.
    partial = heartbeat.with_suffix(".part")
    partial.write_text(utc_now().isoformat(), "ascii")
    partial.replace(heartbeat)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the work; other threads than the main one cannot listen to signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
