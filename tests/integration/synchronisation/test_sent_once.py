"""Whatever fails while notices go out: every one arrives, under one key each, and none is left waiting."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db.base import Database
from app.jobs.outbox import Courier
from tests.support.post import Post, assert_each_arrived
from tests.support.power_cuts import dies_at_every_commit


@pytest.fixture
def post():
    """Where the mails arrive."""
    return Post()


@pytest.fixture
def deliver(database, log, feed, follow, clock, post):
    """One turn of a courier, after twelve events were read and what a dead one had taken is free again."""
    follow(feed(until=12))

    def turn(database=database, minutes=3, **given):
        clock.move(minutes=minutes)
        Courier(database, {"mail": post}, clock).deliver_due(**given)

    return turn


@pytest.mark.parametrize("after", [False, True])
def test_the_courier_may_die_at_every_commit(database, deliver, post, after):
    dies_at_every_commit(database, deliver, after=after)

    assert_each_arrived(database, post)
    assert after or sum(post.received.values()) > len(post.received), "none died between sending and settling"


def test_two_couriers_at_once_send_nothing_twice(database, deliver, clock, post):
    clock.move(minutes=3)  # for both: what one has taken is not free again while the other is at work
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: deliver(minutes=0), range(2)))

    assert_each_arrived(database, post)
    assert set(post.received.values()) == {1}


@pytest.mark.parametrize("hours", [-72, 72])
def test_a_clock_that_jumps_and_comes_back_sends_nothing_twice(database, deliver, post, clock, hours):
    deliver(limit=4)
    clock.move(hours=hours)
    deliver(limit=4)
    clock.move(hours=-hours)

    deliver()

    assert_each_arrived(database, post)
    assert set(post.received.values()) == {1}


def test_a_server_that_is_lost_between_sending_and_settling_is_asked_again(
    request, backend, database, deliver, post
):
    if backend != "postgresql":
        pytest.skip("SQLite has no server to lose")
    server = request.getfixturevalue("postgres")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
    post.taken = lambda: sum(post.received.values()) == 5 and server.restart()

    with suppress(DBAPIError):  # the server may be back before the courier has noticed
        deliver()
    again = Database(database.engine.url.render_as_string(hide_password=False))
    deliver(again)

    assert_each_arrived(again, post)
    again.dispose()
