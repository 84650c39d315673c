"""dossiers in place: an event of a dossier nobody owns writes no index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lists are ordered by a moment that only owned dossiers have; indexes nothing reads are gone.

    PostgreSQL writes the table anew for the column, under a lock: some minutes for ten million dossiers.
    """
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("ix_dossier_owner_activity", "ix_dossier_procedure_code", "ix_dossier_agency_code"):
        op.drop_index(name, "dossier")
    if postgresql:
        op.execute("ALTER TABLE dossier SET (fillfactor = 90)")
    # SQLite adds only virtual columns to a table that is there; its index holds the values all the same.
    activity = sa.Computed("CASE WHEN owner_id IS NOT NULL THEN updated_at END", persisted=postgresql)
    op.add_column("dossier", sa.Column("active_at", app.db.types.UTCTime(timezone=True), activity))
    owned = sa.text("owner_id IS NOT NULL")
    columns = ["owner_id", "needs_person", "active_at", "id"]
    op.create_index(
        "ix_dossier_owner_activity", "dossier", columns, postgresql_where=owned, sqlite_where=owned
    )
