"""How far a dossier is, for somebody who is not signed in; reads one row and nothing that names a person."""

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
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.features.dossiers.models import Dossier

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One dossier's place on its way, and the digests of the facts that open it (`facts.fact_digest`)."""

    id: UUID
    reference: str
    status: int
    refused: bool
    owner: UUID | None
    fact_id: bytes | None
    fact_phone: bytes | None


class Standings:
    """Looks dossiers up by what they are called."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, reference: str) -> Standing | None:
        """The dossier with this code or receipt number; one statement and one row in any case."""
        row = self._session.execute(_look_up(), {"reference": reference}).one()
        standing = Standing(**row._mapping)
        return standing if standing.id != NOBODY else None


@cache
def _look_up() -> Select[*tuple[Any, ...]]:
    asked = bindparam("reference", type_=String)
    found = union_all(
        _standing().where(Dossier.code == asked),
        _standing().where(Dossier.receipt_number == asked),
        _nobody(),
    ).subquery()
    columns = [column for column in found.c if column.key != "rank"]
    return select(*columns).order_by(found.c.rank).limit(1)


def _standing() -> Select[*tuple[Any, ...]]:
    return select(
        literal(0).label("rank"),
        Dossier.id.label("id"),
        func.coalesce(Dossier.code, Dossier.receipt_number).label("reference"),
        Dossier.status.label("status"),
        Dossier.refusal.is_not(None).label("refused"),
        Dossier.owner_id.label("owner"),
        Dossier.fact_id_digest.label("fact_id"),
        Dossier.fact_phone_digest.label("fact_phone"),
    )


def _nobody() -> Select[*tuple[Any, ...]]:
    """The row that is read when there is no dossier, so that reading takes as long."""
    return select(
        literal(1),
        cast(literal(NOBODY), Uuid),
        cast(literal(""), String),
        literal(0),
        literal(False),
        cast(literal(NOBODY), Uuid),
        cast(literal(bytes(32)), LargeBinary),
        cast(literal(bytes(32)), LargeBinary),
    )
