"""Builds the sandbox: the other organisations' systems as one WSGI application."""

from __future__ import annotations

import secrets
from pathlib import Path

import httpx2
from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.sandbox.agencies import correspondence_routes as letters
from app.sandbox.agencies import refusal_routes
from app.sandbox.agencies import routes as agencies
from app.sandbox.agencies.catalogue import Catalogue
from app.sandbox.agencies.definitions import Definitions
from app.sandbox.agencies.models import PublishedDefinition
from app.sandbox.agencies.papers import Papers
from app.sandbox.agencies.seals import Seals
from app.sandbox.agencies.shelf import LARGEST_BYTES, Shelf
from app.sandbox.clock import Clock, real_time
from app.sandbox.db import Database
from app.sandbox.desk import catalogue_routes, papers
from app.sandbox.desk import correspondence_routes as answers
from app.sandbox.desk import routes as desk
from app.sandbox.failures import routes as failures
from app.sandbox.failures.strikes import register_strikes
from app.sandbox.front import routes as front
from app.sandbox.house import House
from app.sandbox.identity import routes as identity
from app.sandbox.inbox import routes as inbox
from app.sandbox.pushing import routes as pushing
from app.sandbox.registries import routes as registries
from app.sandbox.settings import SandboxSettings
from app.sandbox.signing import routes as signing
from app.sandbox.signing.authority import Authority
from app.sandbox.web.error_pages import register_error_pages
from app.sandbox.web.headers import register_headers
from app.sandbox.web.pages import register_page_tools
from app.sandbox.web.session import close_after_each_request

BODY_SLACK_BYTES = 1024 * 1024

# Their addresses belong to the blueprint of another module and come with the import.
_SHARE_A_BLUEPRINT = (letters, refusal_routes, registries, catalogue_routes, answers, papers)


def create_sandbox(
    settings: SandboxSettings, clock: Clock = real_time, transport: httpx2.BaseTransport | None = None
) -> Flask:
    """The sandbox as a WSGI application; raises BadDefinition when a published form is wrong."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, static_url_path="/static")
    app.config.update(
        SECRET_KEY=_session_key(settings.data_dir / "session.key"),
        SESSION_COOKIE_NAME="sandbox_session",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_BYTES + BODY_SLACK_BYTES,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    shelf = Shelf(settings.data_dir / "files")
    signing_authority = Authority(settings.data_dir / "signing-authority", clock())
    app.extensions["sandbox"] = House(
        settings=settings,
        clock=clock,
        database=Database(settings.database_url),
        definitions=Definitions(settings.definitions_dir),
        shelf=shelf,
        seals=Seals(settings.data_dir / "authority", clock()),
        signing=signing_authority,
        papers=Papers(shelf, signing_authority.pem),
        transport=transport,
    )
    _open_for_business(app.extensions["sandbox"])
    _register(app)
    return app


def _register(app: Flask) -> None:
    register_strikes(app)
    register_headers(app)
    register_error_pages(app)
    register_page_tools(app)
    close_after_each_request(app)
    csrf = CSRFProtect(app)
    identity.register_identity(app)
    agencies.register_gateway(app)
    for blueprint in (desk.bp, failures.bp, inbox.bp, inbox.push, front.bp, signing.bp, pushing.bp):
        app.register_blueprint(blueprint)
    csrf.exempt(agencies.bp)
    csrf.exempt(failures.bp)
    csrf.exempt(inbox.push)
    for view in ("identity.token", "identity.userinfo", "identity.logout", *signing.MACHINES):
        csrf.exempt(app.view_functions[view])


def _open_for_business(parts: House) -> None:
    """Publish what is new since the last start."""
    with parts.database.session(writes=True) as session:
        Catalogue(session, parts.clock).begin()
        for one in parts.definitions.all():
            if session.get(PublishedDefinition, (one.id, one.version)) is None:
                session.add(PublishedDefinition(id=one.id, version=one.version, published_at=parts.clock()))
        session.commit()


def _session_key(path: Path) -> str:
    """The key of browser sessions, kept beside the database so that a restart signs nobody out."""
    try:
        with path.open("x", encoding="ascii") as fresh:
            path.chmod(0o600)
            fresh.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
