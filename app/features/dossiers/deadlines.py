"""The deadline of a dossier: the agency's own date, explained in one sentence and day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.clock import VIETNAM
from app.deadlines.calendar import WorkCalendar
from app.deadlines.conduct import postponed, remarks
from app.deadlines.deadline import Day, Deadline, Limit, due
from app.deadlines.explain import day_sentence, explain, shares
from app.deadlines.messages import Message
from app.features.dossiers.promises import pauses, postponements
from app.features.dossiers.reading import OpenDossier
from app.formatting import day as written
from app.texts import say
from app.web.formats import weekday
from app.web.locale import gettext as _
from app.web.locale import lang, ngettext

_LONGEST_STRIP = 60
_ONE_DAY = timedelta(days=1)
_CALENDAR = WorkCalendar()


@dataclass(frozen=True, slots=True)
class DeadlineCard:
    """What the deadline card shows; `cells` may be empty, `late` counts working days."""

    sentence: str
    reasons: tuple[str, ...]
    cells: tuple[dict[str, str], ...]
    summary: str
    late: bool
    days: tuple[dict[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    turns: str = ""


def deadline_card(found: OpenDossier) -> DeadlineCard | None:
    """The deadline explained; none before the agency has received the dossier or when it gave no date."""
    if found.received_at is None or found.row.refused or found.row.status.tone == "stop":
        return None
    computed = computed_deadline(found)
    waiting = found.row.status.paused
    if not waiting and found.row.due_at is None:
        return None
    if waiting and (computed is None or computed.due_on is not None):
        paused = _("The time limit is paused until you have done what is asked.")
        return DeadlineCard(paused, (), (), "", late=False, remarks=_remarks(found))
    agrees = computed is not None and (waiting or computed.due_on == _local(found.row.due_at))
    sentence = _said(explain(computed)) if computed and agrees else _promised(found)
    days = computed.days if computed and agrees else _plain(found)
    return DeadlineCard(
        sentence=_ending(found) or sentence,
        reasons=tuple(map(_said, computed.reasons)) if computed and agrees else (),
        cells=_cells(found, days),
        summary=_summary(found, days),
        late=overdue(found),
        days=_every_day(days, computed) if computed and agrees else (),
        remarks=_remarks(found),
        turns=_turns(found, computed) if computed else "",
    )


def computed_deadline(found: OpenDossier) -> Deadline | None:
    """Our own count with the dates the agency moved; none where limit or dates do not allow it."""
    limit = found.limit and Limit.of({"amount": found.limit.amount, "unit": found.limit.unit})
    if not limit or found.received_at is None:
        return None
    try:
        deadline = due(found.received_at, limit, pauses(found))
        for move in postponements(found):
            deadline = postponed(deadline, move)
    except ValueError:
        return None
    return deadline


def _remarks(found: OpenDossier) -> tuple[str, ...]:
    if found.received_at is None:
        return ()
    try:
        told = remarks(found.received_at, pauses(found), postponements(found))
    except ValueError:
        return ()
    return tuple(map(_said, told))


def _every_day(days: Sequence[Day], deadline: Deadline) -> tuple[dict[str, str], ...]:
    """Each day with its sentence, for whoever wants to check the count."""
    if len(days) > _LONGEST_STRIP:
        return ()
    return tuple({"day": weekday(day.on), "sentence": _said(day_sentence(day, deadline))} for day in days)


def _turns(found: OpenDossier, deadline: Deadline) -> str:
    """How much of the time since receipt each side has had; nothing while only the agency had its turn."""
    hours = shares(deadline, found.row.finished_at or found.now)
    if not hours["person"]:
        return ""
    whole = {who: _length(length) for who, length in hours.items()}
    return _("So far: %(agency)s with the agency, %(person)s with you.", **whole)


def _length(hours: int) -> str:
    days, rest = divmod(hours, 24)
    parts = [ngettext("%(num)d day", "%(num)d days", days)] if days else []
    if rest or not days:
        parts.append(ngettext("%(num)d hour", "%(num)d hours", rest))
    return " ".join(parts)


def _promised(found: OpenDossier) -> str:
    return _("The agency promises the result by %(day)s.", day=weekday(found.row.due_at))


def _ending(found: OpenDossier) -> str | None:
    """How it ended, or that it is late; none while there is time."""
    row = found.row
    if row.due_at is None:
        return None
    params = {"day": weekday(row.due_at)}
    if row.finished_at is not None:
        on_time = row.finished_at <= row.due_at or _local(row.finished_at) == _local(row.due_at)
        if on_time:
            return _("Finished in time: it was due on %(day)s.", **params)
        return _("Finished late: it was due on %(day)s.", **params)
    if overdue(found):
        return _("This is late: it was due on %(day)s. The agency owes you a new date.", **params)
    return None


def overdue(found: OpenDossier) -> bool:
    """Whether the last day is over without an answer; it lasts until midnight (Civil Code Art. 148)."""
    row = found.row
    running = row.finished_at is None and not row.status.paused
    last, today = _local(row.due_at), _local(found.now)
    return running and last is not None and today is not None and today > last


def _plain(found: OpenDossier) -> tuple[Day, ...]:
    """The days from receipt to the agency's date when our own count does not explain them."""
    first, last = _local(found.received_at), _local(found.row.due_at)
    if first is None or last is None or not 0 <= (last - first).days <= _LONGEST_STRIP:
        return ()
    try:
        return tuple(_plain_day(first + _ONE_DAY * n, first, last) for n in range((last - first).days + 1))
    except ValueError:
        return ()


def _plain_day(on: date, first: date, last: date) -> Day:
    if on == last:
        return Day(on, "due")
    if on == first:
        return Day(on, "received")
    return Day(on, "counted" if _CALENDAR.is_working(on) else "off", off=_CALENDAR.day_off(on))


def _cells(found: OpenDossier, days: Sequence[Day]) -> tuple[dict[str, str], ...]:
    if not 2 <= len(days) <= _LONGEST_STRIP:
        return ()
    today = _local(found.row.finished_at or found.now)
    return tuple({"state": _state(day, today), "text": _cell_text(day)} for day in days)


def _state(day: Day, today: date | None) -> str:
    if day.kind in ("off", "paused", "late", "postponed"):
        return day.kind
    if day.on == today:
        return "today"
    if day.kind == "due":
        return "due"
    return "used" if today and day.on < today else "left"


def _cell_text(day: Day) -> str:
    name = say(day.off, lang()) if day.off else ""
    return f"{weekday(day.on)} – {name}" if name else weekday(day.on)


def _summary(found: OpenDossier, days: Sequence[Day]) -> str:
    today = _local(found.row.finished_at or found.now)
    counted = [day.on for day in days if day.kind in ("counted", "due")]
    left = sum(1 for on in counted if today and on > today)
    return ngettext("%(num)d counted day left", "%(num)d counted days left", left)


def _said(message: Message) -> str:
    return message.text(_, lang(), written)


def _local(moment: datetime | None) -> date | None:
    return moment.astimezone(VIETNAM).date() if moment else None
