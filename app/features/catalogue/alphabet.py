"""The whole catalogue in alphabetical order: A–Z, and the shelves of one field or agency, page by page."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.catalogue.models import Procedure
from app.features.catalogue.records.cards import Card
from app.features.catalogue.service import CatalogueService
from app.features.catalogue.shelves import Group
from app.localities.collate import ALPHABET, collate, first_letter
from app.texts import LANGS, Lang, Text, say

PER_PAGE = 25
OTHER = "#"
_ENGLISH = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Spine:
    """What the order of one procedure needs."""

    code: str
    name: Text
    field: str
    agency: str
    level: str


@dataclass(frozen=True, slots=True)
class Order:
    """Every procedure in force in the alphabetical order of each language, and where it stands."""

    spines: dict[Lang, tuple[Spine, ...]]
    letters: dict[Lang, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of procedures, with counts over all pages by level, field and agency."""

    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    levels: dict[str, int]
    fields: dict[str, int]
    agencies: dict[str, int]


class Orders:
    """Keeps the order of the catalogue's current version, once a process; safe among threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[int, Order] | None = None

    def at(self, version: int, build: Callable[[], Order]) -> Order:
        """The order of this version, built when it is not the one kept."""
        with self._lock:
            if self._kept is None or self._kept[0] != version:
                self._kept = (version, build())
            return self._kept[1]


class Alphabet:
    """Pages of procedures by name; three statements a page, one more after a change of the catalogue."""

    def __init__(self, session: Session, catalogue: CatalogueService, orders: Orders) -> None:
        self._session = session
        self._catalogue = catalogue
        self._orders = orders

    def letters(self, lang: Lang) -> list[tuple[str, int]]:
        """Every letter of the language's alphabet with its number of procedures, and # when needed.

        It is needed in both languages as soon as it is in one: who switches the language finds it again.
        """
        order = self._order()
        found = order.letters[lang]
        alphabet = ALPHABET.upper() if lang == "vi" else _ENGLISH
        needed = any(OTHER in letters for letters in order.letters.values())
        shown = [*alphabet, OTHER] if needed else [*alphabet]
        return [(letter, len(found.get(letter, ()))) for letter in shown]

    def letter(self, letter: str, lang: Lang, page: int) -> Shelf:
        """The procedures whose names begin with the letter."""
        codes = self._order().letters[lang].get(letter, ())
        wanted = set(codes)
        return self._shelf([spine for spine in self._order().spines[lang] if spine.code in wanted], page)

    def field(self, code: str, lang: Lang, page: int) -> Shelf:
        """The procedures of a field."""
        return self._shelf([spine for spine in self._order().spines[lang] if spine.field == code], page)

    def agency(self, code: str, lang: Lang, page: int) -> Shelf:
        """The procedures an agency publishes."""
        return self._shelf([spine for spine in self._order().spines[lang] if spine.agency == code], page)

    def _shelf(self, spines: list[Spine], page: int) -> Shelf:
        pages = max(1, -(-len(spines) // PER_PAGE))
        page = min(page, pages)
        shown = spines[(page - 1) * PER_PAGE : page * PER_PAGE]
        cards = self._catalogue.cards(spine.code for spine in shown)
        return Shelf(
            tuple(cards.values()),
            len(spines),
            page,
            pages,
            _counted(spine.level for spine in spines),
            _counted(spine.field for spine in spines),
            _counted(spine.agency for spine in spines),
        )

    def _order(self) -> Order:
        return self._orders.at(self._catalogue.version(), self._read)

    def _read(self) -> Order:
        rows = self._session.execute(
            select(
                Procedure.code,
                Procedure.card["name"],
                Procedure.field_code,
                Procedure.agency_code,
                Procedure.card["level"].as_string(),
            ).where(Procedure.withdrawn_at.is_(None))
        )
        return in_order([Spine(*row) for row in rows])


def in_order(spines: Iterable[Spine]) -> Order:
    """Sorted by name in every language: Vietnamese by its alphabet and tones, English by letters alone."""
    kept = list(spines)
    ordered: dict[Lang, tuple[Spine, ...]] = {}
    letters: dict[Lang, dict[str, tuple[str, ...]]] = {}
    for lang in LANGS:
        key = _vietnamese if lang == "vi" else _english
        ordered[lang] = tuple(sorted(kept, key=lambda spine, key=key: key(spine)))  # type: ignore[misc]  # bound above
        letters[lang] = _by_letter(ordered[lang], lang)
    return Order(ordered, letters)


def heading(name: Text, lang: Lang) -> str:
    """The letter a name stands under: one of 33 Vietnamese or 26 English letters, or # for anything else."""
    if lang == "vi":
        return first_letter(name["vi"])
    first = next((char for char in _plain(say(name, lang)) if char.isalnum()), "")
    return first.upper() if first.upper() in _ENGLISH and first else OTHER


def by_name(groups: Iterable[Group], lang: Lang) -> list[Group]:
    """Fields, agencies or life events in the alphabetical order of the language."""
    if lang == "vi":
        return sorted(groups, key=lambda group: collate(group.name["vi"]))
    return sorted(groups, key=lambda group: _plain(say(group.name, lang)))


def by_letter(groups: Iterable[Group], lang: Lang) -> list[tuple[str, list[Group]]]:
    """The same under their first letters, in the order of the language's alphabet."""
    ordered = by_name(groups, lang)
    return [(letter, list(some)) for letter, some in groupby(ordered, lambda one: heading(one.name, lang))]


def _by_letter(spines: Iterable[Spine], lang: Lang) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for spine in spines:
        found.setdefault(heading(spine.name, lang), []).append(spine.code)
    return {letter: tuple(codes) for letter, codes in found.items()}


def _vietnamese(spine: Spine) -> tuple[object, str]:
    return collate(spine.name["vi"]), spine.code


def _english(spine: Spine) -> tuple[str, str]:
    return _plain(say(spine.name, "en")), spine.code


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if char.isalnum() or char == " ").strip()


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
