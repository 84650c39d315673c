"""What is searched of a person with very many dossiers, kept in one sealed piece beside them.

Texts that may name somebody are encrypted one by one. Opening thousands of them takes longer than anybody
should wait for a search, and so does only reading that many rows from all over a large table. Whoever has
many dossiers therefore has an *extract*: a line for each, opened all at once. A dossier that is not among the
`Extracted` is not in it, or not as it is now: that one is read itself. So nothing depends on how old an
extract is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from functools import cache
from struct import Struct
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BindParameter, ForeignKey, Select, bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db.base import Base, Database
from app.db.many import among, insert_rows
from app.db.statements import Statement
from app.db.types import EncryptedBytes
from app.features.dossiers.mirror.models import Dossier, Extracted
from app.folding import fold, lower


class Lines(msgspec.Struct, array_like=True):
    """What is searched of dossiers, folded: a line of `text` for each, those of a procedure together.

    `procedures` tells how many lines there are of each, in their order; `ids` holds 16 bytes for each line.
    """

    procedures: dict[str, int]
    ids: bytes
    text: str

    def dossiers(self) -> list[bytes]:
        """The ids of all lines, in their order."""
        return [one for (one,) in _IDS.iter_unpack(self.ids)]

    def of(self, procedures: Container[str]) -> set[int]:
        """The numbers of the lines of these procedures."""
        numbers: set[int] = set()
        start = 0
        for procedure, count in self.procedures.items():
            if procedure in procedures:
                numbers.update(range(start, start + count))
            start += count
        return numbers


MANY = 200
"""From how many dossiers outside an extract on it is made anew."""

_IDS = Struct("16s")
_DECODER = msgspec.msgpack.Decoder(Lines)

_TABLE: Any = Extracted.__table__
_SEARCHED = (Dossier.id, Dossier.code, Dossier.receipt_number, Dossier.procedure_code, Dossier.subject)


class Extract(Base):
    """What is searched of one owner's dossiers."""

    __tablename__ = "dossier_extract"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    searched: Mapped[bytes] = mapped_column(EncryptedBytes)


class Extracts:
    """Makes extracts; the worker's task. A transaction for each owner: stopped, it goes on where it was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self) -> int:
        """Make anew what has fallen behind; returns how many extracts were made."""
        return sum(self._make(owner) for owner in self._behind())

    def _behind(self) -> list[UUID]:
        with self._database.session(writes=False) as session:
            return list(session.scalars(_crowded()))

    def _make(self, owner: UUID) -> bool:
        with self._database.transaction() as session:
            try:
                extract = _locked(session, owner)
            except IntegrityError:
                return False  # Another worker is making it.
            # Without a code yet it will be another line soon.
            coded = Dossier.code.is_not(None)
            loose = _outside(owner).where(coded).order_by(Dossier.id).with_for_update()
            fresh = session.scalars(loose).all()
            if len(fresh) < MANY:
                return False
            whole = select(*_SEARCHED).where(Dossier.owner_id == owner, coded)
            extract.searched = msgspec.msgpack.encode(_lines(session.execute(whole)))
            held = [{"dossier_id": dossier, "owner_id": owner} for dossier in fresh]
            insert_rows(session.connection(), _TABLE, held)
            session.commit()
            return True


def lines_outside(session: Session, owner: UUID) -> Lines:
    """Of the owner's dossiers that are not in the extract as they are now."""
    # The ids first: they come from indexes alone.
    outside = _look_outside().every(session.connection(), owner=owner)
    if not outside:
        return _lines(())
    ids = [one for (one,) in outside]
    return _lines(session.execute(select(*_SEARCHED).where(among(session, Dossier.id, ids))))


def lines_inside(session: Session, owner: UUID) -> Lines:
    """The owner's extract; to be read after `lines_outside`, which tells what of it is out of date."""
    found = _open().first(session.connection(), owner=owner)
    return _DECODER.decode(found[0]) if found and found[0] else _lines(())


def folded(text: str) -> str:
    """A text as it is compared: in lower case, without diacritics."""
    return fold(lower(text))


def _crowded() -> Select[Any]:
    """Who has `MANY` dossiers or more outside their extract; counted, because that reads indexes alone."""
    number = func.count().label("number")
    # In order, or PostgreSQL would read the whole table where most dossiers have an owner.
    in_order = select(Dossier.owner_id).where(Dossier.owner_id.is_not(None)).order_by(Dossier.owner_id)
    owned = in_order.subquery()
    many = select(owned.c.owner_id, number).group_by(owned.c.owner_id).having(number >= MANY).subquery()
    inside = select(Extracted.owner_id, number).group_by(Extracted.owner_id).subquery()
    return (
        select(many.c.owner_id)
        .outerjoin(inside, inside.c.owner_id == many.c.owner_id)
        .where(many.c.number - func.coalesce(inside.c.number, 0) >= MANY)
        .order_by(many.c.owner_id)
    )


@cache
def _look_outside() -> Statement:
    return Statement(_outside(bindparam("owner")))


@cache
def _open() -> Statement:
    return Statement(select(Extract.searched).where(Extract.owner_id == bindparam("owner")), bulky=True)


def _outside(owner: UUID | BindParameter[UUID]) -> Select[UUID]:
    # Not `EXISTS`: PostgreSQL would look each up when it has not counted how many an owner has.
    inside = select(Extracted.dossier_id).where(Extracted.owner_id == owner)
    return select(Dossier.id).where(Dossier.owner_id == owner, Dossier.id.not_in(inside))


def _locked(session: Session, owner: UUID) -> Extract:
    found = session.get(Extract, owner, with_for_update=True)
    if found is None:
        found = Extract(owner_id=owner, searched=b"")
        session.add(found)
        session.flush()
    return found


def _lines(rows: Iterable[Any]) -> Lines:
    of: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of[row.procedure_code].append(row)
    sorted_ = [row for of_it in of.values() for row in of_it]
    return Lines(
        {procedure: len(of_it) for procedure, of_it in of.items()},
        b"".join(row.id.bytes for row in sorted_),
        "\n".join(map(_line, sorted_)),
    )


def _line(row: Any) -> str:
    told = " ".join(filter(None, (row.code, row.receipt_number, row.subject)))
    return folded(" ".join(told.split()))
