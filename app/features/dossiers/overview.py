"""How much a person has in all, and by what a long list can be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import and_, func, select

from app.clock import VIETNAM
from app.features.dossiers.models import Dossier
from app.features.dossiers.narrowing import State, Whom
from app.texts import Text

_MOST_OPTIONS = 50

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


def by_state(owner: UUID) -> Any:
    """How many there are in each state and for whom, and the first and last day."""
    kinds = (
        Dossier.holder_kind,
        Dossier.needs_person.label("asks"),
        Dossier.finished_at.is_not(None).label("ended"),
        and_(Dossier.subject.is_not(None), Dossier.application_id.is_not(None)).label("other"),
    )
    counted = (
        func.count().label("number"),
        func.min(Dossier.submitted_at).label("first"),
        func.max(Dossier.submitted_at).label("last"),
    )
    return select(*kinds, *counted).where(Dossier.owner_id == owner).group_by(*kinds)


def by_procedure(owner: UUID) -> Any:
    """How many there are of each procedure."""
    kind = Dossier.procedure_code
    return select(kind, func.count()).where(Dossier.owner_id == owner).group_by(kind)


def by_agency(owner: UUID) -> Any:
    """How many there are at each agency, and one dossier of each that may tell its name."""
    kind = Dossier.agency_code
    named = (Dossier.owner_id == owner, kind.is_not(None))
    return select(kind, func.count(), func.max(Dossier.code)).where(*named).group_by(kind)


def overview(groups: Sequence[Any], procedures: Sequence[Option], agencies: Sequence[Option]) -> Overview:
    """The counts by state (`by_state`) beside the choices of procedures and agencies."""
    return Overview(
        total=sum(group.number for group in groups),
        states=_count(groups, lambda group: _state(group.asks, group.ended)),
        whom=_count(groups, lambda group: _whom(group.holder_kind, group.other)),
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


def options(counts: Mapping[str, int], names: Mapping[str, Text]) -> tuple[Option, ...]:
    """The most frequent first, and no more than one can look through."""
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_OPTIONS]
    return tuple(Option(value, names.get(value, {"vi": value}), count) for value, count in most)
