"""Which dossiers a person wants to see, in which order, from which place."""

from __future__ import annotations

import base64
import binascii
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeVar, get_args
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_

from app.clock import VIETNAM
from app.errors import NotFound
from app.features.dossiers.mirror.models import Dossier

State = Literal["you", "work", "finished"]
Whom = Literal["me", "child", "company"]
Sort = Literal["activity", "due", "received"]

STATES: tuple[State, ...] = get_args(State)
WHOM: tuple[Whom, ...] = get_args(Whom)
SORTS: tuple[Sort, ...] = get_args(Sort)

T = TypeVar("T")

_FAR = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dossiers, in which order, after which place; `after` is opaque."""

    words: str = ""
    state: State | None = None
    year: int | None = None
    procedure: str | None = None
    agency: str | None = None
    whom: Whom | None = None
    sort: Sort = "activity"
    after: str | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return any((self.words, self.state, self.year, self.procedure, self.agency, self.whom))


def wanted_ids(owner: UUID, wanted: Wanted) -> Select[UUID]:
    """The ids of the owner's dossiers that are wanted, in order, after the place; one index holds it all.

    Raises `NotFound` for a place that is none.
    """
    narrowed = select(Dossier.id).where(Dossier.owner_id == owner, *_conditions(wanted))
    if wanted.after:
        keys = _keys(wanted.sort)
        beyond: Any = operator.gt if wanted.sort == "due" else operator.lt
        narrowed = narrowed.where(beyond(tuple_(*keys), _values(wanted, keys)))
    return in_order(narrowed, wanted.sort)


def in_order(query: Select[T], sort: Sort) -> Select[T]:
    """The dossiers as this order has them."""
    keys = _keys(sort)
    return query.order_by(*(key.asc() if sort == "due" else key.desc() for key in keys))


def _keys(sort: Sort) -> tuple[Any, ...]:
    if sort == "due":
        # What has ended has no date to wait for: it comes last.
        due = func.coalesce(Dossier.due_at, literal(_FAR, Dossier.due_at.type))
        return (Dossier.finished_at.is_not(None), due, Dossier.id)
    if sort == "received":
        return (Dossier.submitted_at, Dossier.id)
    return (Dossier.needs_person, Dossier.active_at, Dossier.id)


def place_of(sort: Sort, last: Dossier) -> str:
    """The place of a dossier in an order, as it stands in an address."""
    values: dict[Sort, tuple[Any, ...]] = {
        "activity": (last.needs_person, last.updated_at, last.id),
        "due": (last.finished_at is not None, last.due_at or _FAR, last.id),
        "received": (last.submitted_at, last.id),
    }
    return base64.urlsafe_b64encode(msgspec.msgpack.encode((sort, *values[sort]))).decode().rstrip("=")


def _values(wanted: Wanted, keys: Sequence[Any]) -> Any:
    kinds: dict[Sort, Any] = {
        "activity": tuple[str, bool, datetime, UUID],
        "due": tuple[str, bool, datetime, UUID],
        "received": tuple[str, datetime, UUID],
    }
    text = wanted.after or ""
    try:
        body = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        sort, *values = msgspec.msgpack.decode(body, type=kinds[wanted.sort])
    except (binascii.Error, msgspec.DecodeError, ValueError) as error:
        raise NotFound("no such place in the list") from error
    if sort != wanted.sort:
        raise NotFound("a place in a list of another order")
    if any(isinstance(value, datetime) and value.utcoffset() != timedelta() for value in values):
        raise NotFound("times of places are in UTC")
    return tuple_(*(literal(value, key.type) for value, key in zip(values, keys, strict=True)))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.state:
        yield from _in_state(wanted.state)
    if wanted.year:
        yield from _in_year(wanted.year)
    if wanted.procedure:
        yield Dossier.procedure_code == wanted.procedure
    if wanted.agency:
        yield Dossier.agency_code == wanted.agency
    if wanted.whom:
        yield from _for(wanted.whom)


def _in_state(state: State) -> tuple[ColumnElement[bool], ...]:
    if state == "finished":
        return (Dossier.finished_at.is_not(None),)
    return (Dossier.finished_at.is_(None), Dossier.needs_person.is_(state == "you"))


def _in_year(year: int) -> tuple[ColumnElement[bool], ...]:
    first, last = (datetime(number, 1, 1, tzinfo=VIETNAM) for number in (year, year + 1))
    return (Dossier.submitted_at >= first, Dossier.submitted_at < last)


def _for(whom: Whom) -> tuple[ColumnElement[bool], ...]:
    organisation = func.coalesce(Dossier.holder_kind, "") == "organisation"
    if whom == "company":
        return (organisation,)
    another = Dossier.for_other
    return (~organisation, another.is_not(None) if whom == "child" else another.is_(None))
