"""Scan what the virus scanner had no time for when it arrived, and tell whoever sent something infected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.errors import Conflict, NotFound, Unavailable
from app.features.documents.models import Scanned, StoredFile
from app.features.notices.matter import Matter
from app.features.notices.service import NoticeService
from app.gateways.client import Refused
from app.gateways.files import FileStore
from app.gateways.virus_scanner import Scan, VirusScanner

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=5)
_PATIENCE = timedelta(hours=1)

log: Any = structlog.get_logger("portal.documents")


class Scanning:
    """The worker's part of looking for viruses; no transaction lasts while the scanner reads."""

    def __init__(
        self,
        database: Database,
        files: FileStore,
        scanner: VirusScanner,
        notices: Callable[[Session], NoticeService],
        clock: Clock,
    ) -> None:
        self._database = database
        self._files = files
        self._scanner = scanner
        self._notices = notices
        self._clock = clock

    def scan_due(self, limit: int = 20) -> int:
        """Scan every pending file that is due; returns how many got a verdict."""
        return sum(self._scan(file_id) for file_id in self._due(limit))

    def _due(self, limit: int) -> list[UUID]:
        due = select(StoredFile.id).where(
            StoredFile.scanned == "pending",
            StoredFile.scan_due_at <= self._clock(),
            StoredFile.deleted_at.is_(None),
        )
        with self._database.session(writes=False) as session:
            return list(session.scalars(due.order_by(StoredFile.scan_due_at).limit(limit)))

    def _scan(self, file_id: UUID) -> bool:
        with self._database.session(writes=False) as session:
            file = session.get_one(StoredFile, file_id)
        try:
            with self._files.open(file.storage_key, file.sha256) as stream:
                found = self._scanner.scan(stream)
        except Unavailable as error:
            self._postpone(file_id, str(error))
            return False
        self._record(file_id, found)
        return True

    def _postpone(self, file_id: UUID, reason: str) -> None:
        """Later again; after an hour without a verdict an operator has to see to it."""
        with self._database.transaction() as session:
            file = session.get_one(StoredFile, file_id, with_for_update=True)
            now, file.scan_attempts = self._clock(), file.scan_attempts + 1
            file.scan_due_at = now + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(file.scan_attempts, 8))
            if now - (file.wanted_at or file.stored_at) > _PATIENCE:
                file.scanned, file.scan_due_at = "failed", None
                log.error("file could not be scanned", file=str(file_id), reason=reason)
            session.commit()

    def _record(self, file_id: UUID, found: Scan) -> None:
        with self._database.transaction() as session:
            file = session.get_one(StoredFile, file_id, with_for_update=True)
            file.scanned, file.threat, file.scan_due_at = found.verdict, found.threat, None
            if found.verdict == "infected":
                log.warning("infected file", file=str(file_id))
                self._tell(session, file)
            session.commit()

    def _tell(self, session: Session, file: StoredFile) -> None:
        self._notices(session).leave(
            file.owner_id, "file_infected", event_key=f"infected:{file.id}", matter=Matter(path="documents")
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file without a verdict, as operators see it: nothing of its content, its name or its owner."""

    id: UUID
    state: Scanned
    stored_at: datetime
    attempts: int
    size: int


class ScanDesk:
    """What operators see of files without a verdict, and having them scanned once more."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def waiting(self, limit: int = 200) -> list[Waiting]:
        """Files whose scan failed, then those that wait, the longest waiting first."""
        without = select(StoredFile).where(
            StoredFile.scanned.in_(("failed", "pending")), StoredFile.deleted_at.is_(None)
        )
        rows = self._session.scalars(without.order_by(StoredFile.scanned, StoredFile.stored_at).limit(limit))
        return [
            Waiting(row.id, cast(Scanned, row.scanned), row.stored_at, row.scan_attempts, row.size)
            for row in rows
        ]

    def scan_again(self) -> None:
        """Have every file whose scan failed scanned once more; commits."""
        now = self._clock()
        failed = update(StoredFile).where(StoredFile.scanned == "failed")
        again = {"scanned": "pending", "scan_due_at": now, "wanted_at": now, "scan_attempts": 0}
        self._session.execute(failed.values(**again))
        self._session.commit()


class InfectedFile(Conflict):
    """One of the files has a virus; it has to be replaced before anything is sent."""

    template: ClassVar[str] = "documents/infected.html"

    def __init__(self, names: list[str]) -> None:
        super().__init__("a file is infected")
        self.names = names


def refuse_infected(session: Session, files: Iterable[dict[str, Any]]) -> None:
    """Raises `InfectedFile` when a scanner found something in one of these files of an answer."""
    ids = [UUID(str(file["id"])) for file in files]
    infected = select(StoredFile).where(StoredFile.id.in_(ids), StoredFile.scanned == "infected")
    names = [file.name for file in session.scalars(infected)] if ids else []
    if names:
        raise InfectedFile(names)


class ScanGate:
    """What may leave the portal: only files that a scanner found clean, or any where there is none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, file_id: UUID) -> None:
        """Raises `Unavailable` until there is a verdict, and `Refused` for an infected file."""
        with self._database.session(writes=False) as session:
            file = session.get(StoredFile, file_id)
        if file is None:
            raise NotFound("no such file")
        if file.scanned == "infected":
            raise Refused(422, {"error": "infected_file", "file": str(file_id)})
        if file.scanned in {"pending", "failed"}:
            raise Unavailable("a file waits for the virus scanner")
