"""Search words, search misses and visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables that the search writes."""
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("phrase", sa.String(length=500), nullable=False),
        sa.Column("terms", app.db.types.Json, nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_by_name", app.db.types.EncryptedText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_key", "search_word", ["kind", "lang", "key"])
    op.create_table(
        "search_miss",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("query", sa.String(length=256), nullable=True),
        sa.Column("askers", app.db.types.Json, nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.Column("unfitting", sa.Integer(), nullable=False),
        sa.Column("fitting", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_search_miss")),
    )
    op.create_index(op.f("ix_search_miss_last_on"), "search_miss", ["last_on"])
    op.create_table(
        "procedure_visits",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", "month", name=op.f("pk_procedure_visits")),
    )
