"""asked again: when an agreement was last compared with the answers, and its person told that it is void."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two moments of an invitation."""
    op.add_column("draft_party", sa.Column("compared_at", app.db.types.UTCTime(timezone=True), nullable=True))
    op.add_column(
        "draft_party", sa.Column("asked_again_at", app.db.types.UTCTime(timezone=True), nullable=True)
    )
