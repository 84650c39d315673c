"""The papers that go to the agency with the answers: the applicant's, and those of whoever agreed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.applications.drafts.declaration import Declared
from app.features.applications.models import Application
from app.features.applications.people.agreed_papers import AgreedPapers
from app.features.applications.sending.models import ApplicationPaper
from app.gateways.files import FileStore


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """What somebody called `person` declared, with the application of this receipt `number`."""

    number: str
    id: UUID
    person: str
    entry: dict[str, Any]


class ApplicationPapers:
    """Papers of applications; takes part in its caller's transaction."""

    def __init__(self, session: Session, files: FileStore) -> None:
        self._session = session
        self._files = files

    def keep(self, application_id: UUID, declared: Declared) -> None:
        """Keep the applicant's paper of an application that is about to be sent."""
        key, size, sha256 = self._files.put(io.BytesIO(declared.pdf))
        self._session.add(
            ApplicationPaper(
                application_id=application_id,
                storage_key=key,
                size=size,
                sha256=sha256,
                language=declared.language,
                made_at=declared.at,
                signature=declared.signed_by,
            )
        )

    def read(self, paper_id: UUID) -> bytes:
        """The bytes of a paper by the id it was sent under; raises `NotFound`, `Unavailable`."""
        kept = self._session.get(ApplicationPaper, paper_id)
        if kept is None:
            return AgreedPapers(self._session).pdf(paper_id)
        return self._files.read(kept.storage_key, kept.sha256)

    def of(self, number: str, *, owner: UUID) -> tuple[str, bytes]:
        """File name and bytes of the owner's paper, by receipt number; raises `NotFound`, `Unavailable`."""
        sent = self._sent(number, owner)
        named = sent.payload.get("application_pdf") or {}
        return str(named.get("name", f"{number}.pdf")), self.read(sent.id)

    def others(self, numbers: Iterable[str], *, owner: UUID) -> list[OtherPaper]:
        """What other people declared about the owner's applications; raises `NotFound`."""
        return [
            OtherPaper(number, UUID(party["paper"]["id"]), party["name"], party["paper"])
            for number in numbers
            for party in self._sent(number, owner).payload.get("parties", ())
            if "paper" in party
        ]

    def other(self, number: str, paper_id: UUID, *, owner: UUID) -> tuple[str, bytes]:
        """File name and bytes of what somebody else declared; raises `NotFound`."""
        for one in self.others([number], owner=owner):
            if one.id == paper_id:
                return str(one.entry["name"]), self.read(paper_id)
        raise NotFound("no such paper with this application")

    def _sent(self, number: str, owner: UUID) -> Application:
        mine = select(Application).where(Application.receipt_number == number, Application.owner_id == owner)
        sent = self._session.scalars(mine).first()
        if sent is None:
            raise NotFound("no such application of this person")
        return sent


def papers_in(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The papers a payload names, the applicant's first."""
    own = payload.get("application_pdf")
    others = [party["paper"] for party in payload.get("parties", ()) if "paper" in party]
    return [*([own] if own else []), *others]
