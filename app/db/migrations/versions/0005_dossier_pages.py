"""dossier pages: messages, withdrawals, signatures of files, and the order of a person's list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The conversation about a dossier, and what is known of files."""
    owned = sa.text("owner_id IS NOT NULL")
    columns = ["owner_id", "needs_person", "updated_at", "id"]
    op.create_index(
        "ix_dossier_owner_activity", "dossier", columns, postgresql_where=owned, sqlite_where=owned
    )
    _messages()
    _withdrawals()
    op.create_table(
        "signature_check",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("trust", sa.String(length=64), nullable=False),
        sa.Column("signatures", app.db.types.EncryptedJSON(), nullable=False),
        sa.Column("unreadable", sa.String(length=10), nullable=True),
        sa.Column("checked_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_signature_check")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=10), server_default="upload", nullable=False))
        batch_op.add_column(sa.Column("origin", app.db.types.EncryptedJSON(), nullable=True))
        batch_op.add_column(sa.Column("deleted_at", app.db.types.UTCTime(timezone=True), nullable=True))


def _messages() -> None:
    op.create_table(
        "dossier_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("author", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("text", app.db.types.EncryptedJSON(), nullable=False),
        sa.Column("sent_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("delivered_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("read_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("refusal", app.db.types.EncryptedText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_message_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_message")),
        sa.UniqueConstraint("key", name=op.f("uq_dossier_message_key")),
    )
    op.create_index("ix_dossier_message_dossier_sent", "dossier_message", ["dossier_id", "sent_at"])


def _withdrawals() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("reason", app.db.types.EncryptedText(), nullable=True),
        sa.Column("asked_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("delivered_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("declined_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("answer", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("refusal", app.db.types.EncryptedText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_withdrawal_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    op.create_index("ix_withdrawal_dossier_asked", "withdrawal", ["dossier_id", "asked_at"])
