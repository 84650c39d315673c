"""What goes into the index and what comes out of it."""

from __future__ import annotations

import msgspec

from app.texts import Lang


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One procedure as the index sees it; `provinces` is None when it is offered nationwide."""

    code: str
    name_vi: str
    name_en: str = ""
    field: str = ""
    field_vi: str = ""
    field_en: str = ""
    agency: str = ""
    agency_vi: str = ""
    agency_en: str = ""
    executing: str = ""
    keywords: str = ""
    papers: str = ""
    text: str = ""
    audiences: tuple[str, ...] = ()
    service_level: str = ""
    channels: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    provinces: tuple[str, ...] | None = None
    life_events: tuple[str, ...] = ()
    popularity: float = 0.0
    apply: bool = False
    variant_group: str | None = None


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Chosen facet values: any value within one facet, all facets together."""

    field: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    administrative_level: tuple[str, ...] = ()
    locality: tuple[str, ...] = ()
    apply: bool = False


FACETS = ("field", "agency", "audience", "level", "channel", "administrative_level", "locality")


class Match(msgspec.Struct, frozen=True):
    """A stretch of a name the query matched: half-open character positions."""

    start: int
    end: int


class Hit(msgspec.Struct, frozen=True):
    """One group of procedures found, shown by its best member; `lang` is the language of `name`."""

    code: str
    score: float
    name: str
    lang: Lang
    highlights: tuple[Match, ...]
    variants: tuple[str, ...]


class Hits(msgspec.Struct, frozen=True):
    """One page of an answer; `total` counts groups, `took_ms` is the engine's own time."""

    total: int
    items: tuple[Hit, ...]
    facets: dict[str, list[tuple[str, int]]]
    suggestion: str | None
    exact: bool
    took_ms: float


class Suggestion(msgspec.Struct, frozen=True):
    """One line to offer while typing; `kind` is procedure, life_event, agency or field, `value` its code."""

    kind: str
    value: str
    text: str
    highlights: tuple[Match, ...]
