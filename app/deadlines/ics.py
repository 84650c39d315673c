"""Deadlines as calendar entries that any calendar program takes in (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from app.deadlines.limits import Deadline

PRODUCT = "-//Cong Dich vu cong//Deadlines//VI"
LONGEST_LINE = 75  # octets, RFC 5545 section 3.1
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_DAY_BEFORE = "-P1D"
_MORNING_BEFORE = "-PT15H"  # a whole day begins at midnight, so this is 09:00 of the day before
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127])
_NEWER_THAN = datetime(2019, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day, or a moment, and a reminder the day before.

    `uid` stays the same when the deadline moves, so that calendars replace the entry; `stamp` is the aware
    moment of this version.
    """

    when: date | datetime
    uid: str
    summary: str
    description: str
    url: str
    stamp: datetime

    @classmethod
    def of(
        cls, deadline: Deadline, *, uid: str, summary: str, description: str, url: str, stamp: datetime
    ) -> Self:
        """The due day, or the due moment of a limit in hours; ValueError while the deadline stands still."""
        if deadline.due_on is None or deadline.due_at is None:
            raise ValueError("a deadline that stands still has no day")
        when = deadline.due_at if deadline.limit.unit == "hour" else deadline.due_on
        return cls(when, uid, summary, description, url, stamp)


def calendar(entries: Iterable[Entry], name: str | None = None) -> str:
    """A calendar with these entries; the same entries give the same text. `name` is what programs call it."""
    events = [line for entry in entries for line in _event(entry)]
    named = [f"X-WR-CALNAME:{_text(name)}"] if name else []
    return _lines(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:{PRODUCT}",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            *named,
            *events,
            "END:VCALENDAR",
        ]
    )


def _event(entry: Entry) -> list[str]:
    if isinstance(entry.when, datetime):
        # Without an end it ends when it begins; an end that is not later is not allowed (3.8.2.2).
        when, reminder = [f"DTSTART:{_utc(entry.when)}"], _DAY_BEFORE
    else:
        when, reminder = _whole_day(entry.when), _MORNING_BEFORE
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{_utc(entry.stamp)}",
        f"SEQUENCE:{max(int((entry.stamp - _NEWER_THAN).total_seconds()), 0)}",
        *when,
        f"SUMMARY:{_text(entry.summary)}",
        f"DESCRIPTION:{_text(entry.description)}",
        f"URL:{_address(entry.url)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(entry.summary)}",
        f"TRIGGER:{reminder}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _whole_day(day: date) -> list[str]:
    return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    return value.translate(_CONTROL).translate(_ESCAPED)


def _address(url: str) -> str:
    """A URI is not escaped, so it must not be able to end its line."""
    return "".join(character for character in url if character.isprintable() and character != " ")


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, never cutting a letter in two; the next ones begin with a space."""
    piece, length = "", 0
    for character in line:
        octets = len(character.encode())
        if length + octets > LONGEST_LINE:
            yield piece
            piece, length = " ", 1
        piece += character
        length += octets
    yield piece
