"""When a draft is spoken of and when it goes."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.features.applications.drafts.lifetime import KEPT, LAST_NOTICE, due, expires_at

SAVED = datetime(2026, 1, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def life(saved, looks):
    """What happens at each look of the worker, in days after the draft was saved."""
    warned, happened = None, []
    for days in looks:
        now = saved + days * DAY
        found = due(saved, warned, now)
        if found:
            happened.append((days, found))
        if found == "expire":
            break
        warned = now if found else warned
    return happened


def test_a_draft_nobody_touches_is_spoken_of_twice_and_goes_after_180_days():
    assert life(SAVED, range(0, 400)) == [(150, "first"), (173, "last"), (180, "expire")]


@given(st.lists(st.integers(0, 900), min_size=1, max_size=40).map(sorted))
def test_however_rarely_the_worker_looks_nothing_goes_without_seven_days_notice(looks):
    happened = life(SAVED, looks)

    ends = [days for days, what in happened if what == "expire"]
    told = [days for days, what in happened if what != "expire"]
    assert all(days >= KEPT.days and days - max(told) >= LAST_NOTICE.days for days in ends)
    assert len(told) <= 2


def test_a_change_makes_earlier_notices_count_for_nothing():
    warned = SAVED + 150 * DAY
    saved = warned + DAY

    assert due(saved, warned, saved + 149 * DAY) is None
    assert due(saved, warned, saved + 150 * DAY) == "first"
    assert expires_at(saved, warned) == saved + KEPT
