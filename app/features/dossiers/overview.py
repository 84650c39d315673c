"""How much a person has in all, and by what a long list can be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from app.clock import VIETNAM
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.narrowing import State, Whom
from app.texts import Text

_MOST_OPTIONS = 50
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Option:
    """One value a list can be narrowed to, and how many dossiers have it."""

    value: str
    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How much there is in all, whatever is asked for now."""

    total: int = 0
    states: dict[State, int] = field(default_factory=dict)
    whom: dict[Whom, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    procedures: tuple[Option, ...] = ()
    agencies: tuple[Option, ...] = ()


def counted(owner: UUID) -> CompoundSelect[*tuple[Any, ...]]:
    """Everything that is counted of an owner's dossiers, which are read once for it.

    Rows of three kinds (`of`): how many in each state and for whom, with the first and last day; how many of
    each of the most frequent procedures (`value`); how many at each of the most frequent agencies, with the
    code of one dossier that may tell the agency's name.
    """
    mine = _mine(owner)
    return union_all(
        _states(mine),
        _most("procedure", mine, mine.c.procedure_code),
        _most("agency", mine, mine.c.agency_code),
    )


def _mine(owner: UUID) -> CTE:
    return (
        select(
            Dossier.holder_kind,
            Dossier.needs_person.label("asks"),
            Dossier.finished_at.is_not(None).label("ended"),
            Dossier.for_other.is_not(None).label("other"),
            Dossier.submitted_at,
            Dossier.procedure_code,
            Dossier.agency_code,
            Dossier.code,
        )
        # No dossier is older; SQLite would not read the index that holds all of this were no day asked for.
        .where(Dossier.owner_id == owner, Dossier.submitted_at > _BEFORE_ALL)
        .cte("mine")
    )


def _states(mine: CTE) -> Select[*tuple[Any, ...]]:
    kinds = (mine.c.holder_kind, mine.c.asks, mine.c.ended, mine.c.other)
    return select(
        literal("state").label("of"),
        mine.c.holder_kind.label("value"),
        func.count().label("number"),
        *kinds[1:],
        func.min(mine.c.submitted_at).label("first"),
        func.max(mine.c.submitted_at).label("last"),
        cast(null(), String).label("sample"),
    ).group_by(*kinds)


def _most(of: str, mine: CTE, kind: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    moment, truth = Dossier.submitted_at.type, Dossier.needs_person.type
    number = func.count()
    most = (
        select(
            literal(of).label("of"),
            kind.label("value"),
            number.label("number"),
            *(cast(null(), truth).label(name) for name in ("asks", "ended", "other")),
            *(cast(null(), moment).label(name) for name in ("first", "last")),
            func.max(mine.c.code).label("sample"),
        )
        .where(kind.is_not(None))
        .group_by(kind)
        .order_by(number.desc(), kind)
        .limit(_MOST_OPTIONS)
    )
    # Only a statement inside brackets may have an order and an end of its own on both databases.
    return select(most.subquery())


def overview(groups: Sequence[Any], procedures: Sequence[Option], agencies: Sequence[Option]) -> Overview:
    """The counts by state beside the choices of procedures and agencies."""
    return Overview(
        total=sum(group.number for group in groups),
        states=_count(groups, lambda group: _state(group.asks, group.ended)),
        whom=_count(groups, lambda group: _whom(group.value, group.other)),
        years=_years(groups),
        procedures=tuple(procedures),
        agencies=tuple(agencies),
    )


def _count(groups: Iterable[Any], kind: Callable[[Any], T]) -> dict[T, int]:
    counts: dict[T, int] = {}
    for group in groups:
        counts[kind(group)] = counts.get(kind(group), 0) + group.number
    return counts


def _state(asks: bool, ended: bool) -> State:
    if ended:
        return "finished"
    return "you" if asks else "work"


def _whom(holder_kind: str | None, other: bool) -> Whom:
    if holder_kind == "organisation":
        return "company"
    return "child" if other else "me"


def _years(groups: Sequence[Any]) -> tuple[int, ...]:
    first = min(group.first for group in groups).astimezone(VIETNAM).year
    last = max(group.last for group in groups).astimezone(VIETNAM).year
    return tuple(range(last, first - 1, -1))


def options(rows: Iterable[Any], names: Mapping[str, Text]) -> tuple[Option, ...]:
    """The choices that rows of `counted` offer, in their order."""
    return tuple(Option(row.value, names.get(row.value, {"vi": row.value}), row.number) for row in rows)
