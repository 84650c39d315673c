"""From settings to a portal: the only place that chooses implementations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx2
from flask import Flask, g, request
from htmx_flask import Htmx
from sqlalchemy.orm import Session

from app.clock import Clock, utc_now
from app.db import encryption
from app.db.base import Database
from app.features.account.service import AccountService
from app.features.catalogue.service import CatalogueService
from app.features.health.routes import bp as health
from app.features.health.service import HealthService
from app.features.sign_in.parked import ParkedForms
from app.features.sign_in.routes import as_current
from app.features.sign_in.routes import bp as sign_in
from app.features.sign_in.service import SignInService
from app.gateways.identity import IdentityProvider
from app.search import IndexStore
from app.settings import Settings
from app.web import assets, error_pages, formats, guards, headers, limits, locale, logs
from app.web.forms import csrf
from app.web.guards import CurrentPerson
from app.web.services import provide, use

_ROOT = Path(__file__).parent.parent
_LARGEST_REQUEST = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outside:
    """What surrounds the portal: the clock and the ways to other systems; tests bring their own."""

    clock: Clock = utc_now
    transport: httpx2.BaseTransport | None = field(default=None)


def create_app(settings: Settings | None = None, outside: Outside | None = None) -> Flask:
    """A portal ready to serve; raises `SettingsError` naming every setting that is missing or malformed."""
    settings, outside = settings or Settings.from_environment(), outside or Outside()
    encryption.install(settings.encryption_keys)
    app = Flask(__name__, template_folder=str(_ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    _wire(app, settings, outside)
    _speak_http(app, settings)
    for blueprint in (sign_in, health):
        app.register_blueprint(blueprint)
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


def _wire(app: Flask, settings: Settings, outside: Outside) -> None:
    """Choose every implementation; nothing else in the portal does."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    indexes = IndexStore(settings.data_dir / "index")
    provider = IdentityProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        private_key=settings.oidc_private_key,
        transport=outside.transport,
    )
    app.extensions["portal.database"] = database
    app.teardown_appcontext(_close_session)
    clock = outside.clock
    provide(app, Session, lambda: database.session(writes=_may_write()))
    provide(app, IdentityProvider, lambda: provider)
    provide(app, AccountService, lambda: AccountService(use(Session), clock))
    provide(app, SignInService, lambda: SignInService(use(Session), use(AccountService), provider, clock))
    provide(app, ParkedForms, lambda: ParkedForms(use(Session), clock))
    provide(app, CatalogueService, lambda: CatalogueService(use(Session), indexes, clock))
    provide(app, HealthService, lambda: HealthService(use(Session), indexes))


def _may_write() -> bool:
    """Whether this request takes the write lock when its transaction begins."""
    return request.method not in {"GET", "HEAD"} or request.blueprint == "sign_in"


def _close_session(_error: BaseException | None) -> None:
    session = g.get("services", {}).pop(Session, None)
    if session is not None:
        session.close()


def _speak_http(app: Flask, settings: Settings) -> None:
    Htmx(app)
    logs.init_app(app, readable=settings.env != "production")
    locale.init_app(app)
    formats.init_app(app)
    assets.init_app(app, _ROOT / "static")
    guards.init_app(app, _load_person)
    headers.init_app(app, identity_provider=settings.oidc_issuer, secure=settings.secure)
    limits.init_app(app, settings.cache_url)
    csrf.init_app(app)
    error_pages.init_app(app)


def _load_person(session_id: str) -> CurrentPerson | None:
    return as_current(use(SignInService).load(session_id))
