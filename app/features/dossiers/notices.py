"""What a person is told by mail about a dossier: once per event, no more personal data than needed."""

from __future__ import annotations

from datetime import date
from typing import Any

import structlog

from app.features.account.service import AccountService
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.models import Dossier, DossierEvent
from app.features.dossiers.statuses import SUPPLEMENT_ASKED, status
from app.jobs import notices as mails
from app.jobs.letters import Letters
from app.jobs.outbox import Outbox

log: Any = structlog.get_logger("portal.dossiers")


class Notices:
    """Leaves mails in the outbox, in the caller's transaction and in the dossier's language."""

    def __init__(
        self, outbox: Outbox, accounts: AccountService, catalogue: CatalogueService, letters: Letters
    ) -> None:
        self._outbox = outbox
        self._accounts = accounts
        self._catalogue = catalogue
        self._letters = letters

    def status(self, dossier: Dossier, event: DossierEvent) -> None:
        """Tell of a new status; the event's id is the mail's key, so that it is told once."""
        request = event.request if event.status == SUPPLEMENT_ASKED else None
        context = {
            "status": status(event.status),
            "points": len(request["points"]) if request else 0,
            "answer_by": _day(request.get("answer_by")) if request else None,
            "due_at": dossier.due_at if not status(event.status).ended else None,
        }
        self._leave(dossier, f"mail:{event.event_id}", "status", context)

    def refused(self, dossier: Dossier) -> None:
        """Tell that the agency's system did not take the application."""
        self._leave(dossier, f"mail:refused:{dossier.id}", "refused", {})

    def _leave(self, dossier: Dossier, key: str, template: str, context: dict[str, Any]) -> None:
        to = dossier.email or self._accounts.person(dossier.owner_id).claims.get("email")
        if not to:
            log.info("no address to write to", reference=dossier.reference)
            return
        names = self._catalogue.names([dossier.procedure_code])
        common = {
            "name": names.get(dossier.procedure_code, {"vi": dossier.procedure_code}),
            "reference": dossier.reference,
            "receipt_number": dossier.receipt_number,
        }
        letter = self._letters.write(template, dossier.language, {**common, **context})
        self._outbox.add(mails.KIND, key, mails.payload(letter, to=str(to), language=dossier.language))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
