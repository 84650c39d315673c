"""The values of a deadline: how long an agency has, when the clock stood still, and each day of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Self, cast, get_args

from app.deadlines.messages import Message
from app.texts import Text

LimitUnit = Literal["working_day", "day", "hour", "month"]
DayKind = Literal["received", "counted", "off", "paused", "postponed", "due", "late"]

LONGEST = 10_000
_WORDS: dict[LimitUnit, tuple[str, str]] = {
    "working_day": ("ngày làm việc", "working day"),
    "day": ("ngày", "day"),
    "hour": ("giờ làm việc", "office hour"),
    "month": ("tháng", "month"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an agency has; 0 working days or days means the day of receipt.

    ValueError for a negative amount, for 0 hours or months, and beyond 10,000 of anything.
    """

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        least = 1 if self.unit in ("hour", "month") else 0
        if self.unit not in _WORDS or not least <= self.amount <= LONGEST:
            raise ValueError(f"no such limit: {self.amount} {self.unit}")

    @classmethod
    def of(cls, time: Mapping[str, Any] | None) -> Self | None:
        """The limit in a procedure record's `time`, None when it is only described in words."""
        if not time or time.get("amount") is None or time.get("unit") not in get_args(LimitUnit):
            return None
        amount, unit = int(time["amount"]), cast(LimitUnit, time["unit"])
        return None if amount == 0 and unit in ("hour", "month") else cls(amount, unit)

    @property
    def same_day(self) -> bool:
        """Whether the matter is to be settled on the day of receipt."""
        return self.amount == 0

    @property
    def words(self) -> Text:
        """The limit as people say it: "5 ngày làm việc", "5 working days"."""
        if self.same_day:
            return {"vi": "trong ngày", "en": "the same day"}
        vietnamese, english = _WORDS[self.unit]
        plural = "" if self.amount == 1 else "s"
        return {"vi": f"{self.amount} {vietnamese}", "en": f"{self.amount} {english}{plural}"}


# Decree 61/2018 Art. 19(4): how long an agency has to ask for what is missing.
TIME_TO_ASK = Limit(3, "working_day")


@dataclass(frozen=True, slots=True)
class Pause:
    """A request for supplement: asked at, and when everything had arrived (None while it has not)."""

    asked_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Postponement:
    """A new date with an apology (Decree 61/2018 Art. 19(9)): when told, the day due before, the day now."""

    told_at: datetime
    before: date
    until: date


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day of a deadline; "late" days lie between a missed due day and a supplement asked for,
    "postponed" ones between the first due day and the one the agency moved it to.

    `number` is how much of the limit is used up at its end (whole office hours for limits in hours);
    0 on the day that counts as the day of receipt, None on days that do not count.
    """

    on: date
    kind: DayKind
    number: int | None = None
    off: Text | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an answer is due, and why; `due_on` and `due_at` are None while the clock stands still.

    `counted_from` is the day that counts as the (last) day of receipt; `days` runs without gaps from the
    day of receipt to the last day known; `due_at` is in UTC. `postponed_from` is the day that was due before
    the agency moved it.
    """

    received_at: datetime
    limit: Limit
    pauses: tuple[Pause, ...]
    counted_from: date
    due_on: date | None
    due_at: datetime | None
    days: tuple[Day, ...]
    reasons: tuple[Message, ...]
    postponed_from: date | None = None
