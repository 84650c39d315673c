"""The worker: its tasks, its patience, its end."""

import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

from app.errors import Unavailable
from app.jobs.worker import Task, Worker, beat_age, run_once


class Seconds:
    """A stopwatch moved by hand."""

    def __init__(self):
        self.value = 0.0

    def __call__(self):
        return self.value


def counting(name, every, calls, *, fails=None):
    def run():
        calls.append(name)
        if fails:
            raise fails
        return len(calls)

    return Task(name, timedelta(seconds=every), run)


def turns(worker, seconds, until):
    while seconds.value < until:
        worker.round(threading.Event())
        seconds.value += 1


def test_each_task_runs_at_its_own_pace(tmp_path):
    calls, seconds = [], Seconds()
    worker = Worker(
        [counting("often", 1, calls), counting("seldom", 5, calls)], tmp_path / "beat", now=seconds
    )

    turns(worker, seconds, until=10)

    assert (calls.count("often"), calls.count("seldom")) == (10, 2)


def test_a_failing_task_waits_longer_each_time_and_stops_nobody(tmp_path):
    calls, seconds = [], Seconds()
    tasks = [
        counting("down", 1, calls, fails=Unavailable("down")),
        counting("broken", 1, calls, fails=ValueError("bug")),
        counting("good", 1, calls),
    ]
    worker = Worker(tasks, tmp_path / "beat", now=seconds)

    turns(worker, seconds, until=300)

    assert calls.count("good") == 300
    # At seconds 0, 2, 6, 14, 30, 62 and then once a minute: 122, 182, 242.
    assert calls.count("down") == calls.count("broken") == 9


def test_a_task_that_recovers_returns_to_its_pace(tmp_path):
    calls, seconds, down = [], Seconds(), [True] * 3

    def run():
        calls.append(seconds.value)
        if down:
            down.pop()
            raise Unavailable("down")

    worker = Worker([Task("feed", timedelta(seconds=1), run)], tmp_path / "beat", now=seconds)

    turns(worker, seconds, until=18)

    assert calls == [0, 2, 6, 14, 15, 16, 17]


def test_a_seldom_task_that_fails_is_tried_again_soon(tmp_path):
    calls, seconds, down = [], Seconds(), [True] * 2

    def run():
        calls.append(seconds.value)
        if down:
            down.pop()
            raise Unavailable("down")

    worker = Worker([Task("definitions", timedelta(minutes=1), run)], tmp_path / "beat", now=seconds)

    turns(worker, seconds, until=80)

    assert calls == [0, 4, 12, 72]


def test_running_once_tells_how_each_task_went():
    calls = []

    outcomes = run_once([counting("a", 1, calls), counting("b", 1, calls, fails=ValueError("bug"))])

    assert (outcomes["a"].ok, outcomes["a"].answer) == (True, 1)
    assert (outcomes["b"].ok, outcomes["b"].answer) == (False, None)


def test_it_gives_a_sign_of_life_and_stops_when_told(tmp_path):
    calls, stop = [], threading.Event()
    worker = Worker([counting("a", 0, calls)], tmp_path / "beat")
    assert beat_age(tmp_path / "beat", datetime.now(UTC)) is None

    thread = threading.Thread(target=worker.run, args=[stop])
    thread.start()
    while not calls:
        time.sleep(0.01)
    stop.set()
    thread.join(5)

    assert not thread.is_alive()
    assert beat_age(tmp_path / "beat", datetime.now(UTC)) < timedelta(seconds=10)


def test_sigterm_ends_the_work_after_the_task_under_way(tmp_path):
    calls = []

    def run():
        calls.append("began")
        os.kill(os.getpid(), signal.SIGTERM)
        calls.append("ended")

    before = signal.getsignal(signal.SIGTERM)
    Worker([Task("last", timedelta(0), run), counting("never", 0, calls)], tmp_path / "beat").run()

    assert calls == ["began", "ended"]
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_torn_sign_of_life_is_none(tmp_path):
    (tmp_path / "beat").write_text("2026-11", "ascii")

    assert beat_age(tmp_path / "beat", datetime.now(UTC)) is None
