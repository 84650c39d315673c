"""What an agency may do once, and by when: ask for a supplement, and move its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from app.clock import VIETNAM
from app.deadlines.calendar import ONE_DAY, WorkCalendar
from app.deadlines.counting import END_OF_DAY, count, local_date
from app.deadlines.limits import TIME_TO_ASK, Day, Deadline, Pause, Postponement
from app.deadlines.messages import Message
from app.texts import N_

_CALENDAR = WorkCalendar()


def postponed(deadline: Deadline, moved: Postponement, calendar: WorkCalendar = _CALENDAR) -> Deadline:
    """The deadline after the agency moved it to a later day; the days in between stay in sight.

    ValueError when it stands still, was not due on the day it is moved from, or is not moved to a later day.
    """
    if deadline.due_on is None or deadline.due_on != moved.before or moved.until <= moved.before:
        raise ValueError("a deadline is only moved from its due day to a later day")
    last = replace(deadline.days[-1], kind="counted" if deadline.days[-1].number else "received")
    return replace(
        deadline,
        due_on=moved.until,
        due_at=datetime.combine(moved.until, END_OF_DAY, VIETNAM).astimezone(UTC),
        days=(*deadline.days[:-1], last, *_between(deadline.due_on, moved.until, calendar)),
        postponed_from=deadline.postponed_from or deadline.due_on,
    )


def remarks(
    received_at: datetime,
    pauses: Sequence[Pause],
    moves: Sequence[Postponement],
    calendar: WorkCalendar = _CALENDAR,
) -> tuple[Message, ...]:
    """What an agency did later or more often than Decree 61/2018 Art. 15(3), 19(4) and 19(9) allow."""
    return (*_requests(received_at, pauses, calendar), *_moves(moves))


def _requests(received_at: datetime, pauses: Sequence[Pause], calendar: WorkCalendar) -> Iterator[Message]:
    for number, pause in enumerate(pauses, start=1):
        asked = local_date(pause.asked_at)
        by = count(received_at, TIME_TO_ASK, calendar).due_on
        if number == 1 and asked > by:
            msgid = N_(
                "The agency asked you for more on %(asked)s. It had 3 working days from receipt to ask, "
                "until %(by)s (Decree 61/2018, Article 19)."
            )
            yield Message(msgid, {"asked": asked, "by": by})
        if number > 1:
            msgid = N_(
                "On %(asked)s the agency asked you for more again. It may ask once only, for everything "
                "together (Decree 61/2018, Article 15)."
            )
            yield Message(msgid, {"asked": asked})


def _moves(moves: Sequence[Postponement]) -> Iterator[Message]:
    for number, move in enumerate(moves, start=1):
        told = local_date(move.told_at)
        msgid = N_("On %(told)s the agency apologised and moved its date from %(before)s to %(until)s.")
        yield Message(msgid, {"told": told, "before": move.before, "until": move.until})
        if told >= move.before:
            msgid = N_("It was to tell you at least one day before %(before)s (Decree 61/2018, Article 19).")
            yield Message(msgid, {"before": move.before})
        if number > 1:
            yield Message(N_("A date may be moved once only (Decree 61/2018, Article 19)."))


def _between(due: date, until: date, calendar: WorkCalendar) -> Iterator[Day]:
    for n in range(1, (until - due).days + 1):
        day = due + ONE_DAY * n
        off = calendar.day_off(day)
        if day == until:
            yield Day(day, "due", off=off)
        else:
            yield Day(day, "off" if off else "postponed", off=off)
