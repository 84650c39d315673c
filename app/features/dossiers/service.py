"""Dossiers as their owners follow them, from the first second after submitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

import structlog
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, NotFound
from app.features.account.service import AccountService
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.agency_names import agency_names, keep_name, unnamed
from app.features.dossiers.mirror.events import EventLog, Outcome, is_code
from app.features.dossiers.mirror.extracted import out_of_extract
from app.features.dossiers.mirror.facts import fact_digest
from app.features.dossiers.mirror.keeping import ResultRequests
from app.features.dossiers.mirror.models import Dossier, DossierEvent, Supplement
from app.features.dossiers.mirror.notices import Notices
from app.features.dossiers.mirror.statuses import SUPPLEMENT_ASKED
from app.features.dossiers.reading import DossierRow, OpenDossier, read, row
from app.features.dossiers.supplements import PointAnswer, checked
from app.features.notices.service import NoticeService
from app.gateways.agencies import Acknowledgement, DossierChange, FileSeen
from app.jobs.outbox import Outbox
from app.texts import Text

SUPPLEMENT = "supplement"

Only = Literal["open", "done", "needs_me"]

log: Any = structlog.get_logger("portal.dossiers")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many dossiers a person has; those that need them are open ones."""

    open: int
    done: int
    needs_me: int


class DossierService:
    """Dossiers; `register`, `acknowledge`, `refused`, `apply` take part in their caller's transaction."""

    def __init__(
        self,
        session: Session,
        clock: Clock,
        accounts: AccountService,
        catalogue: CatalogueService,
        notices: NoticeService,
    ) -> None:
        self._session = session
        self._clock = clock
        self._accounts = accounts
        self._catalogue = catalogue
        self._outbox = Outbox(session, clock)
        self._notices = Notices(notices, catalogue, clock)
        self._events = EventLog(session, clock, self._notices)

    def register(
        self,
        *,
        application_id: UUID,
        receipt_number: str,
        owner: UUID,
        procedure_code: str,
        subject: str | None,
        language: str,
        submitted_at: datetime,
        files: Sequence[Mapping[str, Any]],
        email: str | None = None,
        phone: str | None = None,
    ) -> Dossier:
        """Begin to follow an application; `email` is where mails go. Not committed.

        `files` are its manifest, each with the `label` of the question it answers.
        """
        dossier_id, applicant = uuid4(), self._accounts.known(owner)
        dossier = Dossier(
            id=dossier_id,
            fact_id_digest=fact_digest(dossier_id, applicant.id_number),
            fact_phone_digest=fact_digest(dossier_id, phone or applicant.phone),
            application_id=application_id,
            receipt_number=receipt_number,
            owner_id=owner,
            procedure_code=procedure_code,
            subject=subject,
            language=language,
            email=email,
            status=1,
            version=0,
            submitted_at=submitted_at,
            files=[dict(file) for file in files],
            needs_person=False,
            updated_at=self._clock(),
        )
        self._session.add(dossier)
        return dossier

    def file_labels(self, receipt_numbers: Iterable[str], *, owner: UUID) -> dict[str, Text]:
        """By file id, the question that each file of the owner's applications answers, as it was asked."""
        mine = select(Dossier.files).where(
            Dossier.receipt_number.in_(list(receipt_numbers)), Dossier.owner_id == owner
        )
        listed = (file for files in self._session.scalars(mine) for file in files or ())
        return {file["id"]: file["label"] for file in listed if "label" in file}

    def acknowledge(
        self, application_id: UUID, acknowledgement: Acknowledgement, *, files_confirmed: bool
    ) -> None:
        """Record the agency's answer, and what it told before answering; again is harmless. Not committed."""
        dossier = self._by_application(application_id)
        self._name(dossier, acknowledgement.dossier_code)
        now = self._clock()
        dossier.agency_code = acknowledgement.agency.code[:64]
        dossier.agency_name = acknowledgement.agency.name
        keep_name(self._session, dossier.agency_code, dossier.agency_name)
        dossier.received_at = acknowledgement.received_at
        dossier.due_at = dossier.due_at or acknowledgement.due_at
        dossier.acknowledged_at = dossier.acknowledged_at or now
        dossier.files = _confirmed(dossier.files or [], acknowledgement.files)
        dossier.files_confirmed = files_confirmed
        dossier.refusal = None
        dossier.updated_at = now
        self._events.advance(dossier)

    def refused(self, application_id: UUID, reason: str) -> None:
        """Record that the agency will never take the application, and tell the person. Not committed."""
        dossier = self._by_application(application_id)
        if dossier.acknowledged_at is not None or dossier.refusal is not None:
            return
        dossier.refusal = reason
        dossier.finished_at = dossier.updated_at = self._clock()
        self._notices.refused(dossier)

    def apply(self, changes: Sequence[DossierChange]) -> list[Outcome]:
        """Take in events, once each, by version; gaps wait. Raises `UnusableChange`. Not committed."""
        outcomes = self._events.take(changes)
        ResultRequests(self._session, self._clock).leave(changes)
        return outcomes

    def mine(self, owner: UUID, only: Only | None = None) -> list[DossierRow]:
        """The person's dossiers, newest first; at most three statements however many there are."""
        wanted = select(Dossier).where(Dossier.owner_id == owner, *_conditions(only))
        newest = wanted.order_by(Dossier.submitted_at.desc(), Dossier.id)
        dossiers = self._session.scalars(newest).all()
        names = self._catalogue.names(dossier.procedure_code for dossier in dossiers)
        agencies = agency_names(self._session, unnamed(dossiers))
        return [row(dossier, names, agencies) for dossier in dossiers]

    def counts(self, owner: UUID) -> Counts:
        """How many are open, done, and waiting for the person."""
        columns = [func.count().filter(*_conditions(only)) for only in ("open", "done", "needs_me")]
        counted = self._session.execute(select(*columns).where(Dossier.owner_id == owner)).one()
        return Counts(*map(int, counted))

    def row(self, reference: str, *, owner: UUID) -> DossierRow:
        """One dossier as lists show it; raises `NotFound` for unknown and foreign ones alike."""
        dossier = self._find(reference, owner)
        agencies = agency_names(self._session, unnamed([dossier]))
        return row(dossier, self._catalogue.names([dossier.procedure_code]), agencies)

    def open(self, reference: str, *, owner: UUID) -> OpenDossier:
        """One dossier by its code or receipt number; raises `NotFound` for unknown and foreign ones alike."""
        dossier = self._find(reference, owner)
        events = self._session.scalars(
            select(DossierEvent).where(DossierEvent.dossier_id == dossier.id).order_by(DossierEvent.version)
        ).all()
        supplements = self._session.scalars(
            select(Supplement).where(Supplement.dossier_id == dossier.id).order_by(Supplement.sent_at)
        ).all()
        names = self._catalogue.names([dossier.procedure_code])
        agencies = agency_names(self._session, unnamed([dossier]))
        card = self._catalogue.cards([dossier.procedure_code]).get(dossier.procedure_code)
        limit = card.time if card else None
        return read(dossier, names, agencies, limit, events, supplements, self._clock())

    def answer_supplement(
        self, reference: str, *, owner: UUID, request_id: str, answers: Mapping[str, PointAnswer]
    ) -> Supplement:
        """Send the answer to everything asked, by point key; the same request again gives the first answer.

        Raises `NotFound`, `Conflict` when this is not what is asked now, `Invalid` with errors by point key.
        """
        dossier = self._find(reference, owner, lock=True)
        answered = self._session.scalars(select(Supplement).where(Supplement.dossier_id == dossier.id)).all()
        earlier = next((one for one in answered if one.request_id == request_id), None)
        if earlier is not None and earlier.refusal is None:
            return earlier
        request = self.open(reference, owner=owner).request
        if request is None or request.id != request_id:
            raise Conflict("the agency does not ask for this, or no longer")
        supplement = Supplement(
            id=uuid4(),
            dossier_id=dossier.id,
            request_id=request_id,
            answers=checked(request, answers),
            sent_at=self._clock(),
        )
        if earlier is not None:
            self._session.delete(earlier)
            self._session.flush()
        self._session.add(supplement)
        self._send(dossier, supplement)
        self._notices.answered(dossier)
        self._session.commit()
        return supplement

    def supplement_arrived(self, supplement_id: UUID, seen: Sequence[FileSeen]) -> None:
        """Record that the agency has the answer, and whether it got every file. Not committed."""
        supplement, dossier = self._supplement(supplement_id)
        sent = {
            (file["id"], file["sha256"], file["size"])
            for answer in supplement.answers
            for file in answer["files"]
        }
        supplement.files_confirmed = sent == {(file.id, file.sha256, file.size) for file in seen}
        supplement.acknowledged_at = dossier.updated_at = self._clock()

    def supplement_refused(self, supplement_id: UUID, reason: str) -> None:
        """Record that the agency will not take the answer; the person can act again. Not committed."""
        supplement, dossier = self._supplement(supplement_id)
        supplement.refusal = reason
        dossier.needs_person = dossier.status == SUPPLEMENT_ASKED
        dossier.updated_at = self._clock()

    def _send(self, dossier: Dossier, supplement: Supplement) -> None:
        dossier.needs_person = False
        dossier.updated_at = self._clock()
        body = {"request_id": supplement.request_id, "answers": supplement.answers}
        payload = {
            "supplement_id": str(supplement.id),
            "owner": str(dossier.owner_id),
            "dossier_code": dossier.code,
            "supplement": body,
        }
        self._outbox.add(SUPPLEMENT, f"{SUPPLEMENT}:{supplement.id}", payload)

    def _name(self, dossier: Dossier, code: str) -> None:
        """Give the dossier its code, unless the code is none or somebody else's."""
        taken = self._session.scalar(select(Dossier.id).where(Dossier.code == code, Dossier.id != dossier.id))
        if taken is not None or not is_code(code):
            log.error("an acknowledged code cannot be used", receipt_number=dossier.receipt_number)
            return
        if dossier.code not in {None, code}:
            out_of_extract(self._session, [dossier.id])
        dossier.code = code

    def _by_application(self, application_id: UUID) -> Dossier:
        query = select(Dossier).where(Dossier.application_id == application_id).with_for_update()
        dossier = self._session.scalars(query).first()
        if dossier is None:
            raise NotFound("no dossier of this application")
        return dossier

    def _find(self, reference: str, owner: UUID, *, lock: bool = False) -> Dossier:
        if not is_code(reference):
            raise NotFound("nothing is called that")
        named = or_(Dossier.code == reference, Dossier.receipt_number == reference)
        query = select(Dossier).where(named, Dossier.owner_id == owner)
        dossier = self._session.scalars(query.with_for_update() if lock else query).first()
        if dossier is None:
            raise NotFound("no such dossier of this person")
        return dossier

    def _supplement(self, supplement_id: UUID) -> tuple[Supplement, Dossier]:
        supplement = self._session.get(Supplement, supplement_id)
        dossier = self._session.get(Dossier, supplement.dossier_id) if supplement else None
        if supplement is None or dossier is None:
            raise NotFound("no such supplement")
        return supplement, dossier


def _conditions(only: str | None) -> tuple[ColumnElement[bool], ...]:
    conditions: dict[str | None, tuple[ColumnElement[bool], ...]] = {
        None: (),
        "open": (Dossier.finished_at.is_(None),),
        "done": (Dossier.finished_at.is_not(None),),
        "needs_me": (Dossier.finished_at.is_(None), Dossier.needs_person.is_(True)),
    }
    return conditions[only]


def _confirmed(files: list[dict[str, Any]], seen: Sequence[FileSeen]) -> list[dict[str, Any]]:
    """The manifest with, for each file, whether the agency lists the same file with the same hash."""
    listed = {(file.id, file.sha256, file.size) for file in seen}
    return [{**file, "confirmed": (file["id"], file["sha256"], file["size"]) in listed} for file in files]
