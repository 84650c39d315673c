"""The agencies' own catalogue: a log of changed and withdrawn procedures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.sandbox.agencies.models import CatalogueEntry
from app.sandbox.clock import Clock
from app.sandbox.counting import next_number
from app.sandbox.errors import Unknown

COUNTER = "catalogue"
HERE = Path(__file__).parent
Record = dict[str, Any]


class Catalogue:
    """Publishes procedures and withdraws them; nothing is ever edited in place."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def begin(self) -> None:
        """Publish the built-in procedures that were never published here."""
        known = set(self._session.scalars(select(CatalogueEntry.code).distinct()))
        for record in built_in_procedures():
            if record["code"] not in known:
                self._log("changed", record["code"], record=record)
        self._session.commit()

    def publish(self, record: Record, note: dict[str, str] | None = None) -> str:
        """Publish a new or changed procedure; returns the cursor of the change."""
        cursor = self._log("changed", record["code"], record=record, note=note)
        self._session.commit()
        return cursor

    def withdraw(self, code: str, successor: str | None = None, note: dict[str, str] | None = None) -> str:
        """Take a procedure out; raises Unknown when it is not in the catalogue."""
        self.current(code)
        cursor = self._log("withdrawn", code, successor=successor, note=note)
        self._session.commit()
        return cursor

    def current(self, code: str) -> Record:
        """The procedure as it stands; raises Unknown when there is none or it was withdrawn."""
        record = self.listed().get(code)
        if record is None:
            raise Unknown("There is no such procedure.")
        return record

    def listed(self) -> dict[str, Record]:
        """Every procedure that is in force, by code."""
        latest = select(func.max(CatalogueEntry.cursor)).group_by(CatalogueEntry.code)
        rows = select(CatalogueEntry).where(CatalogueEntry.cursor.in_(latest)).order_by(CatalogueEntry.code)
        return {row.code: row.record for row in self._session.scalars(rows) if row.record is not None}

    def changes_after(self, cursor: int, limit: int) -> list[dict[str, Any]]:
        """At most `limit` changes with a larger cursor, oldest first."""
        wanted = select(CatalogueEntry).where(CatalogueEntry.cursor > cursor)
        return [
            _item(row) for row in self._session.scalars(wanted.order_by(CatalogueEntry.cursor).limit(limit))
        ]

    def changes_until(self, cursor: int, limit: int) -> list[dict[str, Any]]:
        """At most `limit` changes up to `cursor`, oldest first."""
        wanted = select(CatalogueEntry).where(CatalogueEntry.cursor <= cursor)
        return [
            _item(row) for row in self._session.scalars(wanted.order_by(CatalogueEntry.cursor).limit(limit))
        ]

    def _log(self, kind: str, code: str, **rest: Any) -> str:
        cursor = next_number(self._session, COUNTER)
        self._session.add(
            CatalogueEntry(cursor=cursor, kind=kind, code=code, published_at=self._clock(), **rest)
        )
        self._session.flush()
        return str(cursor)


def working_days_for(session: Session, code: str) -> int | None:
    """The working days an agency has for an online dossier, None where no rule gives a number."""
    latest = (
        select(CatalogueEntry)
        .where(CatalogueEntry.code == code, CatalogueEntry.record.is_not(None))
        .order_by(CatalogueEntry.cursor.desc())
    )
    entry = session.scalars(latest.limit(1)).first()
    if entry is not None and entry.record is not None:
        return _online_days(entry.record)
    national = ".".join(code.split(".")[:2])
    return _processing().get(code, _processing().get(national))


def built_in_procedures() -> list[Record]:
    """The procedures shipped with the sandbox."""
    files = sorted((HERE / "procedures").glob("*.json"))
    return [msgspec.json.decode(path.read_bytes(), type=Record) for path in files]


def _online_days(record: Record) -> int | None:
    for channel in record["channels"]:
        time = channel["time"]
        if channel["channel"] == "online" and time and time["unit"] == "working_day":
            return int(time["amount"])
    return None


@cache
def _processing() -> dict[str, int]:
    return msgspec.json.decode((HERE / "processing.json").read_bytes(), type=dict[str, int])


def _item(row: CatalogueEntry) -> dict[str, Any]:
    return {
        "cursor": str(row.cursor),
        "kind": row.kind,
        "code": row.code,
        "record": row.record,
        "successor": row.successor,
        "note": row.note,
    }
