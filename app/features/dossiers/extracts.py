"""What is searched of a person with very many dossiers, kept in one sealed piece beside them.

Texts that may name somebody are encrypted one by one. Opening thousands of them takes longer than anybody
should wait for a search, and so does only reading that many rows from all over a large table. Whoever has
many dossiers therefore has an *extract*: a line for each, opened all at once. A dossier whose `extracted` is
null is not in it, or not as it is now: that one is read itself. So nothing depends on how old an extract is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db.base import Base, Database
from app.db.many import among
from app.db.types import EncryptedJSON
from app.features.dossiers.mirror.models import Dossier
from app.folding import fold, lower

Lines = dict[str, dict[str, str]]
"""By the procedure's code and the dossier's id: what is searched of it, folded."""

MANY = 200
"""From how many dossiers outside an extract on it is made anew."""

_LOOSE = (Dossier.owner_id.is_not(None), Dossier.extracted.is_(None))
_SEARCHED = (Dossier.id, Dossier.code, Dossier.receipt_number, Dossier.procedure_code, Dossier.subject)


class Extract(Base):
    """What is searched of one owner's dossiers."""

    __tablename__ = "dossier_extract"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    lines: Mapped[Lines] = mapped_column(EncryptedJSON)


class Extracts:
    """Makes extracts; the worker's task. A transaction for each owner: stopped, it goes on where it was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self) -> int:
        """Make anew what has fallen behind; returns how many extracts were made."""
        return sum(self._make(owner) for owner in self._behind())

    def _behind(self) -> list[UUID]:
        crowded = select(Dossier.owner_id).where(*_LOOSE).group_by(Dossier.owner_id)
        with self._database.session(writes=False) as session:
            owners = session.scalars(crowded.having(func.count() >= MANY).order_by(Dossier.owner_id))
            return [owner for owner in owners if owner]

    def _make(self, owner: UUID) -> bool:
        with self._database.transaction() as session:
            try:
                extract = _locked(session, owner)
            except IntegrityError:
                return False  # Another worker is making it.
            # Without a code yet it will be another line soon.
            whole = (Dossier.owner_id == owner, Dossier.code.is_not(None))
            loose = select(Dossier.id).where(*whole, *_LOOSE).order_by(Dossier.id).with_for_update()
            fresh = session.scalars(loose).all()
            if len(fresh) < MANY:
                return False
            extract.lines = _lines(session.execute(select(*_SEARCHED).where(*whole)))
            taken = update(Dossier).where(among(session, Dossier.id, fresh)).values(extracted=True)
            session.execute(taken.execution_options(synchronize_session=False))
            session.commit()
            return True


def lines_outside(session: Session, owner: UUID) -> Lines:
    """Of the owner's dossiers that are not in the extract as they are now."""
    return _lines(session.execute(select(*_SEARCHED).where(Dossier.owner_id == owner, *_LOOSE)))


def lines_inside(session: Session, owner: UUID) -> Lines:
    """The owner's extract; to be read after `lines_outside`, which tells what of it is out of date."""
    return session.scalar(select(Extract.lines).where(Extract.owner_id == owner)) or {}


def folded(text: str) -> str:
    """A text as it is compared: in lower case, without diacritics."""
    return fold(lower(text))


def _locked(session: Session, owner: UUID) -> Extract:
    found = session.get(Extract, owner, with_for_update=True)
    if found is None:
        found = Extract(owner_id=owner, lines={})
        session.add(found)
        session.flush()
    return found


def _lines(rows: Iterable[Any]) -> Lines:
    lines: Lines = defaultdict(dict)
    for row in rows:
        lines[row.procedure_code][row.id.hex] = folded(" ".join(_parts(row)))
    return lines


def _parts(row: Any) -> Iterator[str]:
    return filter(None, (row.code, row.receipt_number, row.procedure_code, row.subject))
