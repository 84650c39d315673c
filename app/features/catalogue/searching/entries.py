"""What the search engine is told about each procedure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from app.features.catalogue.reach import only_in
from app.features.catalogue.records.record import ProcedureRecord
from app.search import Entry
from app.texts import Text


def entry(record: ProcedureRecord, popularity: int, applicable: Collection[str]) -> Entry:
    """The record as the search engine wants it."""
    return Entry(
        code=record.code,
        name_vi=record.name["vi"],
        name_en=record.name.get("en", ""),
        field=record.field.code,
        field_vi=record.field.name["vi"],
        field_en=record.field.name.get("en", ""),
        agency=record.agency.code,
        agency_vi=record.agency.name["vi"],
        agency_en=record.agency.name.get("en", ""),
        executing=_words(unit.name for unit in record.executing),
        keywords=_words([record.keywords]),
        papers=_words(document.name for papers in record.papers for document in papers.documents),
        text=_words(_plain_text(record)),
        audiences=tuple(record.audiences),
        service_level=record.service_level,
        channels=tuple(dict.fromkeys(channel.channel for channel in record.channels)),
        levels=tuple(record.levels),
        provinces=only_in(record),
        life_events=tuple(record.life_events),
        popularity=float(popularity),
        apply=record.code in applicable,
        variant_group=record.variant_of,
    )


def _plain_text(record: ProcedureRecord) -> Iterator[Text | None]:
    yield record.summary
    yield record.applicants
    yield from (result.name for result in record.results)
    yield from record.steps


def _words(texts: Iterable[Text | None]) -> str:
    return " ".join(part for text in texts if text for part in text.values())
