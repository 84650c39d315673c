"""Draw the first pages of PDFs that arrived, one after the other, apart from requests."""

from __future__ import annotations

import io
from uuid import UUID

from sqlalchemy import select, update

from app.clock import Clock
from app.db.base import Database
from app.errors import Unavailable
from app.features.documents.models import StoredFile
from app.gateways.files import FileStore
from app.uploads.first_page import first_page

_SAFE = ("clean", "unchecked")


class Previews:
    """The worker's part of thumbnails; no transaction lasts while a page is drawn."""

    def __init__(self, database: Database, files: FileStore, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._clock = clock

    def draw_due(self, limit: int = 10) -> int:
        """Draw what is due and no virus was found in; returns how many pictures there are now more.

        Each file is tried once: a page that cannot be drawn stays without a picture.
        """
        return sum(self._draw(file_id) for file_id in self._due(limit))

    def _due(self, limit: int) -> list[UUID]:
        due = select(StoredFile.id).where(
            StoredFile.thumbnail_due_at <= self._clock(),
            StoredFile.scanned.in_(_SAFE),
            StoredFile.deleted_at.is_(None),
        )
        with self._database.session(writes=False) as session:
            return list(session.scalars(due.order_by(StoredFile.thumbnail_due_at).limit(limit)))

    def _draw(self, file_id: UUID) -> bool:
        file = self._claimed(file_id)
        if file is None:
            return False
        try:
            with self._files.open(file.storage_key, file.sha256) as stream:
                drawn = first_page(stream)
        except Unavailable:
            return False
        return drawn is not None and self._kept(file_id, drawn)

    def _claimed(self, file_id: UUID) -> StoredFile | None:
        """The file, no longer due, so that a file that ends the process is not drawn for ever."""
        mine = (StoredFile.id == file_id, StoredFile.thumbnail_due_at.is_not(None))
        with self._database.transaction() as session:
            claim = update(StoredFile).where(*mine).values(thumbnail_due_at=None)
            claimed = session.scalar(claim.returning(StoredFile.id))
            session.commit()
            return session.get(StoredFile, file_id) if claimed else None

    def _kept(self, file_id: UUID, drawn: bytes) -> bool:
        """Whether the file is still there to have its picture."""
        key, _size, sha256 = self._files.put(io.BytesIO(drawn))
        there = (StoredFile.id == file_id, StoredFile.deleted_at.is_(None))
        with self._database.transaction() as session:
            found = update(StoredFile).where(*there).values(thumbnail_key=key, thumbnail_sha256=sha256)
            kept = session.scalar(found.returning(StoredFile.id)) is not None
            session.commit()
        if not kept:
            self._files.delete(key)
        return kept
