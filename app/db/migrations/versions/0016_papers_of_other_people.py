"""papers of other people: what each person who agreed has signed or declared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A paper for each agreement, and whose invitation an attempt to sign belongs to."""
    op.create_table(
        "agreed_paper",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("pdf", app.db.types.EncryptedBytes(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("signature", app.db.types.EncryptedJSON(), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["draft_party.id"], name=op.f("fk_agreed_paper_party_id")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_agreed_paper")),
    )
    op.add_column("signing", sa.Column("party_id", sa.Uuid(), nullable=True))
