"""Build the contents of an index from entries; a few seconds for a national catalogue."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, pairwise
from types import MappingProxyType
from zlib import crc32

from app.folding import folded, marked
from app.search.abbreviations import initials
from app.search.contents import Contents, TermColumn
from app.search.entry import FACETS, Entry
from app.search.folding import stem, words
from app.search.knowledge import Knowledge
from app.search.official import add_official_phrases
from app.search.prior import priors
from app.search.terms import EntryTerms, english_stems
from app.search.variants import groups

LONGEST_BEGINNING = 3
FEWEST_BEGUN = 12
SPOKEN = 10
FAINT = 70


NO_EVENTS: Mapping[str, tuple[str, str]] = MappingProxyType({})


def build(
    version: int,
    entries: Iterable[Entry],
    knowledge: Knowledge,
    events: Mapping[str, tuple[str, str]] = NO_EVENTS,
) -> Contents:
    """Everything an index needs; of two entries with one code the later counts."""
    unique = list({entry.code: entry for entry in entries}.values())
    names = [words(entry.name_vi) for entry in unique]
    columns = _columns(unique, knowledge)
    add_official_phrases(columns, knowledge, len(unique))
    _add_beginnings(columns, len(unique))
    return Contents(
        version=version,
        codes=[entry.code for entry in unique],
        names_vi=[entry.name_vi for entry in unique],
        names_en=[entry.name_en for entry in unique],
        priors=priors(unique, knowledge),
        groups=groups(unique),
        facets=_facets(unique),
        applicable=[number for number, entry in enumerate(unique) if entry.apply],
        labels=_labels(unique) | {"life_event": dict(events)},
        seen=_seen(unique, names, knowledge),
        initials=initials(names, _official_wording(knowledge, columns)),
        surfaces=_surfaces(unique),
        columns=columns,
        knowledge=knowledge,
    )


def _columns(entries: Sequence[Entry], knowledge: Knowledge) -> dict[str, TermColumn]:
    bm25 = knowledge.weights.bm25
    # A procedure and its strength are one number at first, so that each of a million pairs is put once.
    cells: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    named: Counter[str] = Counter()
    strength = lru_cache(maxsize=65536)(partial(_strength, k1=bm25.k1))
    texts = EntryTerms(knowledge.weights.fields, bm25)
    for number, entry in enumerate(entries):
        found, in_name = texts.of(entry)
        named.update(in_name)
        for term, frequency in found.items():
            cells[term].append(number << 8 | strength(frequency))
    return {
        term: TermColumn(
            array("H", [cell >> 8 for cell in column]),
            bytes([cell & 255 for cell in column]),
            _rarity(named[term], len(column), bm25.rare, len(entries)),
        )
        for term, column in cells.items()
    }


def _strength(frequency: float, k1: float) -> int:
    return max(1, min(255, round(200 * frequency * (1 + k1) / (k1 + frequency))))


def _rarity(in_names: int, anywhere: int, rare: float, size: int) -> float:
    often = in_names + rare * anywhere
    return math.log(1 + (size - min(often, size) + 0.5) / (often + 0.5))


def _add_beginnings(columns: dict[str, TermColumn], size: int) -> None:
    begun: defaultdict[str, list[str]] = defaultdict(list)
    for term in columns:
        if term[0] in "fe":
            for length in range(1, min(LONGEST_BEGINNING, len(term) - 1) + 1):
                begun[term[1 : 1 + length]].append(term)
    for beginning, terms in begun.items():
        if len(terms) >= FEWEST_BEGUN or len(beginning) < LONGEST_BEGINNING:
            columns["p" + beginning] = _strongest_of(terms, columns, size)


def _strongest_of(terms: Iterable[str], columns: dict[str, TermColumn], size: int) -> TermColumn:
    """The union of terms where they are more than faint, that is in names and fields, not only in papers."""
    row = bytearray(size)
    for term in terms:
        column = columns[term]
        if max(column.strengths) <= FAINT:
            continue
        for doc, strength in zip(column.docs, column.strengths, strict=True):
            if strength > FAINT:
                row[doc] = max(row[doc], strength)
    docs = array("H", (doc for doc in range(size) if row[doc]))
    return TermColumn(docs, bytes(row[doc] for doc in docs), _rarity(len(docs), len(docs), 0.0, size))


def _official_wording(knowledge: Knowledge, columns: Mapping[str, TermColumn]) -> list[list[str]]:
    """The official terms of the synonyms whose every word the catalogue has."""
    terms = (words(term) for row in knowledge.synonyms if row.lang == "vi" for term in row.terms)
    return [term for term in terms if all("x" + word in columns for word in term)]


def _facets(entries: Sequence[Entry]) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {name: {} for name in FACETS}
    for number, entry in enumerate(entries):
        for name, values in zip(FACETS, _facet_values(entry), strict=True):
            for value in set(values) - {""}:
                found[name].setdefault(value, []).append(number)
    return found


def _facet_values(entry: Entry) -> tuple[tuple[str, ...], ...]:
    return (
        (entry.field,),
        (entry.agency,),
        entry.audiences,
        (entry.service_level,),
        entry.channels,
        entry.levels,
        ("*",) if entry.provinces is None else entry.provinces,
    )


def _labels(entries: Sequence[Entry]) -> dict[str, dict[str, tuple[str, str]]]:
    fields = {entry.field: (entry.field_vi, entry.field_en) for entry in entries if entry.field}
    agencies = {entry.agency: (entry.agency_vi, entry.agency_en) for entry in entries if entry.agency}
    owners = {entry.field: agencies[entry.agency] for entry in entries if entry.field and entry.agency}
    times = Counter(vietnamese for vietnamese, _english in fields.values())
    told_apart = {
        field: _with_owner(names, owners[field]) if field in owners and times[names[0]] > 1 else names
        for field, names in fields.items()
    }
    return {"field": told_apart, "agency": agencies}


def _with_owner(field: tuple[str, str], agency: tuple[str, str]) -> tuple[str, str]:
    """The names of a field that is not the only one of its name, with its agency's behind them."""
    vietnamese, english = (f"{name} ({owner})" for name, owner in zip(field, agency, strict=True))
    return vietnamese, english if field[1] and agency[1] else field[1]


def _surfaces(entries: Sequence[Entry]) -> dict[str, str]:
    """The most frequent word of every English stem that is not a word itself."""
    counted = Counter(word for entry in entries for word in words(entry.name_en))
    found: dict[str, str] = {}
    for word, _ in counted.most_common():
        root = stem(folded(word))
        if root not in counted:
            found.setdefault(root, word)
    return found


def _seen(entries: Sequence[Entry], names: Iterable[list[str]], knowledge: Knowledge) -> bytes:
    """Sorted checksums of words and neighbouring words in real use, each followed by how often.

    What the curated knowledge says counts SPOKEN times: people do say it.
    """
    seen: Counter[str] = Counter()
    for tokens in names:
        seen.update(_vietnamese_uses(tokens))
    for entry in entries:
        seen.update(_vietnamese_uses(words(entry.keywords)))
        seen.update(_english_uses(words(entry.name_en)))
    for field, times in Counter(entry.field_vi for entry in entries).items():
        uses = _vietnamese_uses(words(field))
        seen.update({use: times * count for use, count in Counter(uses).items()})
    said: Counter[str] = Counter()
    for lang, phrase in _spoken(knowledge):
        said.update((_vietnamese_uses if lang == "vi" else _english_uses)(words(phrase)))
    sums: Counter[int] = Counter()
    for use in seen.keys() | said.keys():
        sums[pair_sum(use)] += seen[use] + SPOKEN * said[use]
    return array("L", chain.from_iterable(sorted(sums.items()))).tobytes()


def _spoken(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for row in knowledge.synonyms:
        yield row.lang, row.phrase
        yield from (("vi" if any(map(marked, words(term))) else row.lang, term) for term in row.terms)
    for situation in knowledge.situations:
        yield from ((situation.lang, phrase) for group in situation.groups for phrase in group)
    for question in knowledge.question_words:
        yield question.lang, question.phrase


def _vietnamese_uses(tokens: list[str]) -> list[str]:
    bare = [folded(token) for token in tokens]
    uses = ["x" + word for word in tokens] + ["f" + word for word in bare]
    uses += [f"x{one} {two}" for one, two in pairwise(tokens)]
    return uses + [f"f{one} {two}" for one, two in pairwise(bare)]


def _english_uses(tokens: list[str]) -> list[str]:
    stems = english_stems(tokens)
    return ["e" + word for word in stems] + [f"e{one} {two}" for one, two in pairwise(stems)]


def pair_sum(pair: str) -> int:
    """The checksum under which a pair of words is remembered."""
    return crc32(pair.encode("utf-8", "surrogatepass"))
