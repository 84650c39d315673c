"""Whether this process can serve people now."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.search import IndexStore


class HealthService:
    """Asks each thing the portal cannot serve without."""

    def __init__(self, session: Session, indexes: IndexStore) -> None:
        self._session = session
        self._indexes = indexes

    def parts(self) -> dict[str, bool]:
        """Each part and whether it works."""
        version = self._version()
        return {
            "database": version is not None,
            "catalogue": bool(version),
            "index": bool(version) and self._indexes.at(version or 0) is not None,
        }

    def _version(self) -> int | None:
        try:
            found = self._session.execute(text("SELECT version FROM catalogue_version")).scalar()
        except SQLAlchemyError:
            return None
        return int(found or 0)
