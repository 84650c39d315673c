"""dossiers counted: what a person's dossiers are counted by stands in one index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Counting reads no dossier; PostgreSQL writes the table anew for the column, as in revision 0011."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_index("ix_dossier_owner_submitted", "dossier")
    if postgresql:
        op.execute("ALTER TABLE dossier SET (autovacuum_vacuum_scale_factor = 0.02)")
    named = "CASE WHEN application_id IS NOT NULL AND subject IS NOT NULL THEN true END"
    other = sa.Computed(named, persisted=postgresql)
    op.add_column("dossier", sa.Column("for_other", sa.Boolean(), other, nullable=True))
    owned = sa.text("owner_id IS NOT NULL")
    columns = [
        "owner_id", "submitted_at", "holder_kind", "needs_person", "finished_at", "for_other",
        "procedure_code", "agency_code", "code",
    ]  # fmt: skip
    op.create_index(
        "ix_dossier_owner_counted", "dossier", columns, postgresql_where=owned, sqlite_where=owned
    )
