"""The files an application will be sent with, and what the portal found out about each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.features.applications.drafts.editing import OpenDraft
from app.features.documents.describing import Described
from app.features.documents.service import DocumentService
from app.texts import Text
from app.wizard.parcel import files


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file as answers name it, the label of its question, and what is known of it."""

    entry: dict[str, Any]
    label: Text
    note: Described | None


def sent_files(
    drafts: Iterable[OpenDraft], documents: DocumentService, *, owner: UUID
) -> tuple[SentFile, ...]:
    """Every file of the drafts, in the order of their forms."""
    found = [
        (file, draft.definition.question(file["question"]).label)
        for draft in drafts
        for file in files(draft.definition, draft.relevant)
    ]
    notes = documents.described((file["id"] for file, _ in found), owner)
    return tuple(SentFile(file, label, notes.get(file["id"])) for file, label in found)
