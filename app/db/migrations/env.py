"""Alembic's way to the portal's tables; run through `app.db.schema`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON

from app.db.base import Base
from app.db.partitions import is_partition


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our JSON type by its own name; everything else as Alembic writes it."""
    return "app.db.types.Json" if kind == "type" and isinstance(item, JSON) else False


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Parts of a table are made when their year comes, not by migrations."""
    return kind != "table" or not is_partition(connection, name)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=_render,
    compare_type=True,
    include_name=_is_ours,
)
with context.begin_transaction():
    context.run_migrations()
