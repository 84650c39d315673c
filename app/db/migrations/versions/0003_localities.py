"""The place a person chose."""

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
