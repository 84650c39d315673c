"""The place a person chose, and the history of procedures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the models have gained."""
    op.add_column("person", sa.Column("locality", app.db.types.EncryptedText(), nullable=True))
    _create_procedure_changes()


def _create_procedure_changes() -> None:
    op.create_table(
        "procedure_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("happened_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("changes", app.db.types.Json, nullable=False),
        sa.Column("note", app.db.types.Json, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_changes")),
    )
    op.create_index(op.f("ix_procedure_changes_code"), "procedure_changes", ["code"])
