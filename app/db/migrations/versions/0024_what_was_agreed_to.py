"""what was agreed to: which answers a paper is about, so that a person is told which of them changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns that are empty for the papers there are; no row is written."""
    op.add_column("agreed_paper", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column("agreed_paper", sa.Column("answers", app.db.types.EncryptedJSON(), nullable=True))
