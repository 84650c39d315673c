"""Search results shaped for their page: rows with what matched, and the filters that would narrow them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.features.catalogue.filters import FACETS, Asked
from app.features.catalogue.records.cards import Card
from app.features.catalogue.service import Member, Results
from app.localities.places import Places
from app.search import Match
from app.texts import Lang, Text, say

_MOST_OPTIONS = 15

Names = Callable[[str], Text | None]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet."""

    value: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of filters; `name` is its parameter in the address."""

    name: str
    options: tuple[Option, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One found procedure: its card, its name cut where the query matched, others of its group."""

    card: Card
    name: tuple[tuple[str, bool], ...]
    lang: Lang
    variants: int
    members: tuple[Member, ...]


def rows(results: Results, members: Mapping[str, Member]) -> list[Row]:
    """The found procedures of this page."""
    return [
        Row(
            card,
            marked(hit.name, hit.highlights),
            hit.lang,
            len(hit.variants),
            tuple(members[code] for code in hit.variants if code in members),
        )
        for card, hit in results.items
    ]


def marked(name: str, matches: Sequence[Match]) -> tuple[tuple[str, bool], ...]:
    """The name in pieces; True where the query matched."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in matches:
        pieces += [(name[end : match.start], False), (name[match.start : match.end], True)]
        end = match.end
    pieces.append((name[end:], False))
    return tuple(piece for piece in pieces if piece[0])


def facets(asked: Asked, results: Results, names: Mapping[str, Names], lang: Lang) -> list[Facet]:
    """The filters that would narrow the results, chosen values always among them."""
    shown = {name: _values(name, asked, results) for name in FACETS}
    return [_facet(name, values, asked, names.get(name), lang) for name, values in shown.items() if values]


def facet_names(results: Results, places: Places) -> dict[str, Names]:
    """Where the names of fields, agencies and provinces are; no statement is issued for them."""
    provinces = {unit.code: unit.name for unit in places.provinces()}
    return {
        "field": lambda code: _text(results.label("field", code)),
        "agency": lambda code: _text(results.label("agency", code)),
        "locality": provinces.get,
    }


def _text(names: tuple[str, str] | None) -> Text | None:
    return {"vi": names[0], "en": names[1]} if names else None


def _values(name: str, asked: Asked, results: Results) -> list[tuple[str, int]]:
    counted = results.facets.get(name, [])
    chosen = asked.chosen.get(name, ())
    top = counted if name == "locality" else counted[:_MOST_OPTIONS]
    missing = [value for value in chosen if value not in {code for code, _ in top}]
    counts = dict(counted)
    return [*top, *((value, counts.get(value, 0)) for value in missing)]


def _facet(name: str, values: list[tuple[str, int]], asked: Asked, names: Names | None, lang: Lang) -> Facet:
    options = tuple(
        Option(value, say(names(value) if names else None, lang) or value, count) for value, count in values
    )
    return Facet(name, options, asked.chosen.get(name, ()))
