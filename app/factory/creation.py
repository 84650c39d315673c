"""The portal, put together."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.cli import commands
from app.db import encryption
from app.factory import deliveries, provisions, speech, tasks
from app.factory.house import ROOT, House, Outside
from app.settings import Settings
from app.web.portal import Portal
from app.web.session import Sessions

_LARGEST_REQUEST = 25 * 1024 * 1024


def create_app(settings: Settings | None = None, outside: Outside | None = None) -> Flask:
    """A portal ready to serve; raises `SettingsError` naming every setting that is missing or malformed."""
    settings, outside = settings or Settings.from_environment(), outside or Outside()
    encryption.install(settings.encryption_keys)
    app = Portal(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    house = House(settings, outside)
    house.handlers.update(deliveries.handlers(house))
    app.extensions["portal.settings"] = settings
    app.extensions["portal.database"] = house.database
    app.extensions["portal.clock"] = house.clock
    speech.init_app(app, settings, provisions.person_loader(house))
    provisions.init_app(app, house)
    tasks.init_app(app, house)
    speech.register_features(app)
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
    app.session_interface = Sessions(settings.secret_key)
    if settings.proxies:
        # Who asks, and whether over HTTPS, is what the last of our own proxies says.
        behind = {"x_for": settings.proxies, "x_proto": settings.proxies, "x_host": 0}
        app.wsgi_app = ProxyFix(app.wsgi_app, **behind)  # type: ignore[method-assign]  # Flask's own way
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
