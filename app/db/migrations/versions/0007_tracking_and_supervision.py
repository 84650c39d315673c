"""Facts for public tracking; calendar feeds; counts for supervision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.db.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _dossiers()
    _calendar_feed()
    _tallies()
    _numbers()


def _dossiers() -> None:
    with op.batch_alter_table("dossier") as table:
        table.add_column(sa.Column("fact_id_digest", sa.LargeBinary(length=32), nullable=True))
        table.add_column(sa.Column("fact_phone_digest", sa.LargeBinary(length=32), nullable=True))
    for name, columns, condition in (
        ("ix_dossier_open_agency_due", ["agency_code", "due_at"], "finished_at IS NULL"),
        ("ix_dossier_finished", ["finished_at"], "finished_at IS NOT NULL"),
    ):
        only = sa.text(condition)
        op.create_index(name, "dossier", columns, postgresql_where=only, sqlite_where=only)


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_calendar_feed_owner_id")),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feed_token_digest")),
    )


def _tallies() -> None:
    op.create_table(
        "supervision_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counted_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_supervision_day")),
    )
    op.create_table(
        "supervision_procedure_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "procedure_code", "working_days", name=op.f("pk_supervision_procedure_tally")
        ),
    )
    op.create_table(
        "supervision_agency_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("agency_code", sa.String(length=64), nullable=False),
        sa.Column("locality_code", sa.String(length=16), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "agency_code", "locality_code", name=op.f("pk_supervision_agency_tally")
        ),
    )


def _numbers() -> None:
    op.create_table(
        "supervision_procedure",
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("median", sa.Integer(), nullable=False),
        sa.Column("ninety", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("procedure_code", name=op.f("pk_supervision_procedure")),
    )
    op.create_table(
        "supervision_agency",
        sa.Column("agency_code", sa.String(length=64), nullable=False),
        sa.Column("locality_code", sa.String(length=16), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "locality_code", name=op.f("pk_supervision_agency")),
    )
