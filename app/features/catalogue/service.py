"""Finding and reading procedures, and keeping the catalogue current."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session, undefer

from app.clock import Clock
from app.db.statements import Statement
from app.errors import NotFound, PortalError
from app.features.catalogue.filters import Asked
from app.features.catalogue.models import CatalogueVersion, Procedure
from app.features.catalogue.on_offer import Forms, OnOffer, no_forms
from app.features.catalogue.records.cards import Card, card_of
from app.features.catalogue.records.feed import FeedReport, apply_items
from app.features.catalogue.records.record import CODE, ProcedureRecord, decode
from app.features.catalogue.records.store import CatalogueStore
from app.features.catalogue.records.taxonomy import life_events
from app.features.catalogue.remembered import Remembered
from app.features.catalogue.searching.entries import entry
from app.features.catalogue.searching.versions import raise_version
from app.features.catalogue.searching.visits import popularity
from app.features.catalogue.searching.words import current_knowledge
from app.features.catalogue.shelves import VERSION, Figures, Group, Shelves
from app.jobs.cursors import move_cursor
from app.search import Entry, Hit, Index, IndexStore, Suggestion
from app.texts import Lang, Text

PER_PAGE = 20
FEED = "catalogue"
_MOST_TRIES = 8

__all__ = ["CatalogueService", "Figures", "Found", "Group", "Results", "Withdrawn"]


class Withdrawn(PortalError):
    """The procedure was taken off; the page names its successor where there is one."""

    status: ClassVar[int] = 410
    template: ClassVar[str] = "catalogue/withdrawn.html"

    def __init__(self, code: str, name: Text, successor: Card | None, note: Text | None) -> None:
        super().__init__(f"{code} was withdrawn")
        self.code = code
        self.name = name
        self.successor = successor
        self.note = note


@dataclass(frozen=True, slots=True)
class Found:
    """One procedure as its page needs it; `form` when one is published here, open or not."""

    record: ProcedureRecord
    card: Card
    changed_at: datetime
    change_note: Text | None
    form: OnOffer | None


class _Stored(NamedTuple):
    """The columns of one procedure, read without the mapper: the most visited pages begin here."""

    code: str
    card: dict[str, Any]
    record: str
    changed_at: datetime
    change_note: Text | None
    withdrawn_at: datetime | None
    successor: str | None


_TABLE = cast(Table, Procedure.__table__)
_ONE = Statement(
    select(*(_TABLE.c[name] for name in _Stored._fields)).where(_TABLE.c.code == bindparam("code"))
)


@dataclass(frozen=True, slots=True)
class Member:
    """A procedure of a group that a search shows by another one."""

    code: str
    name: Text
    agency: Text


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a search; `total` counts all pages, `label` names a field or agency in both languages."""

    items: tuple[tuple[Card, Hit], ...]
    total: int
    page: int
    pages: int
    facets: dict[str, list[tuple[str, int]]]
    suggestion: str | None
    exact: bool
    took_ms: float
    label: Callable[[str, str], tuple[str, str] | None]


class CatalogueService(Shelves):
    """The catalogue's use cases; reading ones issue a handful of statements whatever is shown."""

    def __init__(
        self,
        session: Session,
        indexes: IndexStore,
        clock: Clock,
        forms: Forms = no_forms,
        remembered: Remembered | None = None,
    ) -> None:
        super().__init__(session, forms, remembered)
        self._indexes = indexes
        self._clock = clock

    def procedure(self, code: str) -> Found:
        """One procedure; raises `NotFound`, or `Withdrawn` with its successor."""
        # What cannot be a code is not asked of the database: PostgreSQL would fail on some characters.
        row = self._stored(code) if re.fullmatch(CODE, code) else None
        if row is None:
            raise NotFound(code)
        if row.withdrawn_at is not None:
            raise Withdrawn(code, card_of(row).name, self._successor(row), row.change_note)
        return self._found(row)

    def whole(self) -> Iterator[Found]:
        """Every procedure in force as its page needs it, by code, read in small portions."""
        rows = self._session.scalars(
            select(Procedure)
            .where(Procedure.withdrawn_at.is_(None))
            .order_by(Procedure.code)
            .options(undefer(Procedure.record)),
            execution_options={"yield_per": 200},
        )
        return (self._found(row) for row in rows)

    def search(
        self, asked: Asked, lang: Lang = "vi", per_page: int = PER_PAGE, *, clamp: bool = True
    ) -> Results:
        """Procedures that fit, best first; a page beyond the last shows the last, or nothing unclamped."""
        index = self._index()
        page = asked.page
        hits = index.search(asked.query, lang, asked.filters, (page - 1) * per_page, per_page)
        pages = max(1, -(-hits.total // per_page))
        if clamp and page > pages:
            page = pages
            hits = index.search(asked.query, lang, asked.filters, (page - 1) * per_page, per_page)
        cards = self.cards(hit.code for hit in hits.items)
        items = tuple((cards[hit.code], hit) for hit in hits.items if hit.code in cards)
        told = (hits.facets, hits.suggestion, hits.exact, hits.took_ms, index.label)
        return Results(items, hits.total, page, pages, *told)

    def members(self, results: Results, of_each: int = 5) -> dict[str, Member]:
        """Some of the other procedures of every group found, by code, in one statement."""
        codes = [code for _, hit in results.items for code in hit.variants[:of_each]]
        query = select(Procedure.code, Procedure.card["name"].as_json(), Procedure.agency_name)
        rows = self._session.execute(query.where(Procedure.code.in_(codes))) if codes else ()
        return {code: Member(code, name, agency) for code, name, agency in rows}

    def nearest(self, asked: Asked, lang: Lang = "vi", n: int = 5) -> list[Card]:
        """For a search that found nothing: what part of its words finds unfiltered, or the often needed."""
        index, words = self._index(), asked.query.split()[:_MOST_TRIES]
        for count in range(len(words), 0, -1):
            hits = index.search(" ".join(words[:count]), lang, limit=n)
            if hits.items:
                return list(self.cards(hit.code for hit in hits.items).values())
        return self.most_used(n)

    def suggest(self, prefix: str, lang: Lang = "vi", n: int = 8) -> list[Suggestion]:
        """Procedures, life events, agencies and fields that begin as typed; no statement is issued."""
        index = self._indexes.latest() or self._index()
        return index.suggest(prefix, lang, n)

    def related(self, code: str, n: int = 5) -> list[Card]:
        """Procedures with close names in the same field."""
        return list(self.cards(self._index().related(code, n)).values())

    def variants(self, code: str) -> list[Card]:
        """The other members of the group of near-identical procedures."""
        return list(self.cards(c for c in self._index().variants(code) if c != code).values())

    def count_use(self, code: str) -> None:
        """One more application; call it in the transaction that submits, which commits."""
        self._session.execute(update(Procedure).where(Procedure.code == code).values(uses=Procedure.uses + 1))

    def version(self) -> int:
        """The number that grows with every change of the catalogue; 0 before the first."""
        found = VERSION.first(self._session.connection())
        return int(found[0]) if found else 0

    def apply_feed(self, items: Sequence[dict[str, Any]], cursor: str | None = None) -> FeedReport:
        """Take in a page of the agencies' feed; a bad item is reported and the stored record stays.

        The place in the feed is remembered with it, if given; commits. The index follows by
        `keep_index_current`, in a session that only reads: building takes seconds, and writers wait for none.
        """
        store = CatalogueStore(self._session, "feed", self._clock())
        report = apply_items(store, items)
        store.finish()
        vars(self).pop("_known", None)
        if cursor is not None:
            move_cursor(self._session, FEED, cursor, self._clock())
        self._session.commit()
        return report

    def reindex(self) -> Index:
        """Build the search index of the catalogue as it is now; readers keep the old one meanwhile."""
        return self._build(self.version())

    def outdate_index(self, older_than: timedelta = timedelta(0)) -> None:
        """Raise the version of a catalogue unchanged for so long, so that its index is built anew; commits.

        For what changes the index and not the procedures: forms, words, popularity.
        """
        changed_at = self._session.scalar(select(CatalogueVersion.changed_at))
        if changed_at is not None and self._clock() - changed_at >= older_than:
            raise_version(self._session, self._clock())
            self._session.commit()

    def keep_index_current(self) -> bool:
        """Build the index when it is not of the catalogue's version; whether it did. Only reads."""
        version = self.version()
        if not version or self._indexes.published() == version:
            return False
        self._build(version)
        return True

    def _found(self, row: Procedure | _Stored) -> Found:
        told = (row.changed_at, row.change_note, self._forms.get(row.code))
        return Found(decode(row.record), self._shown(row), *told)

    def _stored(self, code: str) -> _Stored | None:
        found = _ONE.first(self._session.connection(), code=code)
        return _Stored._make(found) if found else None

    def _index(self) -> Index:
        version = self._known.version
        return self._indexes.at(version[0] if version else 0) or self.reindex()

    def _build(self, version: int) -> Index:
        events = {event.id: (event.name["vi"], event.name.get("en", "")) for event in life_events()}
        return self._indexes.rebuild(version, self._entries(), current_knowledge(self._session), events)

    def _entries(self) -> Iterable[Entry]:
        used = popularity(self._session, self._clock().date())
        rows = self._session.execute(
            select(Procedure.code, Procedure.record).where(Procedure.withdrawn_at.is_(None)),
            execution_options={"yield_per": 200},
        )
        open_forms = {code for code, form in self._forms.items() if form.open}
        return (entry(decode(record), used[code], open_forms) for code, record in rows)

    def _successor(self, row: _Stored) -> Card | None:
        return self.cards([row.successor]).get(row.successor) if row.successor else None
