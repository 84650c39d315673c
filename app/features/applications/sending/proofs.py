"""What is left with every application that is sent: its paper and its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.features.applications.drafts.declaration import Declared
from app.features.applications.models import Application
from app.features.applications.sending.papers import ApplicationPapers
from app.features.applications.sending.receipt_book import ReceiptBook


@dataclass(frozen=True, slots=True)
class Proofs:
    """Takes part in the transaction that sends; the application must be flushed before."""

    papers: ApplicationPapers
    receipts: ReceiptBook

    def keep(self, application: Application, along: Sequence[Application], declared: Declared) -> None:
        """Keep the paper with the application and all that is filed along, and write the receipts."""
        for one in (application, *along):
            self.papers.keep(one.id, declared)
        self.receipts.issue(application, along)
