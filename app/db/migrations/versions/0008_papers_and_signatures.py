"""Applications as PDF, attempts to sign them, and signed receipts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables."""
    op.create_table(
        "application_paper",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("storage_key", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("signature", app.db.types.EncryptedJSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_paper_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_paper")),
    )
    op.create_table(
        "signing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("state_digest", sa.String(length=64), nullable=False),
        sa.Column("work", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("begun_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("ended_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_signing_draft_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_signing_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing")),
        sa.UniqueConstraint("state_digest", name=op.f("uq_signing_state_digest")),
    )
    op.create_index(op.f("ix_signing_draft_id"), "signing", ["draft_id"])
    op.create_table(
        "receipt",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("manifest", app.db.types.EncryptedJSON(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("issued_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("acknowledgement", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("acknowledged_token", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_receipt_application_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_receipt")),
        sa.UniqueConstraint("application_id", name=op.f("uq_receipt_application_id")),
    )
