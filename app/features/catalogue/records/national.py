"""The national portal's record format, read into our own: every trap of that format ends here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from app.clock import VIETNAM
from app.features.catalogue.records import national_channels, national_papers
from app.features.catalogue.records.national_format import Coded, NationalRecord, Subject, Unit
from app.features.catalogue.records.record import (
    Audience,
    Availability,
    BadRecord,
    Executing,
    Named,
    ProcedureRecord,
    ServiceLevel,
    Source,
)
from app.features.catalogue.records.taxonomy import Taxonomy
from app.features.catalogue.records.wording import bilingual, joined, tidy
from app.texts import Text

T = TypeVar("T")

SOURCE = "Cổng Dịch vụ công quốc gia"

_ACTIVE = {"ACTIVE", "UPDATED"}
_SAYS_NOTHING = re.compile(
    r"(không( (có|quy định|yêu cầu))?|không có (yêu cầu|quy định).{0,30})[.;\s]*", re.I
)
_STEP = re.compile(r"^[-–*+\s]*(?=Bước\s+\d)", re.I | re.M)
_AUDIENCES: dict[str, Audience] = {
    "ĐT1": "citizen",
    "ĐT2": "business",
    "ĐT3": "foreigner",
    "ĐT4": "foreigner",
    "ĐT5": "citizen",
    "ĐT6": "organisation",
    "ĐT7": "organisation",
    "ĐT8": "business",
    "ĐT9": "organisation",
    "ĐT10": "business",
    "DT11": "business",
    "DT12": "citizen",
    "DT13": "official",
    "ĐT14": "citizen",
    "ĐT15": "foreigner",
}


class Read(Struct, frozen=True):
    """One line of a national file: its code as written, and its record unless the State withdrew it."""

    raw_code: str
    withdrawn: bool
    record: ProcedureRecord


def read(data: Any, taxonomy: Taxonomy) -> Read:
    """Turn one national record into ours; raises `BadRecord` naming the path of what is wrong."""
    try:
        source = msgspec.convert(data, NationalRecord)
    except msgspec.MsgspecError as error:
        raise BadRecord(str(error)) from error
    return Read(source.code, source.state not in _ACTIVE, _record(source, taxonomy))


def _record(source: NationalRecord, taxonomy: Taxonomy) -> ProcedureRecord:
    return ProcedureRecord(
        code=source.code.strip(),
        name=bilingual(tidy(source.name), taxonomy.procedure(source.code)),
        field=_field(source, taxonomy),
        agency=_named(source.promulgator, taxonomy),
        executing=[_executing(unit, taxonomy) for unit in source.executing or source.authority],
        levels=_unique(source.levels),
        service_level=_service_level(source),
        audiences=_unique(_AUDIENCES[s.code] for s in source.subjects if s.code in _AUDIENCES),
        channels=national_channels.channels(source),
        steps=_steps(source),
        papers=national_papers.papers(source),
        applicants=_applicants(source.subjects, taxonomy),
        results=[
            Named(code=tidy(r.code) or "-", name={"vi": tidy(r.name)}) for r in source.results if tidy(r.name)
        ],
        conditions=_conditions(source.conditions),
        legal_basis=_coded(source.legal_basis),
        address=_optional(source.receiving_address),
        keywords=_optional(source.keywords),
        life_events=_life_events(source, taxonomy),
        availability=_availability(source, taxonomy),
        decision=tidy(source.decision.no) or None,
        source=Source(name=SOURCE, date=_date(source), official=True),
    )


def _life_events(source: NationalRecord, taxonomy: Taxonomy) -> list[str]:
    groups = (event for group in source.service_groups for event in taxonomy.life_events(group.name))
    fields = (event for field in source.fields for event in taxonomy.field_life_events(tidy(field.code)))
    return _unique([*groups, *fields])


def _field(source: NationalRecord, taxonomy: Taxonomy) -> Named:
    if not source.fields:
        raise BadRecord("a procedure needs a field - at `$.fields`")
    name, code = tidy(source.fields[0].name), tidy(source.fields[0].code)
    if not name:
        raise BadRecord("a field needs a name - at `$.fields[0].name`")
    return Named(code=code or name, name=bilingual(name, taxonomy.field(code)))


def _named(unit: Unit, taxonomy: Taxonomy) -> Named:
    name = tidy(unit.name)
    if not name:
        raise BadRecord("an agency needs a name - at `$.promulgator.name`")
    return Named(code=tidy(unit.code) or name, name=bilingual(name, taxonomy.agency(name)))


def _executing(unit: Unit, taxonomy: Taxonomy) -> Executing:
    name = tidy(unit.name) or tidy(unit.code) or "-"
    return Executing(code=tidy(unit.code) or None, name=bilingual(name, taxonomy.agency(name)))


def _coded(items: list[Coded]) -> list[Named]:
    named = ((tidy(item.code), tidy(item.name)) for item in items)
    return [Named(code=code or "-", name={"vi": name or code}) for code, name in named if name or code]


def _service_level(source: NationalRecord) -> ServiceLevel:
    # A record that says both "full" and "offline only" must not promise anything online.
    if source.is_offline_only:
        return "counter"
    if source.is_full_process:
        return "full"
    return "partial" if any(method.channel == "ONLINE" for method in source.methods) else "counter"


def _steps(source: NationalRecord) -> list[Text]:
    texts: list[Text] = []
    for step in source.steps:
        whole = "\n".join(filter(None, (tidy(step.name), tidy(step.text))))
        texts.extend({"vi": part} for part in map(tidy, _STEP.split(whole)) if part)
    return texts


def _applicants(subjects: list[Subject], taxonomy: Taxonomy) -> Text | None:
    names = [tidy(subject.name) for subject in subjects if tidy(subject.name)]
    return joined([bilingual(name, taxonomy.group(name)) for name in names], "; ")


def _conditions(text: str | None) -> Text | None:
    words = tidy(text)
    return None if not words or _SAYS_NOTHING.fullmatch(words) else {"vi": words}


def _optional(text: str | None) -> Text | None:
    words = tidy(text)
    return {"vi": words} if words else None


def _availability(source: NationalRecord, taxonomy: Taxonomy) -> Availability:
    province = taxonomy.province(source.promulgator.code or "")
    if province is None:
        return Availability(kind="nationwide")
    return Availability(kind="provinces", provinces=[province])


def _date(source: NationalRecord) -> date:
    stamps = [stamp for stamp in (source.decision.published, source.decision.date) if stamp]
    try:
        return datetime.fromtimestamp(max(stamps, default=0) / 1000, UTC).astimezone(VIETNAM).date()
    except (OverflowError, OSError, ValueError) as error:
        raise BadRecord("not a point in time - at `$.decision`") from error


def _unique(values: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(values))
