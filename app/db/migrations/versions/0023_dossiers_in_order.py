"""dossiers in order: one index holds all by which a person's dossiers are counted, narrowed and ordered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """PostgreSQL reads the table once under a lock that keeps writers waiting (4 s with 10,500,000 rows)."""
    owned = sa.text("owner_id IS NOT NULL")
    columns = [
        "owner_id", "submitted_at", "holder_kind", "needs_person", "finished_at", "for_other",
        "procedure_code", "agency_code", "code", "due_at", "active_at", "id",
    ]  # fmt: skip
    op.drop_index("ix_dossier_owner_counted", "dossier")
    op.create_index(
        "ix_dossier_owner_counted", "dossier", columns, postgresql_where=owned, sqlite_where=owned
    )
