"""Dossiers that agencies send: no application needed, events by year, keys and answers of pushed batches."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

import app.db.types
from app.db.partitions import ensure_years

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_DATE = re.compile(r"-(?:(20\d{2})|(\d{2}))\d{4}-")


def upgrade() -> None:
    _dossiers()
    _agencies()
    _events()
    _quarantine()
    _intake()


def _only(condition: str) -> dict[str, Any]:
    return {"postgresql_where": sa.text(condition), "sqlite_where": sa.text(condition)}


def _dossiers() -> None:
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.drop_constraint("uq_dossier_application_id", type_="unique")
        batch_op.drop_constraint("uq_dossier_receipt_number", type_="unique")
        batch_op.drop_index("ix_dossier_owner_submitted")
        batch_op.alter_column("application_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("receipt_number", existing_type=sa.String(64), nullable=True)
        batch_op.alter_column("owner_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("files", existing_type=app.db.types.EncryptedJSON(), nullable=True)
        batch_op.add_column(sa.Column("holder", sa.LargeBinary(length=16), nullable=True))
        batch_op.add_column(sa.Column("holder_kind", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("locality_code", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("channel", sa.SmallInteger(), nullable=True))
    for name, column, unique, condition in (
        ("uq_dossier_application", ["application_id"], True, "application_id IS NOT NULL"),
        ("uq_dossier_receipt", ["receipt_number"], True, "receipt_number IS NOT NULL"),
        ("ix_dossier_owner_submitted", ["owner_id", "submitted_at"], False, "owner_id IS NOT NULL"),
        ("ix_dossier_holder", ["holder"], False, "holder IS NOT NULL"),
        ("ix_dossier_open_due", ["due_at"], False, "finished_at IS NULL"),
    ):
        op.create_index(name, "dossier", column, unique=unique, **_only(condition))


def _agencies() -> None:
    op.create_table(
        "dossier_agency",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", app.db.types.Json, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier_agency")),
    )


def _events() -> None:
    bind = op.get_bind()
    op.rename_table("dossier_event", "dossier_event_before")
    if bind.dialect.name == "postgresql":
        op.execute("ALTER INDEX pk_dossier_event RENAME TO pk_dossier_event_before")
    _make_events()
    before = sa.table("dossier_event_before", *map(sa.column, ("event_id", "dossier_code", "year")))
    op.add_column("dossier_event_before", sa.Column("year", sa.SmallInteger(), nullable=True))
    years = {event: _year(code) for event, code in bind.execute(sa.select(before.c.event_id, before.c.dossier_code))}
    ensure_years(bind, "dossier_event", {0, *years.values()})
    if years:
        changed = before.update().where(before.c.event_id == sa.bindparam("key")).values(year=sa.bindparam("in_year"))
        bind.execute(changed, [{"key": event, "in_year": year} for event, year in years.items()])
    columns = (
        "event_id, year, application_id, dossier_code, dossier_id, version, status, occurred_at, actor, note, "
        "due_at, request, result, lawful, arrived_at"
    )
    op.execute(
        f"INSERT INTO dossier_event ({columns}, counted) SELECT {columns}, true FROM dossier_event_before"
    )
    op.drop_table("dossier_event_before")
    _index_events()


def _make_events() -> None:
    op.create_table(
        "dossier_event",
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.String(length=64), nullable=True),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=8), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("occurred_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("actor", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("note", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("due_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("request", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("result", app.db.types.EncryptedJSON(), nullable=True),
        sa.Column("lawful", sa.Boolean(), nullable=False),
        sa.Column("arrived_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "year", name=op.f("pk_dossier_event")),
        postgresql_partition_by="RANGE (year)",
    )


def _index_events() -> None:
    op.create_index(
        "uq_dossier_event_dossier_version", "dossier_event", ["dossier_id", "version", "year"], unique=True
    )
    for name, column, condition in (
        ("ix_dossier_event_waiting_code", "dossier_code", "dossier_id IS NULL"),
        ("ix_dossier_event_waiting_application", "application_id", "dossier_id IS NULL"),
        ("ix_dossier_event_unlawful", "arrived_at", "NOT lawful"),
    ):
        op.create_index(name, "dossier_event", [column], unique=False, **_only(condition))


def _year(code: str) -> int:
    found = _DATE.search(code)
    year = int(found[1] or f"20{found[2]}") if found else 0
    return year if 2010 <= year <= 2040 else 0


def _quarantine() -> None:
    with op.batch_alter_table("quarantined_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sender", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reference", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("settled_at", app.db.types.UTCTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("remark", sa.String(length=300), nullable=True))
        batch_op.create_index("ix_quarantined_item_open", ["settled_at", "arrived_at"], unique=False)
        batch_op.create_index("ix_quarantined_item_sender", ["sender", "arrived_at"], unique=False)


def _intake() -> None:
    op.create_table(
        "agency_key",
        sa.Column("key_id", sa.String(length=80), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("algorithm", sa.String(length=20), nullable=False),
        sa.Column("material", app.db.types.EncryptedText(), nullable=False),
        sa.Column("valid_from", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("valid_until", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_agency_key")),
    )
    op.create_table(
        "hook_nonce",
        sa.Column("key_id", sa.String(length=80), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("seen_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_id", "nonce", name=op.f("pk_hook_nonce")),
    )
    op.create_index("ix_hook_nonce_seen_at", "hook_nonce", ["seen_at"])
    op.create_table(
        "hook_batch",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answer", app.db.types.Json, nullable=False),
        sa.Column("arrived_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency", "batch_id", name=op.f("pk_hook_batch")),
    )
    op.create_index("ix_hook_batch_arrived_at", "hook_batch", ["arrived_at"])
    op.create_table(
        "initial_load",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("began_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("moved_at", app.db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("finished_at", app.db.types.UTCTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_initial_load")),
    )
