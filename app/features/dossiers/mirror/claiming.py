"""Dossiers agencies sent become the person's own when the person they name signs in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.features.dossiers.mirror.holders import holder_key
from app.features.dossiers.mirror.models import Dossier


def claim(session: Session, person: UUID, id_number: str | None) -> int:
    """Give a person the dossiers of their ID number that nobody has yet; returns how many. Not committed.

    The identity provider vouches for the number at every sign-in; dossiers that arrive later are given to
    them as they arrive.
    """
    if not id_number:
        return 0
    nobodys = update(Dossier).where(Dossier.holder == holder_key(id_number), Dossier.owner_id.is_(None))
    given = session.execute(nobodys.values(owner_id=person).execution_options(synchronize_session=False))
    return int(given.rowcount)  # type: ignore[attr-defined]  # an UPDATE has it
