"""How this portal speaks HTTP, and the features that have addresses."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from htmx_flask import Htmx

from app.factory.house import ROOT
from app.features.account.routes import bp as account
from app.features.applications import (
    drafts_routes,
    linking_routes,
    paper_routes,
    party_routes,
    version_routes,
)
from app.features.applications.routes import bp as applications
from app.features.calendars.routes import bp as calendars
from app.features.catalogue import browse_routes, discovery, search_routes
from app.features.catalogue.routes import bp as catalogue
from app.features.documents.routes import bp as documents
from app.features.documents.routes import operations as scans
from app.features.documents.upload_routes import bp as uploads
from app.features.dossiers import filing_routes, messages_routes, slip_routes
from app.features.dossiers.routes import bp as dossiers
from app.features.health.routes import bp as health
from app.features.home.routes import bp as home
from app.features.intake.desk_routes import bp as intake_desk
from app.features.intake.routes import bp as intake
from app.features.locality.routes import bp as locality
from app.features.notices import routes as notices
from app.features.open_data.routes import bp as open_data
from app.features.operations.routes import bp as operations
from app.features.ratings import routes as ratings
from app.features.sign_in.routes import bp as sign_in
from app.features.supervision.routes import bp as supervision
from app.features.tracking.routes import bp as tracking
from app.features.verification.routes import bp as verification
from app.settings import Settings
from app.web import (
    addresses,
    assets,
    error_pages,
    formats,
    guards,
    headers,
    limits,
    locale,
    logs,
    parked,
    templates,
)
from app.web.csrf import csrf
from app.web.guards import CurrentPerson

# Their addresses belong to the blueprint of another module of their feature and come with the import.
_SHARE_A_BLUEPRINT = (
    browse_routes,
    search_routes,
    drafts_routes,
    linking_routes,
    paper_routes,
    party_routes,
    version_routes,
    filing_routes,
    messages_routes,
    slip_routes,
)


def init_app(app: Flask, settings: Settings, load_person: Callable[[str], CurrentPerson | None]) -> None:
    """Language, access rules, headers, assets, limits and error pages of every request."""
    Htmx(app)
    logs.init_app(app, readable=settings.env != "production")
    locale.init_app(app)
    addresses.init_app(app)
    formats.init_app(app)
    assets.init_app(app, ROOT / "static")
    guards.init_app(app, load_person)
    headers.init_app(app, providers=(settings.oidc_issuer, settings.signing_url), secure=settings.secure)
    limits.init_app(app, settings.cache_url)
    csrf.init_app(app)
    parked.init_app(app)
    error_pages.init_app(app)
    templates.init_app(app)


def register_features(app: Flask) -> None:
    """Every feature's addresses."""
    for blueprint in (
        home,
        open_data,
        applications,
        dossiers,
        documents,
        uploads,
        scans,
        catalogue,
        discovery.bp,
        locality,
        sign_in,
        operations,
        tracking,
        health,
        intake,
        intake_desk,
        account,
        supervision,
        calendars,
        verification,
    ):
        app.register_blueprint(blueprint)
    ratings.init_app(app)
    notices.init_app(app, (ROOT / "static" / "js" / "push-worker.js").read_bytes())
