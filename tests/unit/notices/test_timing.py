"""Quiet hours, the daily mail, and what cannot wait; times in Vietnam are seven hours ahead."""

from datetime import UTC, datetime, timedelta

import pytest

from app.features.notices.timing import QUIET_FROM, QUIET_UNTIL, after_quiet, next_digest, urgent


def vietnam(hour, minute=0, day=23):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (vietnam(20, 59), vietnam(20, 59)),
        (vietnam(21), vietnam(7, day=24)),
        (vietnam(23, 59), vietnam(7, day=24)),
        (vietnam(0), vietnam(7)),
        (vietnam(6, 59), vietnam(7)),
        (vietnam(7), vietnam(7)),
    ],
)
def test_a_night_ends_at_seven(now, then):
    assert after_quiet(now, QUIET_FROM, QUIET_UNTIL) == then


@pytest.mark.parametrize(
    ("now", "then"), [(vietnam(11), vietnam(11)), (vietnam(12), vietnam(14)), (vietnam(14), vietnam(14))]
)
def test_quiet_hours_may_lie_within_a_day(now, then):
    assert after_quiet(now, 12 * 60, 14 * 60) == then


def test_without_quiet_hours_nothing_waits():
    assert after_quiet(vietnam(3), None, None) == vietnam(3)


@pytest.mark.parametrize("hour", range(24))
def test_a_notice_never_waits_a_whole_day_and_never_goes_back(hour):
    now = vietnam(hour, 17)

    then = after_quiet(now, QUIET_FROM, QUIET_UNTIL)

    assert timedelta(0) <= then - now < timedelta(hours=10)


def test_the_daily_mail_goes_at_eight():
    assert next_digest(vietnam(7, 59)) == vietnam(8)
    assert next_digest(vietnam(8)) == vietnam(8, day=24)


def test_two_days_before_the_end_a_notice_waits_for_nothing():
    now = vietnam(22)

    assert urgent(now, now + timedelta(hours=47))
    assert urgent(now, now - timedelta(days=1))
    assert not urgent(now, now + timedelta(days=2))
    assert not urgent(now, None)
