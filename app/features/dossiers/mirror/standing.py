"""How far a dossier is, for somebody who is not signed in; reads nothing that names a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    LargeBinary,
    Select,
    String,
    Uuid,
    bindparam,
    cast,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.features.dossiers.mirror.models import Dossier

NOBODY = UUID(int=0)


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
        rows = self._session.execute(_look_up(), {"reference": reference}).all()
        near = [Standing(*row) for row in rows]
        return next((one for one in near if one.called(reference)), near[0])


@cache
def _look_up() -> Select[*tuple[Any, ...]]:
    found = union_all(_from(Dossier.code), _from(Dossier.receipt_number), _nobody()).subquery()
    return select(*found.c)


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
        )
        .where(name >= asked)
        .order_by(name)
        .limit(1)
        .subquery()
    )
    return select(*first.c)


def _nobody() -> Select[*tuple[Any, ...]]:
    """The row that is read where no dossier follows."""
    return select(
        cast(literal(NOBODY), Uuid),
        cast(literal(""), String),
        cast(literal(""), String),
        literal(0),
        literal(False),
        cast(literal(NOBODY), Uuid),
        cast(literal(bytes(32)), LargeBinary),
        cast(literal(bytes(32)), LargeBinary),
    )
