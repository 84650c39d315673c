"""How much a person has in all, and by what a long list can be narrowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from heapq import nsmallest
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, literal_column, select

from app.clock import VIETNAM
from app.db.statements import Statement
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.narrowing import State, Whom
from app.texts import Text

_MOST_OPTIONS = 50
_APART = "\x1f"
# Written out: a value of a statement that is compiled once cannot be its separator.
_SEPARATOR: Any = literal_column(f"'{_APART}'")
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
    """How many dossiers are alike; the codes of their procedures and agencies stand in one text each."""

    holder_kind: str | None
    asks: bool
    ended: bool
    other: bool
    number: int
    first: datetime
    last: datetime
    procedures: str
    agencies: str


def counted(connection: Connection, owner: UUID) -> list[Counted]:
    """Everything that is counted of an owner's dossiers; one statement that reads them once."""
    return [Counted(*row) for row in _counting().every(connection, owner=owner)]


@cache
def _counting() -> Statement:
    """A row for each of the few kinds of dossiers; their procedures and agencies are counted here.

    Were the database to count those it would read all dossiers again for each, and group thousands.
    """
    alike = (
        Dossier.holder_kind,
        Dossier.needs_person,
        Dossier.finished_at.is_not(None),
        Dossier.for_other.is_not(None),
    )
    # No dossier is older; SQLite would not read the index that holds all of this were no day asked for.
    mine = (Dossier.owner_id == bindparam("owner"), Dossier.submitted_at > _BEFORE_ALL)
    return Statement(
        select(
            *alike,
            func.count(),
            func.min(Dossier.submitted_at),
            func.max(Dossier.submitted_at),
            func.aggregate_strings(Dossier.procedure_code, _SEPARATOR),
            func.aggregate_strings(func.coalesce(Dossier.agency_code, ""), _SEPARATOR),
        )
        .where(*mine)
        .group_by(*alike)
    )


def most(codes: Iterable[str]) -> list[tuple[str, int]]:
    """The most frequent ones of codes as `Counted` holds them, and how often each is there."""
    counts: Counter[str] = Counter()
    for some in codes:
        counts.update(some.split(_APART))
    del counts[""]
    return nsmallest(_MOST_OPTIONS, counts.items(), key=lambda one: (-one[1], one[0]))


def overview(groups: Sequence[Counted], procedures: Sequence[Option], agencies: Sequence[Option]) -> Overview:
    """The counts by state beside the choices of procedures and agencies."""
    return Overview(
        total=sum(group.number for group in groups),
        states=_count(groups, lambda group: _state(group.asks, group.ended)),
        whom=_count(groups, lambda group: _whom(group.holder_kind, group.other)),
        years=_years(groups),
        procedures=tuple(procedures),
        agencies=tuple(agencies),
    )


def _count(groups: Iterable[Counted], kind: Callable[[Counted], T]) -> dict[T, int]:
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


def _years(groups: Sequence[Counted]) -> tuple[int, ...]:
    first = min(group.first for group in groups).astimezone(VIETNAM).year
    last = max(group.last for group in groups).astimezone(VIETNAM).year
    return tuple(range(last, first - 1, -1))


def options(counts: Iterable[tuple[str, int]], names: Mapping[str, Text]) -> tuple[Option, ...]:
    """The choices that these codes offer, in their order."""
    return tuple(Option(code, names.get(code, {"vi": code}), number) for code, number in counts)
