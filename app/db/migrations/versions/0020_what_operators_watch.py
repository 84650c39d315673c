"""what operators watch: late dossiers of a place, and the status that each unlawful step left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index over open dossiers, for which the table is read once, and a column; no row is written."""
    unfinished = sa.text("finished_at IS NULL")
    op.create_index(
        "ix_dossier_open_place_due",
        "dossier",
        ["locality_code", "due_at"],
        postgresql_where=unfinished,
        sqlite_where=unfinished,
    )
    op.add_column("dossier_event", sa.Column("former", sa.SmallInteger(), nullable=True))
