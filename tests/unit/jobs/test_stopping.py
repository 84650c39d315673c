"""A signal is heard wherever it finds the thread that waits for it."""

import os
import signal
import threading

import pytest

from app.jobs.stopping import Stop


@pytest.fixture
def heard():
    """Holds what the handler of SIGUSR1 sets."""
    events = [Stop()]
    before = signal.signal(signal.SIGUSR1, lambda *_: events[0].set())
    yield events
    signal.signal(signal.SIGUSR1, before)


def test_a_handler_may_set_it_at_any_moment_of_waiting(heard):
    ended, me = threading.Event(), threading.get_ident()

    def shower():
        while not ended.is_set():
            signal.pthread_kill(me, signal.SIGUSR1)

    signals = threading.Thread(target=shower, daemon=True)
    signals.start()
    for _ in range(200):
        heard[0] = Stop()
        assert heard[0].wait(30)
    ended.set()
    signals.join()


def test_it_waits_no_longer_than_asked_and_ends_when_told(heard):
    waited = heard[0].wait(0.01)
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    told = heard[0].wait(30)

    assert not waited
    assert told
