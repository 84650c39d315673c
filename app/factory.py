"""From settings to a portal: the only place that chooses implementations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from flask import Flask, g, request
from htmx_flask import Htmx
from sqlalchemy.orm import Session

from app.cli import commands
from app.clock import Clock, utc_now
from app.db import encryption
from app.db.base import Database
from app.features.account.service import AccountService
from app.features.applications.definitions import DefinitionStore
from app.features.applications.delivery import ApplicationDelivery
from app.features.applications.drafts import DraftService
from app.features.applications.routes import bp as applications
from app.features.applications.submission import KIND as APPLICATION
from app.features.applications.submission import SubmissionService
from app.features.catalogue.feed import Refusal
from app.features.catalogue.routes import bp as catalogue
from app.features.catalogue.service import CatalogueService
from app.features.documents.service import DocumentService
from app.features.dossiers.delivery import SupplementDelivery
from app.features.dossiers.results import Results
from app.features.dossiers.routes import bp as dossiers
from app.features.dossiers.service import DossierService
from app.features.dossiers.uploads import Uploads
from app.features.health.routes import bp as health
from app.features.health.service import HealthService
from app.features.home.routes import bp as home
from app.features.open_data.routes import bp as open_data
from app.features.ratings import routes as ratings
from app.features.ratings.service import RatingService
from app.features.sign_in.parked import ParkedForms
from app.features.sign_in.routes import as_current
from app.features.sign_in.routes import bp as sign_in
from app.features.sign_in.service import SignInService
from app.gateways.agencies import AgencyGateway, DossierChange
from app.gateways.files import FileStore
from app.gateways.identity import IdentityProvider
from app.gateways.mail import mailer
from app.jobs.letters import Letters
from app.jobs.notices import MailDelivery
from app.jobs.outbox import Courier, Handler
from app.jobs.synchronisation import Synchronisation
from app.jobs.worker import Task, Worker
from app.localities.places import Places
from app.search import IndexStore
from app.settings import Settings
from app.web import assets, error_pages, formats, guards, headers, limits, locale, logs, parked
from app.web.forms import csrf
from app.web.guards import CurrentPerson
from app.web.parked import Parking
from app.web.services import provide, use

_ROOT = Path(__file__).parent.parent
_LARGEST_REQUEST = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outside:
    """What surrounds the portal: the clock and the way to other systems; tests bring their own."""

    clock: Clock = utc_now
    transport: httpx2.BaseTransport | None = field(default=None)


def create_app(settings: Settings | None = None, outside: Outside | None = None) -> Flask:
    """A portal ready to serve; raises `SettingsError` naming every setting that is missing or malformed."""
    settings, outside = settings or Settings.from_environment(), outside or Outside()
    encryption.install(settings.encryption_keys)
    app = Flask(__name__, template_folder=str(_ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    house = House(app, settings, outside)
    _speak_http(app, settings, house)
    house.wire()
    for blueprint in (home, open_data, applications, dossiers, catalogue, sign_in, health):
        app.register_blueprint(blueprint)
    ratings.init_app(app)
    commands.register(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        PUBLIC_URL=settings.public_url,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _speak_http(app: Flask, settings: Settings, house: House) -> None:
    Htmx(app)
    logs.init_app(app, readable=settings.env != "production")
    locale.init_app(app)
    formats.init_app(app)
    assets.init_app(app, _ROOT / "static")
    guards.init_app(app, house.person)
    headers.init_app(app, identity_provider=settings.oidc_issuer, secure=settings.secure)
    limits.init_app(app, settings.cache_url)
    csrf.init_app(app)
    parked.init_app(app)
    error_pages.init_app(app)


class House:
    """Chooses every implementation: what lives as long as the process, and what one request needs."""

    def __init__(self, app: Flask, settings: Settings, outside: Outside) -> None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._app = app
        self._settings = settings
        self._clock = outside.clock
        self._database = Database(settings.database_url)
        self._indexes = IndexStore(settings.data_dir / "index")
        self._files = FileStore(settings.files_url, encryption.keyring())
        self._definitions = DefinitionStore(self._database, self._clock)
        self._places = Places()
        self._letters = Letters(_ROOT / "templates" / "mails", settings.public_url)
        self._gateway = AgencyGateway(
            url=settings.gateway_url,
            client_id=settings.gateway_client_id,
            client_secret=settings.gateway_client_secret,
            transport=outside.transport,
        )
        self._provider = IdentityProvider(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            private_key=settings.oidc_private_key,
            transport=outside.transport,
            now=lambda: outside.clock().timestamp(),
        )
        self._courier = Courier(self._database, self._handlers(), self._clock)

    def wire(self) -> None:
        """Make everything available to handlers, commands and the worker."""
        app = self._app
        app.extensions["portal.database"] = self._database
        app.teardown_appcontext(_close_session)
        provide(app, Session, lambda: self._database.session(writes=_may_write()))
        provide(app, IdentityProvider, lambda: self._provider)
        provide(app, Places, lambda: self._places)
        provide(app, HealthService, lambda: HealthService(use(Session), self._indexes))
        self._provide_features()
        provide(app, Worker, self._worker)

    def person(self, session_id: str) -> CurrentPerson | None:
        """The person of a browser's session; read apart, so that looking never takes the write lock."""
        with self._database.session(writes=False) as session:
            found = self._sign_ins(session).load(session_id)
        if found is not None and found.unseen:
            with self._database.transaction() as session:
                self._sign_ins(session).seen(session_id)
        return as_current(found)

    def _sign_ins(self, session: Session) -> SignInService:
        return SignInService(session, AccountService(session, self._clock), self._provider, self._clock)

    def _provide_features(self) -> None:
        app, clock = self._app, self._clock
        provide(app, AccountService, lambda: AccountService(use(Session), clock))
        provide(app, SignInService, lambda: self._sign_ins(use(Session)))
        provide(app, ParkedForms, lambda: ParkedForms(use(Session), clock))
        provide(app, Parking, lambda: use(ParkedForms))  # type: ignore[type-abstract]  # a protocol names it
        provide(app, CatalogueService, lambda: self._catalogue(use(Session)))
        provide(app, DocumentService, lambda: self._documents(use(Session)))
        provide(app, Uploads, lambda: Uploads(use(Session), use(DocumentService)))
        provide(app, DossierService, lambda: self._dossiers(use(Session)))
        provide(app, Results, lambda: Results(use(DossierService), self._gateway))
        provide(app, RatingService, lambda: RatingService(use(Session), use(DossierService), clock))
        provide(app, DraftService, self._drafts)
        provide(app, SubmissionService, self._submissions)

    def _catalogue(self, session: Session) -> CatalogueService:
        return CatalogueService(session, self._indexes, self._clock, self._definitions.procedures)

    def _dossiers(self, session: Session) -> DossierService:
        accounts = AccountService(session, self._clock)
        return DossierService(session, self._clock, accounts, self._catalogue(session), self._letters)

    def _documents(self, session: Session) -> DocumentService:
        return DocumentService(session, self._files, self._clock)

    def _file_bytes(self, file_id: UUID, owner: UUID) -> bytes:
        with self._database.session(writes=False) as session:
            return self._documents(session).read(file_id, owner)

    def _drafts(self) -> DraftService:
        return DraftService(
            use(Session),
            self._definitions,
            use(AccountService),
            use(DocumentService),
            self._gateway,
            self._places,
            self._clock,
        )

    def _submissions(self) -> SubmissionService:
        return SubmissionService(
            use(Session),
            use(AccountService),
            use(CatalogueService),
            use(DossierService),
            self._courier,
            self._clock,
        )

    def _handlers(self) -> dict[str, Handler]:
        return {
            APPLICATION: ApplicationDelivery(self._gateway, self._file_bytes, self._dossiers),
            "supplement": SupplementDelivery(self._gateway, self._file_bytes, self._dossiers),
            "mail": MailDelivery(mailer(self._settings.smtp_url, self._gateway)),
        }

    def _worker(self) -> Worker:
        feeds = Synchronisation(self._database, self._gateway, self._clock)
        tasks = (
            Task("deliveries", timedelta(seconds=1), self._courier.deliver_due),
            Task("definitions", timedelta(seconds=60), self._take_definitions),
            Task("catalogue", timedelta(seconds=60), lambda: feeds.catalogue(self._apply_catalogue)),
            Task("dossiers", timedelta(seconds=2), lambda: feeds.dossiers(self._apply_changes)),
            Task("parked-forms", timedelta(hours=1), self._forget_parked),
        )
        return Worker(tasks, heartbeat=self._settings.data_dir / "worker.beat")

    def _apply_changes(self, session: Session, changes: Sequence[DossierChange]) -> None:
        self._dossiers(session).apply(changes)

    def _apply_catalogue(self, session: Session, items: list[dict[str, Any]]) -> Sequence[Refusal]:
        return self._catalogue(session).apply_feed(items).refused

    def _take_definitions(self) -> int:
        """Fetch new forms; what can be applied for is part of the search index, so it is built anew."""
        taken = self._definitions.take(self._gateway)
        if taken:
            with self._database.transaction() as session:
                self._catalogue(session).reindex()
        return taken

    def _forget_parked(self) -> int:
        with self._database.transaction() as session:
            return ParkedForms(session, self._clock).forget_old()


def _may_write() -> bool:
    """Whether this request takes the write lock when its transaction begins."""
    return request.method not in {"GET", "HEAD"} or request.blueprint == "sign_in"


def _close_session(_error: BaseException | None) -> None:
    session = g.get("services", {}).pop(Session, None)
    if session is not None:
        session.close()
