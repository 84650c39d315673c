"""Every command of `flask --app wsgi`, in one list."""

from __future__ import annotations

from flask import Flask

from app.cli.catalogue import catalogue
from app.cli.database import database
from app.cli.definitions import definitions
from app.cli.dossiers import dossiers
from app.cli.worker import sync, worker


def register(app: Flask) -> None:
    """Offer the operator's commands on the portal's command line."""
    for command in (catalogue, database, definitions, dossiers, worker, sync):
        app.cli.add_command(command)
