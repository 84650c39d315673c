"""The portal for any WSGI server: `wsgi:portal`."""

from app.factory import create_app

portal = app = create_app()
