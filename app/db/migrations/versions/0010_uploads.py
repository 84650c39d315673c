"""uploads: what is known of a file, and files on their way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Pages, thumbnail and virus scan of a stored file; uploads that go on where they stopped."""
    time = app.db.types.UTCTime(timezone=True)
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("prepared", app.db.types.Json, nullable=True))
        batch_op.add_column(sa.Column("thumbnail_key", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("thumbnail_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("scanned", sa.String(length=10), server_default="unchecked", nullable=False)
        )
        batch_op.add_column(sa.Column("threat", app.db.types.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column("scan_attempts", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("scan_due_at", time, nullable=True))
        batch_op.add_column(sa.Column("wanted_at", time, nullable=True))
        batch_op.add_column(sa.Column("released_at", time, nullable=True))
        batch_op.create_index(op.f("ix_stored_file_released_at"), ["released_at"])
        batch_op.create_index("ix_stored_file_scan_due", ["scanned", "scan_due_at"])
    op.create_table(
        "partial_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=100), nullable=False),
        sa.Column("name", app.db.types.EncryptedText(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=64), nullable=False),
        sa.Column("begun_at", time, nullable=False),
        sa.Column("expires_at", time, nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_partial_upload_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_partial_upload_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partial_upload")),
    )
    op.create_index("ix_partial_upload_again", "partial_upload", ["owner_id", "target", "fingerprint"])
    op.create_index(op.f("ix_partial_upload_expires_at"), "partial_upload", ["expires_at"])
