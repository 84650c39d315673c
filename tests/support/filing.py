"""Applications that are sent without walking through their form again: one real one, copied."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.account.models import Person
from app.features.applications.models import Application
from app.features.applications.sending.submission import KIND
from app.features.documents.service import DocumentService, Limit
from app.features.dossiers.service import DossierService
from app.jobs.outbox import Outbox
from app.web.services import use
from tests.support.births import PAPER, submit_birth
from tests.support.clock import MovableClock
from tests.support.visitor import Visitor
from tests.support.worlds import World, copy_world


def real_payload(template: Path, folder: Path) -> dict[str, Any]:
    """What the portal sends for a birth registration that was filled in page by page."""
    copy_world(template, folder)
    world = World(folder, MovableClock())
    visitor = Visitor(world.portal, world.sandbox)
    visitor.sign_in()
    submit_birth(visitor)
    with world.database.session(writes=False) as session:
        payload: dict[str, Any] = session.scalars(select(Application)).one().payload
    world.close()
    return payload


def file_application(
    world: World, payload: dict[str, Any], *, language: str = "vi", email: str | None = None
) -> UUID:
    """Send a copy of the application for the one person who has signed in; returns its id."""
    with world.portal.test_request_context(method="POST"):
        session = use(Session)
        owner = session.scalars(select(Person)).one().id
        file = use(DocumentService).store(owner, PAPER[0], io.BytesIO(PAPER[1]), Limit())
        application = _copy(payload, file.id, language)
        application_id = UUID(application["application_id"])
        use(DossierService).register(
            application_id=application_id,
            receipt_number=application["receipt_number"],
            owner=owner,
            procedure_code=application["procedure"],
            subject=None,
            language=language,
            submitted_at=file.stored_at,
            files=application["files"],
            email=email,
        )
        outbox = Outbox(session, lambda: file.stored_at)
        outbox.add(KIND, str(application_id), {"application": application, "owner": str(owner)})
        session.commit()
    return application_id


def _copy(payload: dict[str, Any], file_id: UUID, language: str) -> dict[str, Any]:
    text = json.dumps(payload)
    for file in payload["files"]:
        text = text.replace(file["id"], str(file_id))
    text = text.replace(payload["application_id"], str(uuid4()))
    text = text.replace(
        payload["receipt_number"], f"{payload['receipt_number'][:-4]}{uuid4().hex[:6].upper()}"
    )
    copy: dict[str, Any] = json.loads(text)
    # Its paper is that of the application it was copied from.
    copy.pop("application_pdf", None)
    return {**copy, "language": language}
