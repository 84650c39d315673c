"""How much a person has in all, and by what a long list can be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.clock import VIETNAM
from app.db.statements import Statement
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


class Counted(NamedTuple):
    """How many dossiers are alike in one regard (`of`); what the regard does not tell is None."""

    of: Literal["state", "procedure", "agency"]
    value: str
    number: int
    asks: bool | None
    ended: bool | None
    other: bool | None
    first: datetime | None
    last: datetime | None
    sample: str | None


def counted(connection: Connection, owner: UUID) -> list[Counted]:
    """Everything that is counted of an owner's dossiers, in one statement.

    Rows of three kinds (`of`): how many in each state and for whom, with the first and last day; how many of
    each of the most frequent procedures (`value`); how many at each of the most frequent agencies, with the
    code of one dossier that may tell the agency's name.
    """
    return [Counted(*row) for row in _counting().every(connection, owner=owner)]


@cache
def _counting() -> Statement:
    number = func.count().label("number")
    return Statement(union_all(_states(number), _procedures(number), _agencies(number)))


def _states(number: Label[int]) -> Select[*tuple[Any, ...]]:
    asks, ended, other = (
        Dossier.needs_person,
        Dossier.finished_at.is_not(None),
        Dossier.for_other.is_not(None),
    )
    return _mine(
        literal("state").label("of"),
        Dossier.holder_kind.label("value"),
        number,
        asks.label("asks"),
        ended.label("ended"),
        other.label("other"),
        func.min(Dossier.submitted_at).label("first"),
        func.max(Dossier.submitted_at).label("last"),
        cast(null(), String).label("sample"),
    ).group_by(Dossier.holder_kind, asks, ended, other)


def _procedures(number: Label[int]) -> Select[*tuple[Any, ...]]:
    return _most("procedure", Dossier.procedure_code, number, cast(null(), String))


def _agencies(number: Label[int]) -> Select[*tuple[Any, ...]]:
    return _most("agency", Dossier.agency_code, number, func.max(Dossier.code))


def _most(
    of: str, kind: InstrumentedAttribute[Any], number: Label[int], sample: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    moment, truth = Dossier.submitted_at.type, Dossier.needs_person.type
    most = (
        _mine(
            literal(of).label("of"),
            kind.label("value"),
            number,
            *(cast(null(), truth).label(name) for name in ("asks", "ended", "other")),
            *(cast(null(), moment).label(name) for name in ("first", "last")),
            sample.label("sample"),
        )
        .where(kind.is_not(None))
        .group_by(kind)
        .order_by(number.desc(), kind)
        .limit(_MOST_OPTIONS)
    )
    # Only a statement inside brackets may have an order and an end of its own on both databases.
    return select(most.subquery())


def _mine(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    # No dossier is older; SQLite would not read the index that holds all of this were no day asked for.
    owner = Dossier.owner_id == bindparam("owner")
    return select(*columns).where(owner, Dossier.submitted_at > _BEFORE_ALL)


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
