"""The coming due days of a person's dossiers, and nothing else about them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.mirror.statuses import STATUSES

MOST = 500
_PAUSED = tuple(code for code, status in STATUSES.items() if status.paused)


class DueDay(NamedTuple):
    """When a dossier is to be answered, as its agency said."""

    reference: str
    procedure_code: str
    due_at: datetime
    updated_at: datetime


class DueDays:
    """Reads due days; one statement."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, owner: UUID) -> list[DueDay]:
        """The person's open dossiers whose clock runs, by due day; at most 500."""
        query = (
            select(
                func.coalesce(Dossier.code, Dossier.receipt_number),
                Dossier.procedure_code,
                Dossier.due_at,
                Dossier.updated_at,
            )
            .where(
                Dossier.owner_id == owner,
                Dossier.finished_at.is_(None),
                Dossier.due_at.is_not(None),
                Dossier.status.not_in(_PAUSED),
            )
            .order_by(Dossier.due_at, Dossier.id)
            .limit(MOST)
        )
        return [DueDay._make(row) for row in self._session.execute(query)]
