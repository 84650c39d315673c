"""What people are told, and how they want to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import app.db.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four tables."""
    _notices()
    op.create_table(
        "notice_choices",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channels",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("sms_marks", sa.Boolean(), nullable=False),
        sa.Column("email", app.db.types.EncryptedText(), nullable=True),
        sa.Column("email_verified_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("email_token", sa.String(length=64), nullable=True),
        sa.Column("email_asked_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_choices")),
    )
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", app.db.types.EncryptedText(), nullable=False),
        sa.Column("endpoint_index", sa.String(length=64), nullable=False),
        sa.Column("p256dh", app.db.types.EncryptedText(), nullable=False),
        sa.Column("auth", app.db.types.EncryptedText(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_push_subscription_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint_index", name=op.f("uq_push_subscription_endpoint_index")),
    )
    op.create_index(op.f("ix_push_subscription_person_id"), "push_subscription", ["person_id"])
    op.create_table(
        "bounced_address",
        sa.Column("address_index", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("bounced_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_index", name=op.f("pk_bounced_address")),
    )


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("matter", app.db.types.EncryptedJSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("email", app.db.types.EncryptedText(), nullable=True),
        sa.Column("deadline", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("due_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("released_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("digest_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("read_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_person_released", "notice", ["person_id", "released_at"])
    op.create_index("ix_notice_waiting", "notice", ["released_at", "due_at"])
    op.create_index(op.f("ix_notice_digest_at"), "notice", ["digest_at"])
