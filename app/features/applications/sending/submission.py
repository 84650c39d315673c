"""Send a draft: once, whole, and never lost."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

import msgspec
import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, NotFound
from app.features.account.service import AccountService, Known
from app.features.applications.drafts.declaration import Declared
from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.drafts.offers import Offers
from app.features.applications.models import Application, Draft
from app.features.applications.people.companions import Companions
from app.features.applications.sending.proofs import Proofs
from app.features.applications.sending.receipts import receipt_number
from app.features.catalogue.reach import Offer
from app.features.catalogue.service import CatalogueService
from app.features.documents.checks import with_signatures
from app.features.documents.scanning import refuse_infected
from app.features.dossiers.filing import part_number
from app.features.dossiers.service import DossierService
from app.jobs.outbox import Courier, Outbox
from app.wizard.fees import bill, charged
from app.wizard.papers import needed
from app.wizard.parcel import contact, files, locality
from app.wizard.state import restore

KIND = "application"

_PATIENCE_S = 3.0
_DELIVERIES = ThreadPoolExecutor(max_workers=8, thread_name_prefix="delivery")

log: Any = structlog.get_logger("portal.submission")


class Incomplete(Conflict):
    """The draft cannot be sent yet: something on its path is unanswered."""


class NotOffered(Conflict):
    """The service is not online (any more) for the place the answers name; `offer` says what is."""

    template: ClassVar[str] = "applications/not_offered.html"

    def __init__(self, offer: Offer) -> None:
        super().__init__(f"{offer.record.code} is not online there: {offer.online}")
        self.offer = offer


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person holds from the moment of sending."""

    application_id: UUID
    receipt_number: str


class SubmissionService:
    """Turns drafts into applications; application, dossier and message are one transaction."""

    def __init__(
        self,
        session: Session,
        accounts: AccountService,
        catalogue: CatalogueService,
        dossiers: DossierService,
        offers: Offers,
        courier: Courier,
        proofs: Proofs,
        clock: Clock,
        *,
        companions: Companions,
    ) -> None:
        self._session = session
        self._accounts = accounts
        self._catalogue = catalogue
        self._dossiers = dossiers
        self._offers = offers
        self._courier = courier
        self._proofs = proofs
        self._companions = companions
        self._clock = clock

    def receipt(self, draft_id: UUID, *, owner: UUID) -> Receipt:
        """The receipt of a sent draft; raises `NotFound`."""
        sent = self._sent(draft_id)
        if sent is None or sent.owner_id != owner:
            raise NotFound("this draft was not sent by this person")
        return Receipt(sent.id, sent.receipt_number)

    def offer(self, draft: OpenDraft) -> Offer:
        """What the procedure offers in the place the answers name; raises `Withdrawn` when it is gone."""
        return self._offers.of(draft)

    def submit(self, draft: OpenDraft, *, owner: UUID, declared: Declared) -> Receipt:
        """Send the draft as `declared`; doing it again, even at the same moment, gives the same receipt.

        Raises `Incomplete` when the answers are not complete, `Conflict` when they changed since checked,
        `NotOffered` when the place they name is not served online, also by what is filed along.
        """
        row = self._session.get(Draft, draft.id, with_for_update=True, populate_existing=True)
        if row is None or row.owner_id != owner or row.deleted_at is not None:
            raise NotFound("no such draft of this person")
        if row.submitted_at is not None:
            return self.receipt(draft.id, owner=owner)
        if restore(row.state) != draft.state:
            raise Conflict("the answers were changed at the same moment")
        if not draft.flow.complete:
            raise Incomplete("something is not answered yet")
        self._companions.require_ready(draft, owner=owner)
        parts = self._companions.parts_to_send(draft, owner=owner)
        for form in (draft, *parts):
            self._require_served(form)
            refuse_infected(self._session, files(form.definition, form.relevant))
        person = self._accounts.known(owner)
        number = receipt_number(self._clock())
        agreed = self._companions.parties_said(draft, owner=owner)
        application, along = self._filed(draft, number, person, declared, agreed), []
        for place, part in enumerate(parts, start=2):
            theirs = self._companions.parties_said(part, owner=owner)
            kept = replace(part, id=self._companions.part_sent(draft.id, part))
            along.append(self._filed(kept, part_number(number, place), person, declared, theirs))
        self._proofs.keep(application, along, declared)
        row.submitted_at = application.submitted_at
        self._session.commit()
        return Receipt(application.id, application.receipt_number)

    def deliver_now(self, receipt: Receipt) -> bool:
        """Try the delivery at once; whatever keeps it from happening, the worker goes on with it.

        It never raises: what is stored is safe, and its owner is owed the receipt.
        """
        try:
            return self._delivered(receipt)
        except Exception:
            log.exception("delivery did not begin", receipt=receipt.receipt_number)
            return False

    def _delivered(self, receipt: Receipt) -> bool:
        parts = Application.receipt_number.startswith(f"{receipt.receipt_number}-", autoescape=True)
        ids = self._session.scalars(
            select(Application.outbox_id).where(or_(Application.id == receipt.application_id, parts))
        ).all()
        self._session.rollback()
        attempts = [_DELIVERIES.submit(self._courier.deliver, outbox_id) for outbox_id in ids]
        # What is not done in time goes on by itself; its claim keeps the worker from sending it as well.
        done, late = wait(attempts, timeout=_PATIENCE_S)
        return not late and all(attempt.result() for attempt in done)

    def _require_served(self, form: OpenDraft) -> None:
        offer = self.offer(form)
        if not offer.may_start:
            raise NotOffered(offer)

    def _sent(self, draft_id: UUID) -> Application | None:
        return self._session.scalars(select(Application).where(Application.draft_id == draft_id)).first()

    def _filed(
        self, draft: OpenDraft, number: str, person: Known, declared: Declared, agreed: list[dict[str, Any]]
    ) -> Application:
        """One application with its message and dossier."""
        application = self._application(draft, number, person, declared, agreed)
        self._session.add(application)
        self._session.flush()
        self._register(draft, application, declared.language)
        return application

    def _application(
        self, draft: OpenDraft, number: str, person: Known, declared: Declared, agreed: list[dict[str, Any]]
    ) -> Application:
        now, application_id = self._clock(), uuid4()
        payload = {
            "application_id": str(application_id),
            "receipt_number": number,
            "procedure": draft.definition.procedure,
            "definition": {"id": draft.definition.id, "version": draft.definition.version},
            "language": declared.language,
            "submitted_at": _stamp(now),
            "declared_at": _stamp(declared.at),
            "applicant": _applicant(person, contact(draft.definition, draft.relevant)),
            "locality": locality(draft.definition, draft.relevant),
            "answers": draft.relevant,
            "files": with_signatures(self._session, files(draft.definition, draft.relevant)),
            "application_pdf": {"id": str(application_id), **declared.entry},
            **_worked_out(draft),
            **({"parties": agreed} if agreed else {}),
        }
        outbox = Outbox(self._session, self._clock)
        return Application(
            id=application_id,
            draft_id=draft.id,
            owner_id=person.id,
            receipt_number=number,
            procedure_code=draft.definition.procedure,
            payload=payload,
            payload_sha256=payload_digest(payload),
            submitted_at=now,
            outbox_id=outbox.add(
                KIND, str(application_id), {"application": payload, "owner": str(person.id)}
            ),
        )

    def _register(self, draft: OpenDraft, application: Application, language: str) -> None:
        self._dossiers.register(
            application_id=application.id,
            receipt_number=application.receipt_number,
            owner=application.owner_id,
            procedure_code=application.procedure_code,
            subject=draft.subject,
            language=language,
            submitted_at=application.submitted_at,
            files=[_labelled(draft, file) for file in application.payload["files"]],
            email=application.payload["applicant"]["email"],
            phone=application.payload["applicant"]["phone"],
        )
        self._catalogue.count_use(application.procedure_code)


def _labelled(draft: OpenDraft, file: dict[str, Any]) -> dict[str, Any]:
    return {**file, "label": draft.definition.question(file["question"]).label}


def payload_digest(payload: dict[str, Any]) -> str:
    """SHA-256 of the payload in canonical JSON (keys sorted), the same on both sides."""
    return hashlib.sha256(msgspec.json.encode(payload, order="sorted")).hexdigest()


def _worked_out(draft: OpenDraft) -> dict[str, Any]:
    """Fees and papers, where the definition says anything of them."""
    at = (draft.definition, draft.flow.live, draft.context.today)
    fees = {"fees": charged(bill(*at))} if draft.definition.fees else {}
    notes = [{"key": entry.paper.key, "state": entry.state} for entry in needed(*at)]
    return fees | ({"papers": notes} if draft.definition.papers else {})


def _applicant(person: Known, reach: dict[str, str | None]) -> dict[str, Any]:
    return {
        "id_number": person.id_number,
        "name": person.name,
        "birth_date": person.birth_date,
        "email": reach.get("email") or person.email,
        "phone": reach.get("phone") or person.phone,
    }


def _stamp(moment: Any) -> str:
    return str(moment.isoformat(timespec="seconds").replace("+00:00", "Z"))
