"""Supervision in words: names of places, percents, and where the next page begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.features.dossiers.mirror.statuses import status
from app.features.dossiers.mirror.tallying import Place
from app.features.supervision.service import Late, Punctuality
from app.localities.places import Places
from app.texts import Text, say
from app.web.formats import day, number
from app.web.locale import gettext as _
from app.web.locale import lang, ngettext


@dataclass(frozen=True, slots=True)
class PunctualityRow:
    """One line of a table of agencies or provinces."""

    code: str
    name: str
    open: str
    overdue: str
    dossiers: str
    share: str


def late_rows(
    rows: Sequence[Late], names: Mapping[str, Text], agencies: Mapping[str, Text]
) -> list[dict[str, str]]:
    """Late dossiers as lines of a table."""
    return [
        {
            "code": late.dossier.code,
            "procedure": say(names.get(late.dossier.procedure_code), lang()) or late.dossier.procedure_code,
            "agency": _agency(late.dossier.agency_code or "", agencies),
            "status": say(status(late.dossier.status).name, lang()),
            "due": day(late.dossier.due_at),
            "late": ngettext("%(num)d working day", "%(num)d working days", late.days),
        }
        for late in rows
    ]


def agency_labels(names: Mapping[str, Text]) -> dict[str, str]:
    """Names of agencies with their codes, in the page's language."""
    return {code: _agency(code, names) for code in names}


def provinces(places: Places) -> list[tuple[str, str]]:
    """Codes and names of the provinces, in alphabetical order."""
    return [(unit.code, say(unit.name, lang())) for unit in places.provinces()]


def punctuality(rows: Sequence[Punctuality], names: Mapping[str, str]) -> list[PunctualityRow]:
    """Agencies or places as lines of a table; `names` by code, a code without a name stands for itself."""
    return [
        PunctualityRow(
            code=row.code,
            name=names.get(row.code, row.code),
            open=number(row.open),
            overdue=number(row.overdue),
            dossiers=number(row.dossiers),
            share=_("too few to say") if row.share is None else f"{row.share}%",
        )
        for row in rows
    ]


def _agency(code: str, names: Mapping[str, Text]) -> str:
    name = say(names.get(code), lang())
    return f"{name} ({code})" if name else code


def place_text(place: Place | None) -> str | None:
    """Where the next page begins, as it stands in an address."""
    return f"{place.due_at.isoformat()}~{place.id.hex}" if place else None


def read_place(text: str) -> Place | None:
    """The reverse; None for anything that is not such a place."""
    due_at, _tilde, identity = text.partition("~")
    try:
        place = Place(datetime.fromisoformat(due_at), UUID(identity))
    except ValueError:
        return None
    return place if place.due_at.tzinfo else None
