"""What somebody declares about a draft: a paper, with a signature or without."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.features.applications.drafts.editing import OpenDraft
from app.papers.signatures import Signature
from app.wizard.rules.conditions import holds
from app.wizard.services import Signing


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared at the aware moment `at`: `signature` is None where it was not signed."""

    pdf: bytes
    name: str
    language: str
    at: datetime
    signature: Signature | None = None

    @property
    def sha256(self) -> str:
        """Fingerprint of the paper."""
        return hashlib.sha256(self.pdf).hexdigest()

    @property
    def entry(self) -> dict[str, Any]:
        """The paper as the agency's manifest names it, without its id."""
        return paper_entry(self.name, len(self.pdf), self.sha256, signed=self.signature is not None)

    @property
    def signed_by(self) -> dict[str, Any] | None:
        """Who signed and when, as it is kept."""
        if self.signature is None:
            return None
        when = self.signature.when
        return {"who": self.signature.who, "when": when.isoformat() if when else None}


def paper_entry(name: str, size: int, sha256: str, *, signed: bool) -> dict[str, Any]:
    """A declared paper of `size` bytes as the agency's manifest names it, without its id."""
    return {"name": name, "media_type": "application/pdf", "size": size, "sha256": sha256, "signed": signed}


def signing_of(draft: OpenDraft) -> Signing:
    """How the draft, with its answers, may be signed; by declaration where its form says nothing."""
    wanted = draft.definition.signing
    if wanted is None or not holds(wanted.when, draft.flow.live, draft.context.today):
        return Signing()
    return wanted
