"""What lives as long as the process, and how a service is made from it and one database session."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID

import httpx2
from sqlalchemy.orm import Session

from app.clock import Clock, utc_now
from app.db import encryption
from app.db.base import Database
from app.features.account.service import AccountService
from app.features.applications.drafts.definitions import DefinitionStore
from app.features.applications.drafts.file_uses import DraftFileUses
from app.features.applications.drafts.service import DraftService
from app.features.applications.sending.papers import ApplicationPapers
from app.features.applications.sending.receipt_book import ReceiptBook
from app.features.applications.sending.signing import Signings
from app.features.catalogue.alphabet import Alphabet, Orders
from app.features.catalogue.reach import Reach
from app.features.catalogue.remembered import Remembered
from app.features.catalogue.searching.misses import Misses
from app.features.catalogue.searching.visits import Visits
from app.features.catalogue.service import CatalogueService
from app.features.documents.checks import SignatureChecks
from app.features.documents.clearing import Clearing
from app.features.documents.previews import Previews
from app.features.documents.receiving import Receiver
from app.features.documents.scanning import ScanGate, Scanning
from app.features.documents.service import DocumentService
from app.features.dossiers.file_uses import DossierFileUses
from app.features.dossiers.mirror.claiming import claim
from app.features.dossiers.mirror.correspondence import Correspondence
from app.features.dossiers.searching import ComparedNames
from app.features.dossiers.service import DossierService
from app.features.intake.service import Intake
from app.features.notices.inbox import unread_of
from app.features.notices.service import NoticeService
from app.features.notices.tokens import MailLinks
from app.features.notices.wording import Wording
from app.features.open_data.bulk import Bulk
from app.features.sign_in.presence import Presence
from app.features.sign_in.service import SignInService
from app.gateways.agencies import AgencyGateway
from app.gateways.files import FileStore
from app.gateways.identity import IdentityProvider
from app.gateways.push import PushGateway, Resolve, addresses_of
from app.gateways.signing import SigningGateway
from app.gateways.virus_scanner import scanner
from app.gateways.web_push_encryption import VapidKey, kept_key
from app.jobs.outbox import Courier, Handler
from app.localities.places import Places
from app.papers.seal import Seal, kept_seal
from app.papers.signatures import TrustList
from app.search import IndexStore
from app.settings import Settings

_SCAN_PATIENCE_S, _SCAN_WORKER_PATIENCE_S = 4.0, 60.0

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Outside:
    """What surrounds the portal: the clock, the way to other systems, their names; tests bring their own."""

    clock: Clock = utc_now
    transport: httpx2.BaseTransport | None = field(default=None)
    resolve: Resolve = addresses_of


class House:
    """Everything that is made once a process, and the making of what one session needs."""

    def __init__(self, settings: Settings, outside: Outside) -> None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.clock = outside.clock
        self.database = Database(settings.database_url)
        self.indexes = IndexStore(settings.data_dir / "index")
        self.orders = Orders()
        self.remembered = Remembered()
        self.compared_names = ComparedNames()
        self.bulk = Bulk(settings.data_dir / "open-data")
        self.visits = Visits(self.database, self.clock)
        self.misses = Misses(self.database, self.clock, settings.misses_from)
        self.files = FileStore(settings.files_url, encryption.keyring())
        self.receiver = Receiver(self.files, scanner(settings.clamd_url, _SCAN_PATIENCE_S), self.clock)
        self.file_uses = (DraftFileUses(self.catalogue), DossierFileUses(self.catalogue))
        self.may_leave = ScanGate(self.database)
        self.definitions = DefinitionStore(self.database, self.clock)
        self.places = Places()
        self.reach = Reach(self.places, self.clock)
        self.wording = Wording(ROOT / "templates", settings.public_url)
        self.mail_links = MailLinks(settings.secret_key, settings.public_url)
        self.gateway = _agencies(settings, outside)
        self.push = _push(settings, outside)
        self.presence = Presence(unread_of, self.clock)
        self.provider = _identity_provider(settings, outside)
        self.signing = _signing(settings, outside)
        self.seal = _seal(settings, outside)
        self.handlers: dict[str, Handler] = {}
        self.courier = Courier(self.database, self.handlers, self.clock)

    def accounts(self, session: Session) -> AccountService:
        """Persons."""
        return AccountService(session, self.clock, partial(claim, session))

    def sign_ins(self, session: Session) -> SignInService:
        """Sign-ins at the identity provider."""
        return SignInService(session, self.accounts(session), self.provider, self.clock)

    def catalogue(self, session: Session) -> CatalogueService:
        """Procedures, and what can be applied for."""
        return CatalogueService(session, self.indexes, self.clock, self.definitions.on_offer, self.remembered)

    def alphabet(self, session: Session) -> Alphabet:
        """The catalogue by name."""
        return Alphabet(session, self.catalogue(session), self.orders)

    def documents(self, session: Session) -> DocumentService:
        """Files of persons."""
        checks = self.checks(session)
        return DocumentService(session, self.files, self.receiver, checks, self.clock, self.file_uses)

    def clearing(self) -> Clearing:
        """What nobody needs any more."""
        return Clearing(self.database, self.files, self.file_uses, self.clock)

    def scanning(self) -> Scanning:
        """The scans that are still due."""
        patient = scanner(self.settings.clamd_url, _SCAN_WORKER_PATIENCE_S)
        return Scanning(self.database, self.files, patient, self.notices, self.clock)

    def previews(self) -> Previews:
        """Pictures of PDFs that are still to be drawn."""
        return Previews(self.database, self.files, self.clock)

    def checks(self, session: Session) -> SignatureChecks:
        """What signatures of files say."""
        return SignatureChecks(session, self.trust, self.clock)

    def trust(self) -> TrustList:
        """Whose signatures count; read anew, so that an operator can add an authority."""
        return TrustList.read(self.settings.trust_anchors, self.settings.certified_anchors)

    def papers(self, session: Session) -> ApplicationPapers:
        """Applications as PDF."""
        return ApplicationPapers(session, self.files)

    def paper_bytes(self, paper_id: UUID) -> bytes:
        """A PDF of an application by the id it is sent under; raises `NotFound`."""
        with self.database.session(writes=False) as session:
            return self.papers(session).read(paper_id)

    def receipts(self, session: Session) -> ReceiptBook:
        """Receipts of what was sent."""
        return ReceiptBook(session, self.seal, self.clock)

    def drafts(self, session: Session) -> DraftService:
        """What people fill in."""
        people = (self.accounts(session), self.documents(session))
        return DraftService(session, self.definitions, *people, self.gateway, self.places, self.clock)

    def signings(self, session: Session) -> Signings:
        """Attempts to sign at the provider."""
        trust = TrustList.read
        return Signings(session, self.signing, lambda: trust(self.settings.signing_anchors), self.clock)

    def correspondence(self, session: Session) -> Correspondence:
        """What agencies write."""
        return Correspondence(session, self.clock, self.catalogue(session), self.notices(session))

    def notices(self, session: Session) -> NoticeService:
        """What people are told."""
        return NoticeService(session, self.accounts(session), self.wording, self.mail_links, self.clock)

    def dossiers(self, session: Session) -> DossierService:
        """Dossiers, as agencies tell of them."""
        return DossierService(
            session, self.clock, self.accounts(session), self.catalogue(session), self.notices(session)
        )

    def intake(self) -> Intake:
        """The door for what agencies push."""
        return Intake(self.database, self.dossiers, self.clock)

    def file_bytes(self, file_id: UUID, owner: UUID) -> bytes:
        """A person's file for an agency; raises `NotFound`, `Unavailable` before its scan, `Refused`."""
        self.may_leave(file_id)
        with self.database.session(writes=False) as session:
            return self.documents(session).read(file_id, owner)


def _agencies(settings: Settings, outside: Outside) -> AgencyGateway:
    return AgencyGateway(
        url=settings.gateway_url,
        client_id=settings.gateway_client_id,
        client_secret=settings.gateway_client_secret,
        transport=outside.transport,
    )


def _signing(settings: Settings, outside: Outside) -> SigningGateway:
    return SigningGateway(
        url=settings.signing_url,
        client_id=settings.signing_client_id,
        client_secret=settings.signing_client_secret,
        transport=outside.transport,
    )


def _seal(settings: Settings, outside: Outside) -> Seal:
    made = settings.receipt_keys or (kept_seal(settings.data_dir / "receipt.pem", outside.clock()),)
    return Seal.read(made)


def _push(settings: Settings, outside: Outside) -> PushGateway:
    return PushGateway(
        VapidKey(settings.vapid_private_key or kept_key(settings.data_dir / "vapid.key")),
        settings.public_url,
        now=lambda: outside.clock().timestamp(),
        resolve=outside.resolve,
        transport=outside.transport,
    )


def _identity_provider(settings: Settings, outside: Outside) -> IdentityProvider:
    return IdentityProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        private_key=settings.oidc_private_key,
        transport=outside.transport,
        now=lambda: outside.clock().timestamp(),
    )
