"""Which dossiers an extract holds as they are; whoever changes what is searched of one says so here."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.db.many import among
from app.features.dossiers.mirror.models import Extracted


def out_of_extract(session: Session, dossiers: Collection[UUID]) -> None:
    """From now on these are read themselves. Not committed; the caller holds the locks of their rows."""
    if dossiers:
        held = delete(Extracted).where(among(session, Extracted.dossier_id, dossiers))
        session.execute(held.execution_options(synchronize_session=False))
