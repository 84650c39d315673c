"""people of a draft: who was named in an invitation, and what is known of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The ID number an invitation is for, the person's own records, when they were reminded."""
    with op.batch_alter_table("draft_party", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id_number", app.db.types.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column("facts", app.db.types.EncryptedJSON(), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", app.db.types.UTCTime(timezone=True), nullable=True))
