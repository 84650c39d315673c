"""How far a dossier is, for somebody who is not signed in; reads nothing that names a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.statements import Statement
from app.features.dossiers.mirror.models import Dossier

NOBODY = UUID(int=0)

# Written out, so that the code asked for is the only value the statement takes.
_ZERO: ColumnElement[int] = literal_column("0")
_ONE: ColumnElement[int] = literal_column("1")


@dataclass(frozen=True, slots=True)
class Standing:
    """One dossier's place on its way, and the digests of the facts that open it (`facts.fact_digest`)."""

    id: UUID
    code: str | None
    receipt_number: str | None
    status: int
    refused: bool
    owner: UUID | None
    fact_id: bytes | None
    fact_phone: bytes | None

    @property
    def reference(self) -> str:
        """What it is called: the agency's code, before it the receipt number."""
        return self.code or self.receipt_number or ""

    def called(self, reference: str) -> bool:
        """Whether it is the dossier of this code or receipt number."""
        return reference in (self.code, self.receipt_number)


# Where no dossier follows: comparing what somebody says with it takes as long as with any other.
_NONE = Standing(NOBODY, "", "", 0, False, NOBODY, bytes(32), bytes(32))


class Standings:
    """Looks dossiers up by what they are called."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, reference: str) -> Standing | None:
        """The dossier with this code or receipt number."""
        nearest = self.nearest(reference)
        return nearest if nearest.called(reference) else None

    def nearest(self, reference: str) -> Standing:
        """The dossier called so; if there is none, another one, so that finding none takes as long.

        One statement: the first dossier from this code on, and the first from this receipt number on.
        """
        found = _look_up().first(self._session.connection(), reference=reference)
        return _NONE if found is None else Standing(*found)


@cache
def _look_up() -> Statement:
    found = union_all(_from(Dossier.code), _from(Dossier.receipt_number)).subquery()
    *columns, other = found.c
    return Statement(select(*columns).order_by(other).limit(_ONE).offset(_ZERO))


def _from(name: InstrumentedAttribute[str | None]) -> Select[*tuple[Any, ...]]:
    asked = bindparam("reference", type_=String)
    first = (
        select(
            Dossier.id.label("id"),
            Dossier.code.label("code"),
            Dossier.receipt_number.label("receipt_number"),
            Dossier.status.label("status"),
            Dossier.refusal.is_not(None).label("refused"),
            Dossier.owner_id.label("owner"),
            Dossier.fact_id_digest.label("fact_id"),
            Dossier.fact_phone_digest.label("fact_phone"),
            (name != asked).label("other"),
        )
        .where(name >= asked)
        .order_by(name)
        .limit(_ONE)
        .offset(_ZERO)
        .subquery()
    )
    return select(*first.c)
