"""Drafts: versions, expiry, copies, linked procedures, other people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIME = app.db.types.UTCTime(timezone=True)


def upgrade() -> None:
    """What became of a draft, and who else takes part in it."""
    with op.batch_alter_table("draft", schema=None) as draft:
        draft.add_column(sa.Column("expired", sa.Boolean(), server_default=sa.false(), nullable=False))
        draft.add_column(sa.Column("warned_at", _TIME, nullable=True))
        draft.add_column(sa.Column("kept_version", sa.Integer(), nullable=True))
        draft.add_column(sa.Column("set_aside", app.db.types.EncryptedJSON(), nullable=True))
        draft.add_column(sa.Column("copied_from", sa.String(length=40), nullable=True))
        draft.add_column(sa.Column("parent_id", sa.Uuid(), nullable=True))
        draft.add_column(sa.Column("linked", app.db.types.Json, nullable=True))
        draft.create_foreign_key(op.f("fk_draft_parent_id_draft"), "draft", ["parent_id"], ["id"])
        draft.create_index(op.f("ix_draft_parent_id"), ["parent_id"])
        draft.create_index("ix_draft_saved", ["submitted_at", "saved_at"])
    _parties()


def _parties() -> None:
    op.create_table(
        "draft_party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("invited_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("sent_to", app.db.types.EncryptedText(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("agreed_at", _TIME, nullable=True),
        sa.Column("declined_at", _TIME, nullable=True),
        sa.Column("withdrawn_at", _TIME, nullable=True),
        sa.Column("reason", app.db.types.EncryptedText(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_party_draft_id_draft")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_party_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_party")),
        sa.UniqueConstraint("draft_id", "key", name=op.f("uq_draft_party_draft_id_key")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_draft_party_token_digest")),
    )
    op.create_index(op.f("ix_draft_party_person_id"), "draft_party", ["person_id"])
