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


def kinds_of(owner: UUID) -> Any:
    """How many there are of each kind; the year is told by the first and the last day of a kind."""
    kinds = (
        Dossier.procedure_code,
        Dossier.agency_code,
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


def overview(groups: Sequence[Any], procedures: Mapping[str, Text], agencies: Mapping[str, Text]) -> Overview:
    """The counts of all kinds (`kinds_of`), with the names of procedures and agencies."""
    with_agency = [group for group in groups if group.agency_code]
    return Overview(
        total=sum(group.number for group in groups),
        states=_count(groups, lambda group: _state(group.asks, group.ended)),
        whom=_count(groups, lambda group: _whom(group.holder_kind, group.other)),
        years=_years(groups),
        procedures=_options(_count(groups, lambda group: group.procedure_code), procedures),
        agencies=_options(_count(with_agency, lambda group: group.agency_code), agencies),
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


def _options(counts: dict[str, int], names: Mapping[str, Text]) -> tuple[Option, ...]:
    """The most frequent first, and no more than one can look through."""
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_OPTIONS]
    return tuple(Option(value, names.get(value, {"vi": value}), count) for value, count in most)
