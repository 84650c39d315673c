"""first pages: which PDFs still wait for the small picture of their first page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """When the worker draws a file's thumbnail; empty where nothing is to be drawn."""
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("thumbnail_due_at", app.db.types.UTCTime(timezone=True), nullable=True)
        )
        batch_op.create_index(op.f("ix_stored_file_thumbnail_due_at"), ["thumbnail_due_at"])
