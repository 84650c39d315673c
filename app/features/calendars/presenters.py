"""Due days as calendar files; only the procedure's name and the dossier's code are written into them."""

from __future__ import annotations

from collections.abc import Callable

from app.clock import VIETNAM
from app.deadlines.ics import Entry, calendar
from app.features.calendars.service import Feed
from app.features.dossiers.mirror.due_days import DueDay
from app.features.dossiers.reading import OpenDossier
from app.texts import N_, Text, say
from app.translations import translate

Address = Callable[[str], str]

_SUMMARY = N_("Result due: %(name)s")
_DESCRIPTION = N_("Dossier %(code)s")
_NAME = N_("My dossiers: due days")


def feed_file(feed: Feed, address: Address, host: str) -> str:
    """Everything that is due, as one calendar; the same due days give the same text."""
    entries = [
        _entry(day, feed.names.get(day.procedure_code), feed.language, address, host) for day in feed.days
    ]
    return calendar(entries, name=translate(feed.language, _NAME))


def dossier_file(found: OpenDossier, lang: str, address: Address, host: str) -> str | None:
    """The due day of one dossier; None when none is promised, or the clock stands still."""
    row = found.row
    if row.due_at is None or row.status.paused or row.ended:
        return None
    day = DueDay(row.reference, row.procedure_code, row.due_at, found.updated_at)
    return calendar([_entry(day, row.name, lang, address, host)])


def _entry(day: DueDay, name: Text | None, lang: str, address: Address, host: str) -> Entry:
    return Entry(
        when=day.due_at.astimezone(VIETNAM).date(),
        uid=f"{day.reference}@{host}",
        summary=translate(lang, _SUMMARY, name=say(name, lang) or day.procedure_code),
        description=translate(lang, _DESCRIPTION, code=day.reference),
        url=address(day.reference),
        stamp=day.updated_at,
    )
