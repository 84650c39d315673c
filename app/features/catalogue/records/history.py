"""The history of procedures: what changed on which day, and what the agency said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import msgspec
from sqlalchemy import Integer, Table, bindparam, insert, select
from sqlalchemy.orm import Session

from app.db.statements import Statement
from app.features.catalogue.models import ProcedureChange
from app.features.catalogue.records.changes import Change
from app.texts import Text

_MOST = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a procedure; `kind` is changed, withdrawn or restored."""

    kind: str
    happened_at: datetime
    changes: tuple[Change, ...]
    note: Text | None


_TABLE = cast(Table, ProcedureChange.__table__)
_CHANGES = Statement(
    select(*(_TABLE.c[name] for name in ("kind", "happened_at", "changes", "note")))
    .where(_TABLE.c.code == bindparam("code"))
    .order_by(_TABLE.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)


class History:
    """Reads the history of one procedure; one statement each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(self, code: str) -> Event | None:
        """The last change, if the procedure ever changed here."""
        return next(iter(self._read(code, 1)), None)

    def of(self, code: str) -> list[Event]:
        """The last hundred changes, newest first."""
        return self._read(code, _MOST)

    def _read(self, code: str, most: int) -> list[Event]:
        rows = _CHANGES.every(self._session.connection(), code=code.replace("\0", ""), most=most)
        return [
            Event(kind, happened_at, msgspec.convert(changes, tuple[Change, ...]), note)
            for kind, happened_at, changes, note in rows
        ]


class Chronicle:
    """Collects what happens to procedures during one write, and stores it at the end."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._rows: list[dict[str, Any]] = []

    def note(self, code: str, kind: str, changes: list[Change], note: Text | None) -> None:
        """Remember one change; without any visible difference and without a note there is none."""
        if kind == "changed" and not changes and not note:
            return
        self._rows.append(
            {
                "code": code,
                "kind": kind,
                "happened_at": self._now,
                "changes": msgspec.to_builtins(changes),
                "note": note,
            }
        )

    def store(self) -> None:
        """Write everything remembered, in one statement."""
        if self._rows:
            self._session.execute(insert(ProcedureChange), self._rows)
        self._rows = []
