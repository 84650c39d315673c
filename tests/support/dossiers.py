"""Dossiers and what agencies tell about them, as plain rows and records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.orm import Session

from app.features.account.models import Person
from app.features.account.service import AccountService
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.service import DossierService
from app.features.notices.service import NoticeService
from app.features.notices.tokens import MailLinks
from app.features.notices.wording import Wording
from app.gateways.agencies import (
    Acknowledgement,
    Actor,
    Agency,
    DossierChange,
    FileSeen,
    Point,
    SupplementRequest,
)
from app.search import IndexStore
from tests.support.clock import MONDAY_MORNING

CODE = "000.00.00.H26-261123-0001"
TEMPLATES = Path(__file__).parents[2] / "templates"

AGENCY = Agency("H26.32", {"vi": "UBND phường Cửa Nam", "en": "Cua Nam Ward People's Committee"})
REQUEST = SupplementRequest(
    id="request-1",
    points=(
        Point("birth_proof", {"vi": "Ảnh giấy chứng sinh bị mờ", "en": "The photo is blurred"}, "file"),
        Point("why_late", {"vi": "Vì sao đăng ký muộn?", "en": "Why so late?"}, "text"),
    ),
    answer_by="2026-12-01",
)


def dossier_service(session: Session, folder: Path, clock: Callable[[], datetime]) -> DossierService:
    """The service over one session, with an empty catalogue."""
    catalogue = CatalogueService(session, IndexStore(folder / "index"), clock)
    accounts = AccountService(session, clock)
    return DossierService(session, clock, accounts, catalogue, notice_service(session, clock))


def notice_service(session: Session, clock: Callable[[], datetime]) -> NoticeService:
    """Notices over one session."""
    wording = Wording(TEMPLATES, "http://portal.test")
    links = MailLinks("not-a-secret", "http://portal.test")
    return NoticeService(session, AccountService(session, clock), wording, links, clock)


def make_person(session: Session, *, email: str | None = "binh@example.vn", subject: str = "") -> Person:
    """Somebody who has signed in once."""
    person = Person(
        id=uuid4(),
        issuer="http://issuer.test",
        subject=subject or uuid4().hex,
        name="Trần Thị Bình",
        id_number="001190000011",
        id_number_index=uuid4().hex,
        identity_level=2,
        claims={"email": email} if email else {},
        language="vi",
        created_at=MONDAY_MORNING,
        seen_at=MONDAY_MORNING,
    )
    session.add(person)
    session.flush()
    return person


def make_file(name: str = "giấy chứng sinh.pdf", body: bytes = b"%PDF-1.7 a") -> dict[str, Any]:
    """One file of a manifest."""
    return {
        "id": str(uuid4()),
        "name": name,
        "media_type": "application/pdf",
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "question": "birth_proof",
    }


def register(
    service: DossierService,
    owner: UUID,
    *,
    receipt_number: str = "",
    files: Sequence[dict[str, Any]] = (),
    language: str = "vi",
    subject: str | None = None,
) -> Dossier:
    """A dossier of the first second: sent, not acknowledged."""
    return service.register(
        application_id=uuid4(),
        receipt_number=receipt_number or f"DVC-{uuid4().hex[:8].upper()}",
        owner=owner,
        procedure_code="1.001193",
        subject=subject,
        language=language,
        submitted_at=MONDAY_MORNING,
        files=files,
    )


def acknowledgement(
    files: Sequence[dict[str, Any]] = (), *, code: str = CODE, due_at: datetime | None = None
) -> Acknowledgement:
    """The agency's answer that lists the files."""
    seen = tuple(FileSeen(file["id"], file["sha256"], file["size"]) for file in files)
    return Acknowledgement(code, MONDAY_MORNING + timedelta(minutes=1), AGENCY, seen, due_at)


def change(application_id: UUID, version: int, status: int, **fields: Any) -> DossierChange:
    """One event of the feed."""
    given = {
        "event_id": f"{application_id}-{version}",
        "cursor": str(version),
        "version": version,
        "dossier_code": CODE,
        "application_id": str(application_id),
        "status": status,
        "occurred_at": MONDAY_MORNING + timedelta(hours=min(version, 1000)),
        "actor": Actor("Đỗ Thu Hà", {"vi": "Bộ phận Một cửa", "en": "One-stop desk"}),
        **fields,
    }
    return DossierChange(**given)


def story(application_id: UUID, statuses: Sequence[int] = (1, 2, 4, 5, 2, 4, 9, 10)) -> list[DossierChange]:
    """The events of one dossier from the first to the last, with one supplement asked for."""
    return [
        change(application_id, version, status, request=REQUEST if status == 5 else None)
        for version, status in enumerate(statuses, start=1)
    ]


def raw(item: DossierChange) -> dict[str, Any]:
    """The event as it travels."""
    found: dict[str, Any] = msgspec.to_builtins(item)
    return found
