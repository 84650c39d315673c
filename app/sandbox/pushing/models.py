"""Dossiers of agencies that push, and what they have pushed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.sandbox.agencies.models import Dossier, DossierEvent
from app.sandbox.db import Base
from app.sandbox.pushing.systems import SYSTEMS, System


class PushedDossier(Base):
    """A dossier the portal never received; `steps` grow by one a version, the portal knows `acknowledged`."""

    __tablename__ = "pushed_dossiers"

    code: Mapped[str] = mapped_column(primary_key=True)
    system_id: Mapped[str]
    holder: Mapped[str]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    steps: Mapped[list[Any]]
    acknowledged: Mapped[int] = mapped_column(default=0)

    @property
    def system(self) -> System:
        """Whose software keeps it."""
        return SYSTEMS[self.system_id]

    @property
    def status(self) -> int:
        """The status of its last step."""
        return int(self.steps[-1]["status"])

    def accepted(self) -> Dossier:
        """The dossier as it stood when it was accepted."""
        return Dossier(
            code=self.code,
            procedure=self.system.procedure,
            agency={"code": self.system.agency, "name": self.system.name},
            applicant={"id_number": self.holder, "name": ""},
            received_at=self.received_at,
            due_at=self.due_at,
            status=int(self.steps[0]["status"]),
            version=1,
            events=[],
        )

    def now(self) -> Dossier:
        """The dossier as it stands."""
        dossier = self.accepted()
        dossier.status, dossier.version = self.status, len(self.steps)
        dossier.events = [self.event(version) for version in range(2, len(self.steps) + 1)]
        return dossier

    def event(self, version: int) -> DossierEvent:
        """The step that made `version`."""
        taken = self.steps[version - 1]
        return DossierEvent(
            cursor=version,
            event_id=taken["event_id"],
            dossier_code=self.code,
            version=version,
            status=int(taken["status"]),
            occurred_at=datetime.fromisoformat(taken["occurred_at"]),
            actor={"name": "Hệ thống một cửa", "unit": self.system.name},
            due_at=self.due_at,
        )


class Push(Base):
    """One request to the portal and its answer; `status` is None when none came."""

    __tablename__ = "pushes"

    number: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    manner: Mapped[str]
    sent_at: Mapped[datetime]
    body: Mapped[str]
    status: Mapped[int | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    @property
    def readable(self) -> str:
        """The body, a line a value."""
        return json.dumps(json.loads(self.body), ensure_ascii=False, indent=2)
