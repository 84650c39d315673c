"""What a step says about the files of its questions beside their names, and which others could be used."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from app.features.applications.drafts.arrivals import upload_target
from app.features.applications.presenters import StepPage
from app.features.documents.service import DocumentService
from app.wizard.fields import Field

_MOST_OFFERED = 6


def annotated(shown: StepPage, documents: DocumentService, owner: UUID) -> StepPage:
    """The step with, for each question about files, what is known of them and what the person has.

    Files that somebody invited gives belong to the application's owner; nobody is offered another's files.
    """
    if not shown.has_files:
        return shown
    fields = tuple(_with_notes(shown, field, documents, owner) for field in shown.fields)
    return replace(shown, fields=fields)


def _with_notes(shown: StepPage, field: Field, documents: DocumentService, owner: UUID) -> Field:
    if field.type != "file":
        return field
    target = upload_target(shown.draft.id, field.name, shown.item)
    if shown.pages.shared:
        return replace(field, view={**field.view, "target": target})
    held: list[dict[str, Any]] = field.value or []
    known = {file["sha256"] for file in held} | {file["sha256"] for file in field.reuse}
    offered = documents.usable(owner, field.view["sent"])
    view = {
        **field.view,
        "notes": documents.described((file["id"] for file in held), owner),
        "mine": [file for file in offered if file.sha256 not in known][:_MOST_OFFERED],
        "target": target,
    }
    return replace(field, view=view)
