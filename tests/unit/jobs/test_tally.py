"""Counts are written together, later, and survive a database that is away."""

import threading

from app.jobs.tally import MOST_KEYS, MOST_TRIES, Tally


class Book:
    """Takes what is written; fails as often as told."""

    def __init__(self, failures=0):
        self.pages = []
        self.failures = failures
        self.written = threading.Event()

    def __call__(self, counted):
        if self.failures:
            self.failures -= 1
            raise OSError("away")
        self.pages.append(dict(counted))
        self.written.set()


def test_what_was_counted_is_written_once_and_together():
    book = Book()
    tally = Tally(book, every=60)
    for key in "abab":
        tally.add(key)

    tally.flush()
    tally.flush()

    assert book.pages == [{"a": 2, "b": 2}]


def test_it_is_written_without_anybody_asking():
    book = Book()

    Tally(book, every=0.01).add("a")

    assert book.written.wait(5)
    assert book.pages == [{"a": 1}]


def test_many_threads_lose_nothing():
    book = Book()
    tally = Tally(book, every=60)
    threads = [threading.Thread(target=lambda: [tally.add("a") for _ in range(1000)]) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.flush()

    assert book.pages == [{"a": 8000}]


def test_what_could_not_be_written_is_written_next_time():
    book = Book(failures=1)
    tally = Tally(book, every=60)
    tally.add("a")

    tally.flush()
    tally.add("a")
    tally.flush()

    assert book.pages == [{"a": 2}]


def test_what_can_never_be_written_is_given_up():
    book = Book(failures=MOST_TRIES)
    tally = Tally(book, every=60)
    tally.add("a")

    for _ in range(MOST_TRIES + 1):
        tally.flush()

    assert book.pages == []


def test_memory_is_bounded():
    book = Book()
    tally = Tally(book, every=60)

    for number in range(MOST_KEYS + 100):
        tally.add(number)
    tally.add(0)
    tally.flush()

    assert len(book.pages[0]) == MOST_KEYS
    assert book.pages[0][0] == 2
