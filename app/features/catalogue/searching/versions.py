"""The number by which every process notices that the search index must be another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.features.catalogue.models import CatalogueVersion


def raise_version(session: Session, now: datetime) -> int:
    """The next version, in the transaction of what changed; the caller commits."""
    row = session.get(CatalogueVersion, 1, with_for_update=True)
    if row is None:
        row = CatalogueVersion(id=1, version=0, changed_at=now)
        session.add(row)
    row.version += 1
    row.changed_at = now
    session.flush()
    return row.version
