"""dossiers extracted: what is searched of a person with very many dossiers stands in one sealed piece."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is filled in here: what is in no extract is searched as before, and the worker makes them."""
    op.create_table(
        "dossier_extract",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("lines", app.db.types.EncryptedJSON(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_dossier_extract_owner_id")),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_dossier_extract")),
    )
    op.add_column("dossier", sa.Column("extracted", sa.Boolean(), nullable=True))
    outside = sa.text("owner_id IS NOT NULL AND extracted IS NULL")
    op.create_index(
        "ix_dossier_not_extracted",
        "dossier",
        ["owner_id"],
        postgresql_where=outside,
        sqlite_where=outside,
    )
