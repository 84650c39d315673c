"""The application as a person declared it: a PDF, kept once, that goes to the agency with the answers."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.models import Application
from app.features.applications.sending.models import ApplicationPaper
from app.gateways.files import FileStore
from app.papers.signatures import Signature
from app.wizard.conditions import holds
from app.wizard.services import Signing

MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared at the aware moment `at`: `signature` is None where it was not signed."""

    pdf: bytes
    name: str
    language: str
    at: datetime
    signature: Signature | None = None

    @property
    def entry(self) -> dict[str, Any]:
        """The paper as the agency's manifest names it, without its id."""
        return {
            "name": self.name,
            "media_type": MEDIA_TYPE,
            "size": len(self.pdf),
            "sha256": hashlib.sha256(self.pdf).hexdigest(),
            "signed": self.signature is not None,
        }


def signing_of(draft: OpenDraft) -> Signing:
    """How the draft, with its answers, may be signed; by declaration where its form says nothing."""
    wanted = draft.definition.signing
    if wanted is None or not holds(wanted.when, draft.flow.live, draft.context.today):
        return Signing()
    return wanted


class ApplicationPapers:
    """Papers of applications; takes part in its caller's transaction."""

    def __init__(self, session: Session, files: FileStore) -> None:
        self._session = session
        self._files = files

    def keep(self, application_id: UUID, declared: Declared) -> None:
        """Keep the paper of an application that is about to be sent."""
        key, size, sha256 = self._files.put(io.BytesIO(declared.pdf))
        self._session.add(
            ApplicationPaper(
                application_id=application_id,
                storage_key=key,
                size=size,
                sha256=sha256,
                language=declared.language,
                made_at=declared.at,
                signature=_stored(declared.signature),
            )
        )

    def read(self, application_id: UUID) -> bytes:
        """The paper's bytes; raises `NotFound`, `Unavailable`."""
        kept = self._session.get(ApplicationPaper, application_id)
        if kept is None:
            raise NotFound("this application has no paper")
        return self._files.read(kept.storage_key, kept.sha256)

    def of(self, number: str, *, owner: UUID) -> tuple[str, bytes]:
        """File name and bytes of the owner's paper, by receipt number; raises `NotFound`, `Unavailable`."""
        mine = select(Application).where(Application.receipt_number == number, Application.owner_id == owner)
        sent = self._session.scalars(mine).first()
        if sent is None:
            raise NotFound("no such application of this person")
        named = sent.payload.get("application_pdf") or {}
        return str(named.get("name", f"{number}.pdf")), self.read(sent.id)


def _stored(signature: Signature | None) -> dict[str, Any] | None:
    if signature is None:
        return None
    return {"who": signature.who, "when": signature.when.isoformat() if signature.when else None}
