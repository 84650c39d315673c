"""Supervision in words: names of places and agencies, percents, and where the next page begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.features.dossiers.mirror.statuses import status
from app.features.dossiers.mirror.tallying import Place
from app.features.supervision.service import Late, Punctuality
from app.localities.places import Places
from app.texts import Text
from app.web.formats import day, number
from app.web.locale import gettext as _
from app.web.locale import ngettext


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late dossier as a line of a table."""

    code: str
    late: str
    due: str
    status: Text
    agency: Text | None
    agency_code: str
    procedure: Text | None
    procedure_code: str


@dataclass(frozen=True, slots=True)
class PunctualityRow:
    """One agency or province as a line of a table; `share` is None for too few."""

    code: str
    name: Text
    open: str
    overdue: str
    dossiers: str
    share: str | None


def late_rows(
    rows: Sequence[Late], procedures: Mapping[str, Text], agencies: Mapping[str, Text]
) -> list[LateRow]:
    """Late dossiers as lines of a table."""
    return [_late_row(late, procedures, agencies) for late in rows]


def punctuality(rows: Sequence[Punctuality], names: Mapping[str, Text]) -> list[PunctualityRow]:
    """Agencies or provinces as lines of a table; `names` by code, a code without a name stands for itself."""
    return [
        PunctualityRow(
            code=row.code,
            name=names.get(row.code) or {"vi": row.code, "en": row.code},
            open=number(row.open),
            overdue=number(row.overdue),
            dossiers=number(row.dossiers),
            share=percent(row.share),
        )
        for row in rows
    ]


def percent(share: int | None) -> str | None:
    """A share as it is written; None for too few."""
    return None if share is None else f"{share}%"


def province_names(places: Places) -> dict[str, Text]:
    """Names of the provinces by code, in alphabetical order, and last of what lies in none."""
    return {**{unit.code: unit.name for unit in places.provinces()}, "": _NO_PROVINCE}


_NO_PROVINCE = {"vi": "Bộ, ngành trung ương", "en": "Central agencies"}


def _late_row(late: Late, procedures: Mapping[str, Text], agencies: Mapping[str, Text]) -> LateRow:
    dossier = late.dossier
    return LateRow(
        code=dossier.code,
        late=_lateness(late.days),
        due=day(dossier.due_at),
        status=status(dossier.status).name,
        agency=agencies.get(dossier.agency_code or ""),
        agency_code=dossier.agency_code or "",
        procedure=procedures.get(dossier.procedure_code),
        procedure_code=dossier.procedure_code,
    )


def _lateness(days: int) -> str:
    """In working days; the last day may be over although the next one has not begun."""
    return ngettext("%(num)d working day", "%(num)d working days", days) if days else _("less than a day")


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
    return place if place.due_at.utcoffset() == timedelta() else None
