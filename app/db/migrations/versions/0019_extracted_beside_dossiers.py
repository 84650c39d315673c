"""extracted beside dossiers: which dossiers an extract holds stands in a table of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Extracts are emptied, and the worker makes them anew: what they held is not looked for in all dossiers.

    PostgreSQL forgets the column without writing a row; SQLite writes the table anew.
    """
    op.create_table(
        "dossier_extracted",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_dossier_extracted")),
    )
    op.create_index(op.f("ix_dossier_extracted_owner_id"), "dossier_extracted", ["owner_id"])
    op.execute("DELETE FROM dossier_extract")
    op.drop_index("ix_dossier_not_extracted", "dossier")
    op.drop_column("dossier", "extracted")
