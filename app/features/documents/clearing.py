"""What nobody needs any more: uploads that stopped, and files left over from deleted drafts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.features.documents.models import PartialUpload, StoredFile
from app.features.documents.service import UsesOf
from app.gateways.files import FileStore

UNUSED_FOR = timedelta(days=30)
_AT_ONCE = 200


class Clearing:
    """The worker's part of deleting; nothing that a draft or a dossier names is ever touched."""

    def __init__(self, database: Database, files: FileStore, uses_of: Iterable[UsesOf], clock: Clock) -> None:
        self._database = database
        self._files = files
        self._uses_of = tuple(uses_of)
        self._clock = clock

    def clear(self) -> int:
        """Forget expired uploads, then released files nothing uses; returns how many went."""
        return self._expired_uploads() + self._released_files()

    def _expired_uploads(self) -> int:
        with self._database.transaction() as session:
            old = select(PartialUpload).where(PartialUpload.expires_at <= self._clock()).limit(_AT_ONCE)
            rows = session.scalars(old).all()
            session.execute(delete(PartialUpload).where(PartialUpload.id.in_([row.id for row in rows])))
            session.commit()
        for row in rows:
            self._files.delete(row.storage_key)
        return len(rows)

    def _released_files(self) -> int:
        """Files released a month ago; one that was taken into use again since is no longer released."""
        with self._database.transaction() as session:
            due = select(StoredFile).where(
                StoredFile.released_at <= self._clock() - UNUSED_FOR,
                StoredFile.deleted_at.is_(None),
                StoredFile.kind == "upload",
            )
            files = session.scalars(due.limit(_AT_ONCE).with_for_update()).all()
            used = {owner: self._used(session, owner) for owner in {file.owner_id for file in files}}
            gone = [file for file in files if file.id not in used[file.owner_id]]
            for file in files:
                file.released_at = None
            for file in gone:
                file.deleted_at = self._clock()
            session.commit()
        for file in gone:
            self._files.delete(file.storage_key)
            if file.thumbnail_key:
                self._files.delete(file.thumbnail_key)
        return len(gone)

    def _used(self, session: Session, owner: UUID) -> set[UUID]:
        return {use.file_id for uses_of in self._uses_of for use in uses_of(session, owner)}
