"""Take an application back: the person asks, the agency confirms with status 7 or says why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, Invalid
from app.features.dossiers.mirror.exchange import Withdrawal
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.mirror.statuses import WITHDRAWN
from app.features.dossiers.reading import DossierRow
from app.features.dossiers.service import DossierService
from app.jobs.outbox import Outbox
from app.texts import N_, Text

KIND = "withdrawal"
LONGEST = 1000

State = Literal["asked", "delivered", "declined", "refused", "granted"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The latest request to withdraw; `answer` is what the agency said when it declined."""

    asked_at: datetime
    reason: str | None
    state: State
    answered_at: datetime | None
    answer: Text | None

    @property
    def open(self) -> bool:
        """Whether the agency has not answered yet."""
        return self.state in ("asked", "delivered")


class WithdrawalService:
    """Requests to withdraw; every method names the owner."""

    def __init__(self, session: Session, dossiers: DossierService, clock: Clock) -> None:
        self._session = session
        self._dossiers = dossiers
        self._clock = clock

    def at(self, reference: str, *, owner: UUID) -> tuple[DossierRow, Asked | None]:
        """The dossier and the latest request, if any; raises `NotFound`."""
        dossier = self._dossiers.row(reference, owner=owner)
        return dossier, self.of(dossier)

    def of(self, dossier: DossierRow) -> Asked | None:
        """The latest request of a dossier."""
        found = self._latest(dossier.id)
        return _asked(found, dossier) if found else None

    def ask(self, reference: str, *, owner: UUID, reason: str) -> None:
        """Ask the agency to give the application back; asking again while one is open asks nothing more.

        Commits. Raises `NotFound`, `Invalid` for too many words, `Conflict` where the status forbids it.
        """
        words = reason.strip()
        if len(words) > LONGEST:
            raise Invalid(
                "too long", {"reason": N_("Your reason is too long. Shorten it to 1,000 characters.")}
            )
        self._session.get(Dossier, self._dossiers.row(reference, owner=owner).id, with_for_update=True)
        dossier, earlier = self.at(reference, owner=owner)
        if earlier is not None and earlier.open:
            return
        if not withdrawable(dossier):
            raise Conflict("the status does not allow to withdraw")
        asked = Withdrawal(id=uuid4(), dossier_id=dossier.id, reason=words or None, asked_at=self._clock())
        self._session.add(asked)
        body = {
            "withdrawal_id": str(asked.id),
            "reason": asked.reason,
            "asked_at": asked.asked_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
        payload = {"withdrawal_id": str(asked.id), "dossier_code": dossier.code, "withdrawal": body}
        Outbox(self._session, self._clock).add(KIND, f"{KIND}:{asked.id}", payload)
        self._session.commit()

    def _latest(self, dossier_id: UUID) -> Withdrawal | None:
        newest = (
            select(Withdrawal)
            .where(Withdrawal.dossier_id == dossier_id)
            .order_by(Withdrawal.asked_at.desc(), Withdrawal.declined_at.is_(None).desc(), Withdrawal.id)
            .limit(1)
        )
        return self._session.scalars(newest).first()


def withdrawable(dossier: DossierRow) -> bool:
    """Whether status 7 may follow, and the agency has the dossier from here and so takes the wish."""
    reachable = dossier.filed_here and dossier.code is not None and not dossier.refused
    return reachable and WITHDRAWN in dossier.status.followers


def _asked(found: Withdrawal, dossier: DossierRow) -> Asked:
    return Asked(found.asked_at, found.reason, _state(found, dossier), found.declined_at, found.answer)


def _state(found: Withdrawal, dossier: DossierRow) -> State:
    if dossier.status.code == WITHDRAWN:
        return "granted"
    if found.refusal is not None or WITHDRAWN not in dossier.status.followers:
        return "refused"
    if found.declined_at is not None:
        return "declined"
    return "delivered" if found.delivered_at is not None else "asked"
