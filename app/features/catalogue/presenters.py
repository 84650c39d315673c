"""Search results and procedures shaped for their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from app.features.catalogue.cards import Card
from app.features.catalogue.filters import FACETS, Asked
from app.features.catalogue.reach import only_in
from app.features.catalogue.records import ProcedureRecord
from app.features.catalogue.service import Found, Results
from app.features.catalogue.wording import is_bullet, unbulleted
from app.localities.places import Places
from app.search import Match
from app.texts import Lang, Text, say, spoken

_MOST_OPTIONS = 15
_MOST_PAPERS = 3

Names = Callable[[Iterable[str]], dict[str, Text]]


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
    """One found procedure: its card and its name cut where the query matched."""

    card: Card
    name: tuple[tuple[str, bool], ...]
    lang: Lang
    variants: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the items of a list."""

    kind: str
    lines: tuple[str, ...]


def rows(results: Results) -> list[Row]:
    """The found procedures of this page."""
    return [
        Row(card, marked(hit.name, hit.highlights), hit.lang, len(hit.variants))
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


def facets(asked: Asked, results: Results, names: dict[str, Names], lang: Lang) -> list[Facet]:
    """The filters that would narrow the results, chosen values always among them."""
    shown = {name: _values(name, asked, results) for name in FACETS}
    texts = {
        name: look_up(value for value, _ in shown[name]) for name, look_up in names.items() if shown[name]
    }
    return [_facet(name, shown[name], asked, texts.get(name, {}), lang) for name in FACETS if shown[name]]


def province_names(places: Places) -> Names:
    """Names of provinces by their codes in force."""
    names = {unit.code: unit.name for unit in places.provinces()}
    return lambda codes: {code: names[code] for code in codes if code in names}


def _values(name: str, asked: Asked, results: Results) -> list[tuple[str, int]]:
    counted = results.facets.get(name, [])
    chosen = asked.chosen.get(name, ())
    top = counted if name == "locality" else counted[:_MOST_OPTIONS]
    missing = [value for value in chosen if value not in {code for code, _ in top}]
    counts = dict(counted)
    return [*top, *((value, counts.get(value, 0)) for value in missing)]


def _facet(
    name: str, values: list[tuple[str, int]], asked: Asked, texts: dict[str, Text], lang: Lang
) -> Facet:
    options = tuple(Option(value, say(texts.get(value), lang) or value, count) for value, count in values)
    return Facet(name, options, asked.chosen.get(name, ()))


@dataclass(frozen=True, slots=True)
class Reading:
    """A procedure's page: the record, and what must be said about its language and its reach."""

    found: Found
    untranslated: bool
    translated: bool
    provinces: tuple[Text, ...]
    only_there: bool
    papers: tuple[Text, ...]
    more_papers: int
    forms: tuple[tuple[Text, str, str | None], ...]

    @property
    def record(self) -> ProcedureRecord:
        """The procedure itself."""
        return self.found.record


def reading(found: Found, places: Places, lang: Lang) -> Reading:
    """Shape one procedure for its page."""
    record = found.record
    wanted = [d for d in record.papers[0].documents if d.originals or d.copies] if record.papers else []
    units = {unit.code: unit.name for unit in places.provinces()}
    texts = list(_texts(msgspec.to_builtins(record)))
    return Reading(
        found=found,
        untranslated=lang == "en" and any("en" not in text for text in texts),
        translated=lang == "en" and any("en" in text for text in texts),
        provinces=tuple(units.get(code, {"vi": code}) for code in record.availability.provinces),
        only_there=only_in(record) is not None,
        papers=tuple(_unfinished(document.name) for document in wanted[:_MOST_PAPERS]),
        more_papers=sum(len(p.documents) for p in record.papers) - len(wanted[:_MOST_PAPERS]),
        forms=tuple(_forms(record)),
    )


def blocks(text: Text | None, lang: Lang) -> list[Block]:
    """An official text as paragraphs and lists, line by line as it was written."""
    made: list[Block] = []
    for line in say(text, lang).split("\n"):
        kind = "ul" if is_bullet(line) else "p"
        words = unbulleted(line)
        if not words:
            continue
        if kind == "ul" and made and made[-1].kind == "ul":
            made[-1] = Block("ul", (*made[-1].lines, words))
        else:
            made.append(Block(kind, (words,)))
    return made


def language_of(text: Text | None, lang: Lang) -> Lang | None:
    """What a `lang` attribute must say about the text, or None when it speaks the page's language."""
    actual = spoken(text, lang)
    return actual if text and actual != lang else None


def _unfinished(text: Text) -> Text:
    # Papers are listed in one line there; the source ends most of them with a semicolon or a stop.
    return {lang: words.rstrip(" ;.,") or words for lang, words in text.items()}


def _forms(record: ProcedureRecord) -> Iterator[tuple[Text, str, str | None]]:
    seen: set[str] = set()
    for papers in record.papers:
        for document in papers.documents:
            if document.form and document.form.name not in seen:
                seen.add(document.form.name)
                yield document.name, document.form.name, document.form.url


def _texts(value: Any) -> Iterator[Text]:
    if isinstance(value, dict):
        if isinstance(value.get("vi"), str):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
