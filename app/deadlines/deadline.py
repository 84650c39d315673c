"""When an agency's answer is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from app.deadlines.calendar import ONE_DAY, WorkCalendar
from app.deadlines.counting import Run, count, days, local_date
from app.deadlines.limits import Day, DayKind, Deadline, Limit, Pause
from app.deadlines.messages import Message
from app.texts import N_

__all__ = ["Day", "Deadline", "Limit", "Pause", "due"]

_CALENDAR = WorkCalendar()


def due(
    received_at: datetime, limit: Limit, pauses: Sequence[Pause] = (), calendar: WorkCalendar = _CALENDAR
) -> Deadline:
    """When an answer to what came in at the aware `received_at` is due, day by day.

    - The day of receipt is not counted (Civil Code 2015 Art. 147(2)).
    - What comes in on a day off counts as received on the next working day.
    - A same-day matter that comes in after 15:00 is due on the next working day (Decree 23/2015 Art. 7).
    - A limit in plain days or months that ends on a day off ends on the next working day (Art. 148(5)).
    - Each supplement asked for stops the clock, and a complete answer starts it from zero
      (Decree 61/2018 Art. 19(4)).
    - A limit in hours means office hours.

    ValueError for naive times, for pauses out of order, and outside the calendar's years.
    """
    _check(received_at, pauses)
    walked: dict[date, Day] = {}
    reasons: list[Message] = []
    received = received_at
    for pause in pauses:
        run = count(received, limit, calendar)
        _walk(walked, days(received, limit, run, calendar), until=local_date(pause.asked_at))
        _walk(walked, _late(run, pause, calendar))
        _walk(walked, _paused(pause, calendar))
        reasons.append(_pause_reason(pause))
        if pause.answered_at is None:
            return _deadline(received_at, limit, pauses, run, walked, reasons, running=False)
        received = pause.answered_at
    run = count(received, limit, calendar)
    _walk(walked, days(received, limit, run, calendar))
    return _deadline(received_at, limit, pauses, run, walked, [*reasons, *run.reasons])


def _check(received_at: datetime, pauses: Sequence[Pause]) -> None:
    asked_and_answered = [moment for pause in pauses for moment in (pause.asked_at, pause.answered_at)]
    moments = [received_at, *(moment for moment in asked_and_answered if moment is not None)]
    if any(moment.utcoffset() is None for moment in moments):
        raise ValueError("times must be aware")
    if moments != sorted(moments) or any(pause.answered_at is None for pause in pauses[:-1]):
        raise ValueError("pauses must follow the receipt and each other")


def _deadline(
    received_at: datetime,
    limit: Limit,
    pauses: Sequence[Pause],
    run: Run,
    walked: dict[date, Day],
    reasons: Sequence[Message],
    *,
    running: bool = True,
) -> Deadline:
    return Deadline(
        received_at=received_at,
        limit=limit,
        pauses=tuple(pauses),
        counted_from=run.start,
        due_on=run.due_on if running else None,
        due_at=run.due_at.astimezone(UTC) if running else None,
        days=tuple(walked[day] for day in sorted(walked)),
        reasons=tuple(reasons),
    )


def _walk(walked: dict[date, Day], more: Iterable[Day], until: date = date.max) -> None:
    """Add days to those walked; a receipt stays visible on a day that also began a pause."""
    for day in more:
        before = walked.get(day.on)
        hides_receipt = before is not None and before.kind == "received" and day.kind == "paused"
        if day.on <= until and not hides_receipt:
            walked[day.on] = day


def _late(run: Run, pause: Pause, calendar: WorkCalendar) -> Iterator[Day]:
    return _stretch(run.due_on + ONE_DAY, local_date(pause.asked_at), "late", calendar)


def _paused(pause: Pause, calendar: WorkCalendar) -> Iterator[Day]:
    return _stretch(
        local_date(pause.asked_at), local_date(pause.answered_at or pause.asked_at), "paused", calendar
    )


def _stretch(first: date, last: date, kind: DayKind, calendar: WorkCalendar) -> Iterator[Day]:
    for n in range((last - first).days + 1):
        day = first + ONE_DAY * n
        yield Day(day, kind, off=calendar.day_off(day))


def _pause_reason(pause: Pause) -> Message:
    asked = local_date(pause.asked_at)
    if pause.answered_at is None:
        msgid = N_("The agency has waited since %(asked)s for what it asked you for; the clock stands still.")
        return Message(msgid, {"asked": asked})
    msgid = N_("You were asked for more on %(asked)s; counting began again from zero on %(answered)s.")
    return Message(msgid, {"asked": asked, "answered": local_date(pause.answered_at)})
