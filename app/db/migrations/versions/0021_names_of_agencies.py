"""names of agencies: what those who answered applications of this portal said they are called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_DOSSIER = sa.table("dossier", sa.column("agency_code"), sa.column("agency_name", app.db.types.Json))
_AGENCY = sa.table("dossier_agency", sa.column("code"), sa.column("name", app.db.types.Json))


def upgrade() -> None:
    """A name for every agency that only its dossiers name."""
    connection, code, name = op.get_bind(), _DOSSIER.c.agency_code, _DOSSIER.c.agency_name
    named = sa.cast(name, sa.Text).like("{%")  # neither nothing nor JSON's null
    missing = sa.select(code).where(named, code.not_in(sa.select(_AGENCY.c.code))).distinct()
    for agency in connection.scalars(missing).all():
        said = connection.scalar(sa.select(name).where(named, code == agency).limit(1))
        connection.execute(_AGENCY.insert().values(code=agency, name=said))


def downgrade() -> None:
    """Names stay: they are as true before."""
