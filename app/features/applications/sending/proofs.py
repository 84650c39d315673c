"""What is left with every application that is sent: its paper and its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from app.features.applications.models import Application
from app.features.applications.sending.declared import ApplicationPapers, Declared
from app.features.applications.sending.receipt_book import ReceiptBook


@dataclass(frozen=True, slots=True)
class Proofs:
    """Takes part in the transaction that sends; the application must be flushed before."""

    papers: ApplicationPapers
    receipts: ReceiptBook

    def keep(self, application: Application, declared: Declared) -> None:
        """Keep the paper and write the receipt."""
        self.papers.keep(application.id, declared)
        self.receipts.issue(application)
