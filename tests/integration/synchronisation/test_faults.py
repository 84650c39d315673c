"""Whatever fails, the mirror ends up equal to the agency's truth and every notice was left exactly once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.db.base import Database
from app.features.dossiers.mirror.models import DossierEvent
from app.jobs.quarantine import QuarantinedItem
from tests.support.dossiers import dossier_service
from tests.support.full_disks import FullDisk
from tests.support.mirrors import assert_mirrors, without_last
from tests.support.power_cuts import dies_at_every_commit


@pytest.mark.parametrize("after", [False, True])
def test_the_worker_may_die_at_every_commit(database, log, feed, follow, after):
    agency = feed(without_last(log), page_size=1)

    _done, deaths = dies_at_every_commit(database, lambda: follow(agency), after=after)

    assert deaths > 5
    follow(agency)
    assert_mirrors(database, log)


def test_two_workers_at_once_do_it_once(database, log, feed, follow):
    agency = feed(page_size=3)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: follow(agency), range(2)))

    follow(agency)
    assert_mirrors(database, log)


def test_a_feed_that_repeats_changes_nothing_more(database, log, feed, follow):
    follow(feed([one for one in log for _ in range(2)]))

    assert_mirrors(database, log)


def test_a_feed_in_reverse_ends_the_same(database, log, feed, follow):
    follow(feed(reversed(log)))

    assert_mirrors(database, log)


def test_what_a_feed_skips_is_asked_for_again(database, log, feed, follow):
    last = Counter(one.dossier_code for one in log)
    sent = [one for one in log if one.version == last[one.dossier_code]]

    follow(feed(sent))

    assert len(log) - len(sent) > 20
    assert_mirrors(database, log)


def test_a_lie_about_a_known_event_is_set_aside_and_changes_nothing(database, log, feed, follow):
    lie = msgspec.structs.replace(log[3], status=10 if log[3].status != 10 else 9)

    follow(feed([*log, lie]))

    assert_mirrors(database, log)
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(QuarantinedItem)) == 1


def test_a_version_that_was_told_before_by_another_event_is_set_aside(database, log, feed, follow):
    lie = msgspec.structs.replace(log[0], event_id="another", status=3)

    follow(feed([*log, lie]))

    assert_mirrors(database, log)
    with database.session(writes=False) as session:
        assert session.scalars(select(QuarantinedItem.reference)).all() == ["another"]


@pytest.mark.parametrize("hours", [-72, 72])
def test_a_clock_that_jumps_in_the_middle_loses_nothing(database, log, feed, follow, clock, hours):
    half = len(log) // 2
    follow(feed(until=half))
    clock.move(hours=hours)

    follow(feed(log))

    assert_mirrors(database, log)


def test_a_full_disk_stops_the_reader_and_loses_nothing(database, log, feed, follow):
    disk = FullDisk(database, DossierEvent, 10)
    with pytest.raises(DBAPIError):
        follow(feed())
    disk.emptied()

    follow(feed())

    assert_mirrors(database, log)


def test_a_server_that_is_lost_in_the_middle_of_a_batch_loses_nothing(
    request, backend, database, log, feed, follow, tmp_path, clock
):
    if backend != "postgresql":
        pytest.skip("SQLite has no server to lose")
    server = request.getfixturevalue("postgres")
    agency, lost = feed(), []
    # The tests' server does not wait for the disk; what came before is to be there after the loss.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))

    def apply_and_lose(session, changes):
        became = dossier_service(session, tmp_path, clock).apply(changes)
        if not lost:
            lost.append(True)
            server.restart()
        return became

    from app.jobs.synchronisation import Synchronisation

    with pytest.raises(DBAPIError):
        Synchronisation(database, agency.gateway(), clock).dossiers(apply_and_lose)
    again = Database(database.engine.url.render_as_string(hide_password=False))

    follow(agency, again)
    assert_mirrors(again, log)
    again.dispose()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_divided_between_two_workers_ends_the_same(
    data, database, log, feed, follow, tmp_path, clock
):
    order = data.draw(st.permutations(range(len(log))))
    doubled = order + data.draw(st.lists(st.sampled_from(order), max_size=10))
    worker = data.draw(st.lists(st.integers(0, 1), min_size=len(doubled), max_size=len(doubled)))
    sizes = data.draw(st.integers(1, 9))
    parts = [[log[place] for place, one in zip(doubled, worker, strict=True) if one == who] for who in (0, 1)]

    def take(part):
        for start in range(0, len(part), sizes):
            with database.transaction() as session:
                dossier_service(session, tmp_path, clock).apply(part[start : start + sizes])
                session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take, parts))

    assert_mirrors(database, log)
