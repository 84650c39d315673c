"""When a notice may go out: quiet hours, the daily mail, and the rule for what cannot wait."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from app.clock import VIETNAM

QUIET_FROM, QUIET_UNTIL = 21 * 60, 7 * 60
URGENT = timedelta(days=2)
_DIGEST_HOUR = 8


def urgent(now: datetime, deadline: datetime | None) -> bool:
    """Whether less than two days are left, so that neither quiet hours nor the daily mail hold it back."""
    return deadline is not None and deadline - now < URGENT


def after_quiet(now: datetime, quiet_from: int | None, quiet_until: int | None) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into (minutes after midnight in Vietnam)."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return now
    local = now.astimezone(VIETNAM)
    minute = local.hour * 60 + local.minute
    quiet = (
        quiet_from <= minute < quiet_until
        if quiet_from < quiet_until
        else minute >= quiet_from or minute < quiet_until
    )
    if not quiet:
        return now
    day = local.date() + timedelta(days=1 if minute >= quiet_until else 0)
    end = datetime.combine(day, time(quiet_until // 60, quiet_until % 60), VIETNAM)
    return end.astimezone(now.tzinfo)


def next_digest(now: datetime) -> datetime:
    """The next eight o'clock in Vietnam."""
    local = now.astimezone(VIETNAM)
    today = datetime.combine(local.date(), time(_DIGEST_HOUR), VIETNAM)
    return (today if local < today else today + timedelta(days=1)).astimezone(now.tzinfo)
