"""Browsing the catalogue: cards by code, fields, agencies, life events, most used, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.db.many import among
from app.db.statements import Statement
from app.errors import NotFound
from app.features.catalogue.models import CatalogueVersion, Procedure, ProcedureLifeEvent
from app.features.catalogue.on_offer import Forms, OnOffer, no_forms
from app.features.catalogue.records.cards import Card, Stored, card_of
from app.features.catalogue.records.taxonomy import LifeEvent, everyday, life_events
from app.features.catalogue.remembered import Known, Remembered, Version
from app.localities.collate import collate
from app.texts import LANGS, Text

VERSION = Statement(select(CatalogueVersion.version, CatalogueVersion.changed_at))
_MOST_USED = Statement(
    select(Procedure.code)
    .where(Procedure.uses > 0, Procedure.withdrawn_at.is_(None))
    .order_by(Procedure.uses.desc(), Procedure.code)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The catalogue in numbers, of procedures in force."""

    procedures: int
    full: int
    partial: int
    agencies: int


@dataclass(frozen=True, slots=True)
class Group:
    """A field, an agency or a life event with the number of its procedures.

    `owner` is the agency of a field whose name other fields bear, too.
    """

    code: str
    name: Text
    count: int
    kind: str = ""
    owner: Text | None = None


class Shelves:
    """The catalogue's ways to browse; each issues a statement or two, fewer for what is `remembered`."""

    def __init__(
        self, session: Session, forms: Forms = no_forms, remembered: Remembered | None = None
    ) -> None:
        self._session = session
        self._ask_forms = forms
        self._remembered = remembered or Remembered()

    @cached_property
    def _forms(self) -> Mapping[str, OnOffer]:
        return self._ask_forms(self._session)

    @cached_property
    def _known(self) -> Known:
        version: Version = VERSION.first(self._session.connection())
        return self._remembered.of(version, self._forms)

    def cards(self, codes: Iterable[str]) -> dict[str, Card]:
        """The cards of these procedures in the order asked; unknown and withdrawn ones are left out."""
        wanted = list(dict.fromkeys(codes))
        known = self._known.cards if wanted else {}
        missing = [code for code in wanted if code not in known]
        if missing:
            query = select(Procedure).where(Procedure.code.in_(missing), Procedure.withdrawn_at.is_(None))
            found = {row.code: self._shown(row) for row in self._session.scalars(query)}
            known.update({code: found.get(code) for code in missing})
        return {code: card for code in wanted if (card := known[code]) is not None}

    def names(self, codes: Iterable[str]) -> dict[str, Text]:
        """Names of procedures, withdrawn ones too (old dossiers still show them)."""
        wanted = set(codes)
        if not wanted:
            return {}
        spoken = (Procedure.card["name", lang].as_string() for lang in LANGS)
        rows = self._session.execute(
            select(Procedure.code, *spoken).where(among(self._session, Procedure.code, wanted))
        )
        return {
            code: {lang: name for lang, name in zip(LANGS, names, strict=True) if name}
            for code, *names in rows
        }

    def most_used(self, n: int) -> list[Card]:
        """The most applied for, then those that most people come for anyway."""
        used = [code for (code,) in _MOST_USED.every(self._session.connection(), most=n)]
        return list(self.cards([*used, *everyday()]).values())[:n]

    def often_used(self, n: int) -> tuple[list[tuple[Card, int]], list[Card]]:
        """What was applied for here with how often, most first, and the editors' everyday list without it."""
        counts = dict(
            self._session.execute(
                select(Procedure.code, Procedure.uses)
                .where(Procedure.uses > 0, Procedure.withdrawn_at.is_(None))
                .order_by(Procedure.uses.desc(), Procedure.code)
                .limit(n)
            ).all()
        )
        cards = self.cards([*counts, *everyday()])
        counted = [(card, counts[code]) for code, card in cards.items() if code in counts]
        return counted, [card for code, card in cards.items() if code not in counts]

    def every(self, offset: int, limit: int) -> tuple[int, list[Card]]:
        """How many procedures are in force, and a page of them by code, none grouped or left out."""
        rows = self._session.scalars(
            select(Procedure)
            .where(Procedure.withdrawn_at.is_(None))
            .order_by(Procedure.code)
            .offset(offset)
            .limit(limit)
        )
        return self.in_force(), [self._shown(row) for row in rows]

    def levels(self, agency_code: str) -> dict[str, int]:
        """How many procedures of an agency are wholly, partly and not online."""
        level = Procedure.card["level"].as_string().label("level")
        query = select(level, func.count()).where(
            Procedure.agency_code == agency_code, Procedure.withdrawn_at.is_(None)
        )
        return self._counts(query.group_by(level))

    def applications(self) -> int:
        """How many applications were handed in online, ever."""
        return int(self._session.scalar(select(func.sum(Procedure.uses))) or 0)

    def in_force(self) -> int:
        """How many procedures are in force."""
        return self._session.scalar(select(func.count()).where(Procedure.withdrawn_at.is_(None))) or 0

    def addresses(self, offset: int, limit: int) -> list[tuple[str, date]]:
        """Codes of procedures in force with the day each last changed, a page of them by code."""
        rows = self._session.execute(
            select(Procedure.code, Procedure.changed_at)
            .where(Procedure.withdrawn_at.is_(None))
            .order_by(Procedure.code)
            .offset(offset)
            .limit(limit)
        )
        return [(code, changed_at.date()) for code, changed_at in rows]

    def changed_on(self) -> date | None:
        """The day of the last change of the catalogue."""
        moment = self._session.scalar(select(CatalogueVersion.changed_at))
        return moment.date() if moment else None

    def life_events(self, kind: str | None = None) -> list[Group]:
        """Life events of citizens or businesses, in their own order, with counts."""
        counts = self._known.life_events
        if not counts:
            counts.update(self._counts(_by_life_event()))
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
        groups = self._groups(_by_field().where(Procedure.withdrawn_at.is_(None)))
        owners = self._owners(_of_one_name(groups))
        return [replace(one, owner=owners.get(one.code)) for one in groups]

    def agencies(self) -> list[Group]:
        """Every publishing agency with its number of procedures, in the order of the Vietnamese alphabet."""
        return self._groups(_by_agency().where(Procedure.withdrawn_at.is_(None)))

    def agency(self, code: str) -> tuple[Group, list[Group]]:
        """One agency and the fields it publishes procedures in; raises `NotFound`."""
        mine = (Procedure.agency_code == code.replace("\0", ""), Procedure.withdrawn_at.is_(None))
        return self._only(_by_agency().where(*mine), code), self._groups(_by_field().where(*mine))

    def field(self, code: str) -> tuple[Group, list[Group]]:
        """One field and the agencies that publish procedures in it; raises `NotFound`."""
        mine = (Procedure.field_code == code.replace("\0", ""), Procedure.withdrawn_at.is_(None))
        return self._only(_by_field().where(*mine), code), self._groups(_by_agency().where(*mine))

    def figures(self) -> Figures:
        """The catalogue in numbers: procedures in force and how much of them is online."""
        # One labelled expression: as two, PostgreSQL sees two different parameters.
        level = Procedure.card["level"].as_string().label("level")
        rows = self._session.execute(
            select(level, Procedure.agency_code, func.count())
            .where(Procedure.withdrawn_at.is_(None))
            .group_by(level, Procedure.agency_code)
        ).all()
        levels = {
            name: sum(row[2] for row in rows if row[0] == name) for name in ("full", "partial", "counter")
        }
        return Figures(sum(levels.values()), levels["full"], levels["partial"], len({row[1] for row in rows}))

    def _owners(self, codes: list[str]) -> dict[str, Text]:
        """Of each field the agency that publishes most of it."""
        if not codes:
            return {}
        busiest = (
            select(Procedure.field_code, Procedure.agency_name, func.count())
            .where(Procedure.withdrawn_at.is_(None), among(self._session, Procedure.field_code, codes))
            .group_by(Procedure.field_code, Procedure.agency_name)
            .order_by(func.count())
        )
        return {code: name for code, name, _count in self._session.execute(busiest)}

    def _shown(self, row: Stored) -> Card:
        form = self._forms.get(row.code)
        return msgspec.structs.replace(card_of(row), apply=bool(form and form.open), form=form is not None)

    def _only(self, query: Select[str, dict[str, str], int], code: str) -> Group:
        found = self._groups(query)
        if not found:
            raise NotFound(code)
        return found[0]

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


def _by_field() -> Select[str, dict[str, str], int]:
    columns = (Procedure.field_code, Procedure.field_name)
    return select(*columns, func.count()).group_by(*columns)


def _by_life_event() -> Select[str, int]:
    return (
        select(ProcedureLifeEvent.event, func.count())
        .join(Procedure, Procedure.code == ProcedureLifeEvent.code)
        .where(Procedure.withdrawn_at.is_(None))
        .group_by(ProcedureLifeEvent.event)
    )


def _by_agency() -> Select[str, dict[str, str], int]:
    columns = (Procedure.agency_code, Procedure.agency_name)
    return select(*columns, func.count()).group_by(*columns)


def _of_one_name(groups: list[Group]) -> list[str]:
    """The codes of groups that a reader of either language cannot tell apart by name."""
    times = Counter(name for group in groups for name in group.name.items())
    return [group.code for group in groups if any(times[name] > 1 for name in group.name.items())]


def _event(event: LifeEvent, counts: dict[str, int]) -> Group:
    return Group(event.id, event.name, counts.get(event.id, 0), event.kind)


def _everyday_first(card: Card) -> tuple[int, Any]:
    known = everyday()
    rank = known.index(card.code) if card.code in known else len(known)
    return rank, collate(card.name["vi"])
