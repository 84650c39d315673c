"""Finding and reading procedures, and keeping the catalogue current."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, undefer

from app.clock import Clock
from app.errors import NotFound, PortalError
from app.features.catalogue.cards import Card
from app.features.catalogue.entries import entry
from app.features.catalogue.feed import FeedReport, apply_items
from app.features.catalogue.filters import Asked
from app.features.catalogue.models import CatalogueVersion, Procedure, ProcedureLifeEvent
from app.features.catalogue.records import ProcedureRecord, decode
from app.features.catalogue.store import CatalogueStore
from app.features.catalogue.taxonomy import LifeEvent, everyday, life_events
from app.localities.collate import collate
from app.search import Entry, Hit, Index, IndexStore, Suggestion
from app.texts import Text

PER_PAGE = 20


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
    """One procedure as its page needs it."""

    record: ProcedureRecord
    card: Card
    changed_at: datetime
    change_note: Text | None
    apply: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a search; `total` counts what was found over all pages."""

    items: tuple[tuple[Card, Hit], ...]
    total: int
    page: int
    pages: int
    facets: dict[str, list[tuple[str, int]]]
    suggestion: str | None
    exact: bool
    took_ms: float


@dataclass(frozen=True, slots=True)
class Group:
    """A field, an agency or a life event with the number of its procedures."""

    code: str
    name: Text
    count: int
    kind: str = ""


def nothing_can_be_applied_for(_code: str) -> bool:
    """The answer where no definitions exist."""
    return False


class CatalogueService:
    """The catalogue's use cases; reading ones issue a handful of statements whatever is shown."""

    def __init__(
        self,
        session: Session,
        indexes: IndexStore,
        clock: Clock,
        can_apply: Callable[[str], bool] = nothing_can_be_applied_for,
    ) -> None:
        self._session = session
        self._indexes = indexes
        self._clock = clock
        self._can_apply = can_apply

    def procedure(self, code: str) -> Found:
        """One procedure; raises `NotFound`, or `Withdrawn` with its successor."""
        row = self._session.get(Procedure, code, options=[undefer(Procedure.record)])
        if row is None:
            raise NotFound(code)
        if row.withdrawn_at is not None:
            raise Withdrawn(code, _card(row).name, self._successor(row), row.change_note)
        apply = self._can_apply(code)
        return Found(decode(row.record), self._shown(row), row.changed_at, row.change_note, apply)

    def cards(self, codes: Iterable[str]) -> dict[str, Card]:
        """The cards of these procedures in the order asked; unknown and withdrawn ones are left out."""
        wanted = list(dict.fromkeys(codes))
        query = select(Procedure).where(Procedure.code.in_(wanted), Procedure.withdrawn_at.is_(None))
        found = {row.code: row for row in self._session.scalars(query)} if wanted else {}
        return {code: self._shown(found[code]) for code in wanted if code in found}

    def names(self, codes: Iterable[str]) -> dict[str, Text]:
        """Names of procedures, withdrawn ones too (old dossiers still show them)."""
        wanted = list(dict.fromkeys(codes))
        rows = self._session.scalars(select(Procedure).where(Procedure.code.in_(wanted))) if wanted else ()
        return {row.code: _card(row).name for row in rows}

    def search(self, asked: Asked, lang: str = "vi", per_page: int = PER_PAGE) -> Results:
        """Procedures that fit, best first; a page beyond the last shows the last."""
        index = self._index()
        page = asked.page
        hits = index.search(asked.query, lang, asked.filters, offset=(page - 1) * per_page, limit=per_page)
        pages = max(1, -(-hits.total // per_page))
        if page > pages:
            page = pages
            hits = index.search(
                asked.query, lang, asked.filters, offset=(page - 1) * per_page, limit=per_page
            )
        cards = self.cards(hit.code for hit in hits.items)
        items = tuple((cards[hit.code], hit) for hit in hits.items if hit.code in cards)
        return Results(items, hits.total, page, pages, hits.facets, hits.suggestion, hits.exact, hits.took_ms)

    def suggest(self, prefix: str, lang: str = "vi", n: int = 8) -> list[Suggestion]:
        """Procedures, fields and agencies that begin as typed; no statement is issued for their texts."""
        return self._index().suggest(prefix, lang, n)

    def related(self, code: str, n: int = 5) -> list[Card]:
        """Procedures with close names in the same field."""
        return list(self.cards(self._index().related(code, n)).values())

    def variants(self, code: str) -> list[Card]:
        """The other members of the group of near-identical procedures."""
        return list(self.cards(c for c in self._index().variants(code) if c != code).values())

    def most_used(self, n: int) -> list[Card]:
        """The most applied for, then those that most people come for anyway."""
        used = self._session.scalars(
            select(Procedure.code)
            .where(Procedure.uses > 0, Procedure.withdrawn_at.is_(None))
            .order_by(Procedure.uses.desc(), Procedure.code)
            .limit(n)
        )
        return list(self.cards([*used, *everyday()]).values())[:n]

    def count_use(self, code: str) -> None:
        """One more application; call it in the transaction that submits, which commits."""
        self._session.execute(update(Procedure).where(Procedure.code == code).values(uses=Procedure.uses + 1))

    def life_events(self, kind: str | None = None) -> list[Group]:
        """Life events of citizens or businesses, in their own order, with counts."""
        counts = self._counts(
            select(ProcedureLifeEvent.event, func.count())
            .join(Procedure, Procedure.code == ProcedureLifeEvent.code)
            .where(Procedure.withdrawn_at.is_(None))
            .group_by(ProcedureLifeEvent.event)
        )
        return [_event(event, counts) for event in life_events() if kind in (None, event.kind)]

    def life_event(self, event_id: str) -> tuple[Group, list[Card]]:
        """One life event with its procedures, everyday ones first; raises `NotFound`."""
        event = next((event for event in life_events() if event.id == event_id), None)
        if event is None:
            raise NotFound(event_id)
        rows = self._session.scalars(
            select(Procedure)
            .join(ProcedureLifeEvent, ProcedureLifeEvent.code == Procedure.code)
            .where(ProcedureLifeEvent.event == event_id, Procedure.withdrawn_at.is_(None))
        )
        cards = sorted(map(self._shown, rows), key=_everyday_first)
        return _event(event, {event_id: len(cards)}), cards

    def fields(self) -> list[Group]:
        """Every field with its number of procedures, in the order of the Vietnamese alphabet."""
        return self._groups(
            select(Procedure.field_code, Procedure.field_name, func.count())
            .where(Procedure.withdrawn_at.is_(None))
            .group_by(Procedure.field_code, Procedure.field_name)
        )

    def agencies(self) -> list[Group]:
        """Every publishing agency with its number of procedures, in the order of the Vietnamese alphabet."""
        return self._groups(
            select(Procedure.agency_code, Procedure.agency_name, func.count())
            .where(Procedure.withdrawn_at.is_(None))
            .group_by(Procedure.agency_code, Procedure.agency_name)
        )

    def version(self) -> int:
        """The number that grows with every change of the catalogue; 0 before the first."""
        return self._session.scalar(select(CatalogueVersion.version)) or 0

    def totals(self) -> tuple[int, int]:
        """How many procedures there are, and how many of them are done wholly online."""
        total, full = self._session.execute(
            select(func.count(), func.count().filter(Procedure.card["level"].as_string() == "full")).where(
                Procedure.withdrawn_at.is_(None)
            )
        ).one()
        return int(total), int(full)

    def apply_feed(self, items: Sequence[dict[str, Any]]) -> FeedReport:
        """Take in a page of the agencies' feed; a bad item is reported and the stored record stays."""
        store = CatalogueStore(self._session, "feed", self._clock())
        report = apply_items(store, items)
        version = store.finish()
        self._session.commit()
        if store.tally.anything:
            self._indexes.rebuild(version, self._entries())
        return report

    def reindex(self) -> Index:
        """Build the search index of the catalogue as it is now; readers keep the old one meanwhile."""
        return self._indexes.rebuild(self.version(), self._entries())

    def _index(self) -> Index:
        return self._indexes.at(self.version()) or self.reindex()

    def _entries(self) -> Iterable[Entry]:
        rows = self._session.execute(
            select(Procedure.record, Procedure.uses).where(Procedure.withdrawn_at.is_(None)),
            execution_options={"yield_per": 200},
        )
        return (entry(decode(record), uses, self._can_apply) for record, uses in rows)

    def _successor(self, row: Procedure) -> Card | None:
        return self.cards([row.successor]).get(row.successor) if row.successor else None

    def _shown(self, row: Procedure) -> Card:
        return msgspec.structs.replace(_card(row), apply=self._can_apply(row.code))

    def _counts(self, query: Select[str, int]) -> dict[str, int]:
        return {str(code): int(count) for code, count in self._session.execute(query)}

    def _groups(self, query: Select[str, dict[str, str], int]) -> list[Group]:
        rows = sorted(self._session.execute(query), key=lambda row: -row[2])
        merged: dict[str, Group] = {}
        for code, name, count in rows:
            # A few codes carry two spellings of a name; the most frequent one stands for the code.
            first = merged.get(code)
            merged[code] = Group(code, first.name if first else name, count + (first.count if first else 0))
        return sorted(merged.values(), key=lambda group: collate(group.name["vi"]))


def _card(row: Procedure) -> Card:
    return msgspec.convert(row.card, Card)


def _event(event: LifeEvent, counts: dict[str, int]) -> Group:
    return Group(event.id, event.name, counts.get(event.id, 0), event.kind)


def _everyday_first(card: Card) -> tuple[int, Any]:
    known = everyday()
    rank = known.index(card.code) if card.code in known else len(known)
    return rank, collate(card.name["vi"])
