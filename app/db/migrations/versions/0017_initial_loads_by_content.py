"""initial loads by content: what has been read of a source is known by its digest, not by its name alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The digest of the lines that were taken; loads begun before have none and begin again."""
    op.add_column("initial_load", sa.Column("digest", sa.LargeBinary(length=32), nullable=True))
