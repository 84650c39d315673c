"""What shows no gap is found all the same: the mirror is compared with what agencies say of dossiers."""

import msgspec
import pytest
from sqlalchemy import select

from app.jobs.comparison import Reached, contradiction
from app.jobs.quarantine import QuarantinedItem
from tests.support.mirrors import assert_mirrors, code_of, without_last


def set_aside(database):
    with database.session(writes=False) as session:
        return session.execute(select(QuarantinedItem.feed, QuarantinedItem.reference)).all()


def test_the_skipped_last_events_of_all_dossiers_come_without_a_later_one(database, log, feed, follow):
    sent = without_last(log)

    follow(feed(sent))

    assert len(log) - len(sent) == 12
    assert_mirrors(database, log)
    assert set_aside(database) == []


def test_a_second_comparison_asks_for_nothing_more(database, log, feed, follow):
    agency = feed(without_last(log))
    compare = follow(agency)
    agency.asked.clear()

    differed = [compare.changed(), *(compare.all_again() for _ in range(3))]

    assert differed == [0] * 4
    assert agency.asked.keys() == {"versions"}


def test_a_dossier_that_the_list_left_out_is_found_when_all_are_compared_again(database, log, feed, follow):
    everybody = {code_of(number) for number in range(12)}
    agency = feed(without_last(log), listed=everybody - {code_of(3), code_of(8)})
    compare = follow(agency)
    agency.listed = None

    with pytest.raises(AssertionError):
        assert_mirrors(database, log)
    assert compare.changed() == 0
    assert sum(compare.all_again() for _ in range(2)) == 2

    assert_mirrors(database, log)


def test_an_event_that_the_agency_does_not_know_is_shown_to_operators_once(database, log, feed, follow):
    last = [one for one in log if one.dossier_code == code_of(0)][-1]
    lie = msgspec.structs.replace(last, event_id="invented", version=last.version + 1)

    compare = follow(feed([*log, lie]))
    for _ in range(4):
        compare.all_again()

    assert set_aside(database) == [("versions", code_of(0))]


def test_a_dossier_whose_events_are_refused_does_not_keep_the_others_waiting(database, log, feed, follow):
    agency = feed(without_last(log))
    agency.refused.add(code_of(0))
    compare = follow(agency)

    assert set_aside(database) == [("versions", code_of(0))]
    agency.refused.clear()
    compare.all_again()
    compare.all_again()
    assert_mirrors(database, log)


def test_what_cannot_be_read_in_the_list_is_set_aside_and_the_others_are_compared(
    database, log, feed, follow
):
    agency = feed(without_last(log))
    plain = agency._page
    agency._page = lambda items, place, more: plain([{"nonsense": 1}, *items], place, more)

    follow(agency)

    assert_mirrors(database, log)
    assert ("versions", None) in set_aside(database)


@pytest.mark.parametrize(
    "said, shown, told, contradicts",
    [
        ((3, 4), (2, 2), [(3, 4)], False),
        ((3, 4), (2, 2), [(3, 4), (4, 9)], False),
        ((3, 4), (5, 9), [(4, 4), (5, 9)], False),
        ((3, 4), (2, 2), [], True),
        ((3, 4), (2, 2), [(3, 9)], True),
        ((3, 4), (3, 9), [], True),
        ((3, 4), (5, 9), [], True),
        ((3, 4), (5, 9), [(4, 4)], True),
    ],
)
def test_only_what_no_moment_between_explains_is_a_contradiction(said, shown, told, contradicts):
    found = contradiction(Reached(*said), Reached(*shown), [Reached(*one) for one in told])

    assert (found is not None) == contradicts
