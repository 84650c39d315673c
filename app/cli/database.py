"""`database`: the tables of this version."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.db import schema
from app.db.base import Database


@click.group()
def database() -> None:
    """The portal's tables."""


@database.command()
@with_appcontext
def upgrade() -> None:
    """Apply every migration not yet applied."""
    schema.upgrade(_database())
    click.echo("The database has this version's tables.")


@database.command()
@click.argument("message")
@with_appcontext
def revision(message: str) -> None:
    """Write the migration from the newest tables to the models; MESSAGE says what changes."""
    if not message.strip():
        raise click.UsageError('Say what changes: make migration name="add payments".')
    for path in schema.write_revision(_database(), message):
        click.echo(path)


def _database() -> Database:
    found: Database = current_app.extensions["portal.database"]
    return found
