"""What handlers may ask for, made for one request."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, g, request
from sqlalchemy.orm import Session

from app.factory import drafting
from app.factory.house import House
from app.features.account.service import AccountService
from app.features.applications.drafts.offers import Offers
from app.features.applications.drafts.service import DraftService
from app.features.applications.people.companions import Companions
from app.features.applications.sending.papers import ApplicationPapers
from app.features.applications.sending.proofs import Proofs
from app.features.applications.sending.receipt_book import ReceiptBook
from app.features.applications.sending.signing import Signings
from app.features.applications.sending.submission import SubmissionService
from app.features.calendars.service import CalendarService
from app.features.catalogue.alphabet import Alphabet
from app.features.catalogue.numbers import ProcedureNumbers
from app.features.catalogue.reach import Reach
from app.features.catalogue.records.history import History
from app.features.catalogue.refused import RefusedRecords
from app.features.catalogue.searching.misses import Misses, MissService
from app.features.catalogue.searching.visits import Visits
from app.features.catalogue.searching.words import WordService
from app.features.catalogue.service import CatalogueService
from app.features.documents.arriving import Arrivals
from app.features.documents.checks import SignatureChecks
from app.features.documents.resuming import ResumableUploads
from app.features.documents.scanning import ScanDesk
from app.features.documents.service import DocumentService
from app.features.dossiers.freshness import Freshness
from app.features.dossiers.listing import DossierList
from app.features.dossiers.messages import MessageService
from app.features.dossiers.results import Results
from app.features.dossiers.service import DossierService
from app.features.dossiers.surroundings import Surroundings
from app.features.dossiers.uploads import Uploads
from app.features.dossiers.withdrawals import WithdrawalService
from app.features.health.service import HealthService
from app.features.intake.desk import QuarantineDesk
from app.features.intake.service import Intake
from app.features.locality.service import LocalityService
from app.features.notices.account import NoticeAccount
from app.features.notices.inbox import Inbox
from app.features.notices.service import NoticeService
from app.features.notices.tokens import MailLinks
from app.features.open_data.bulk import Bulk
from app.features.ratings.service import RatingService
from app.features.sign_in.parked import ParkedForms
from app.features.sign_in.presence import SignedIn
from app.features.sign_in.routes import as_current
from app.features.sign_in.service import SignInService
from app.features.supervision.service import SupervisionService
from app.features.tracking.asking import TrackingDesk
from app.features.tracking.attempts import Attempts
from app.features.tracking.service import TrackingService
from app.features.verification.service import Verification
from app.gateways.identity import IdentityProvider
from app.localities.places import Places
from app.papers.seal import Seal
from app.web import parked
from app.web.guards import CurrentPerson
from app.web.parked import Parking
from app.web.services import provide, use


def init_app(app: Flask, house: House) -> None:
    """Everything a handler can `use`."""
    app.teardown_appcontext(_close_session)
    provide(app, Session, lambda: house.database.session(writes=_may_write()))
    provide(app, Places, lambda: house.places)
    provide(app, LocalityService, lambda: LocalityService(use(Session), use(AccountService), house.places))
    provide(app, HealthService, lambda: HealthService(use(Session), house.indexes))
    _provide_sign_in(app, house)
    _provide_catalogue(app, house)
    _provide_dossiers(app, house)
    _provide_applications(app, house)
    drafting.init_app(app, house)
    _provide_intake(app, house)
    _provide_notices(app, house)
    _provide_tracking(app, house)


def person_loader(house: House) -> Callable[[str], CurrentPerson | None]:
    """Finds the person of a browser's session; looking takes the write lock where the view does at once."""

    def find(session_id: str) -> SignedIn | None:
        # A request that has a connection asks on that one; only one that has none may take another.
        if not _may_write() or use(Session).in_transaction() or _begins_with_the_lock():
            return house.presence.of(use(Session).connection(), session_id)
        with house.database.engine.connect() as connection:
            return house.presence.of(connection, session_id)

    def load(session_id: str) -> CurrentPerson | None:
        found = find(session_id)
        if found is not None and found.unseen:
            # What looked gives its connection back before another is taken.
            use(Session).rollback()
            with house.database.transaction() as session:
                house.sign_ins(session).seen(session_id)
        return as_current(found)

    return load


def _provide_sign_in(app: Flask, house: House) -> None:
    provide(app, IdentityProvider, lambda: house.provider)
    provide(app, AccountService, lambda: house.accounts(use(Session)))
    provide(app, SignInService, lambda: house.sign_ins(use(Session)))
    provide(app, ParkedForms, lambda: _parked_forms(house))
    provide(app, Parking, lambda: use(ParkedForms))  # type: ignore[type-abstract]  # a protocol names it


def _parked_forms(house: House) -> ParkedForms:
    """A form is parked also by requests that only read: their session ends, and one that writes begins."""
    if not _may_write():
        _close_session(None)
        g.services[Session] = house.database.session()
    return ParkedForms(use(Session), house.clock)


def _provide_catalogue(app: Flask, house: House) -> None:
    provide(app, CatalogueService, lambda: house.catalogue(use(Session)))
    provide(app, Reach, lambda: house.reach)
    provide(app, Bulk, lambda: house.bulk)
    provide(app, Alphabet, lambda: house.alphabet(use(Session)))
    provide(app, RefusedRecords, lambda: RefusedRecords(use(Session)))
    provide(app, History, lambda: History(use(Session)))
    provide(app, WordService, lambda: WordService(use(Session), house.clock))
    provide(app, MissService, lambda: MissService(use(Session)))
    provide(app, Visits, lambda: house.visits)
    provide(app, Misses, lambda: house.misses)


def _provide_dossiers(app: Flask, house: House) -> None:
    provide(app, DocumentService, lambda: house.documents(use(Session)))
    provide(app, Arrivals, lambda: Arrivals(use(Session), use(DocumentService)))
    provide(app, ScanDesk, lambda: ScanDesk(use(Session), house.clock))
    provide(app, ResumableUploads, lambda: use(DocumentService).uploads)
    provide(app, Uploads, lambda: Uploads(use(Session), use(DocumentService), use(Arrivals)))
    provide(app, DossierService, lambda: house.dossiers(use(Session)))
    provide(app, Freshness, lambda: Freshness(use(Session), house.clock))
    provide(app, Results, lambda: Results(use(DossierService), use(DocumentService), house.gateway))
    provide(app, DossierList, lambda: DossierList(use(Session), use(CatalogueService), house.compared_names))
    provide(app, Surroundings, _surroundings)
    provide(app, SignatureChecks, lambda: house.checks(use(Session)))
    provide(app, MessageService, lambda: MessageService(use(Session), use(DossierService), house.clock))
    provide(app, WithdrawalService, lambda: WithdrawalService(use(Session), use(DossierService), house.clock))
    provide(
        app,
        RatingService,
        lambda: RatingService(use(Session), use(DossierService), use(NoticeService), house.clock),
    )


def _surroundings() -> Surroundings:
    return Surroundings(use(MessageService), use(WithdrawalService), use(SignatureChecks))


def _provide_intake(app: Flask, house: House) -> None:
    intake = house.intake()
    provide(app, Intake, lambda: intake)
    provide(app, QuarantineDesk, lambda: QuarantineDesk(use(Session), use(DossierService), house.clock))


def _provide_applications(app: Flask, house: House) -> None:
    provide(app, DraftService, lambda: house.drafts(use(Session)))
    provide(app, SubmissionService, lambda: _submissions(house))
    provide(app, ApplicationPapers, lambda: house.papers(use(Session)))
    provide(app, ReceiptBook, lambda: house.receipts(use(Session)))
    provide(app, Signings, lambda: house.signings(use(Session)))
    provide(app, Seal, lambda: house.seal)
    provide(app, Verification, lambda: _verification(house))


def _provide_tracking(app: Flask, house: House) -> None:
    attempts = Attempts(house.settings.cache_url)
    provide(app, SupervisionService, lambda: SupervisionService(use(Session), house.clock))
    provide(app, ProcedureNumbers, lambda: use(SupervisionService))  # type: ignore[type-abstract]  # a protocol names it
    provide(app, CalendarService, lambda: _calendars(house))
    provide(app, TrackingDesk, lambda: TrackingDesk(TrackingService(use(Session)), attempts, house.clock))


def _provide_notices(app: Flask, house: House) -> None:
    provide(app, NoticeService, lambda: house.notices(use(Session)))
    provide(app, Inbox, lambda: Inbox(use(Session), house.clock))
    provide(app, NoticeAccount, lambda: _notice_account(house))
    provide(app, MailLinks, lambda: house.mail_links)


def _notice_account(house: House) -> NoticeAccount:
    return NoticeAccount(use(Session), use(AccountService), house.wording, house.push.public_key, house.clock)


def _calendars(house: House) -> CalendarService:
    return CalendarService(use(Session), use(CatalogueService), house.clock)


def _submissions(house: House) -> SubmissionService:
    return SubmissionService(
        use(Session),
        use(AccountService),
        use(CatalogueService),
        use(DossierService),
        use(Offers),
        house.courier,
        Proofs(use(ApplicationPapers), use(ReceiptBook)),
        house.clock,
        companions=use(Companions),
    )


def _verification(house: House) -> Verification:
    return Verification(use(ReceiptBook), use(CatalogueService), house.seal, house.clock)


def _may_write() -> bool:
    """Whether this request takes the write lock when its transaction begins."""
    endpoint, method = request.endpoint, request.method
    if method == "GET" and parked.COOKIE in request.cookies:  # what is given back is taken away
        return True
    if endpoint in {"tracking.track", "verification.receipt"}:
        return False
    if endpoint == "uploads.piece" and method == "PATCH":  # a slow line would hold it long
        return False
    # Seeing messages marks them as read; who comes back from the signing provider sends the application.
    if endpoint in {"dossiers.messages", "notices.open_notice", "applications.signed"}:
        return True
    return method not in {"GET", "HEAD"} or request.blueprint == "sign_in"


def _begins_with_the_lock() -> bool:
    """Whether the view locks first of all; the form is whole by then: a slow line would hold the lock."""
    return request.endpoint in {"applications.step", "applications.shared_step"} and bool(request.form)


def _close_session(_error: BaseException | None) -> None:
    session = g.get("services", {}).pop(Session, None)
    if session is not None:
        session.close()
