"""extracts in one text: an extract is one text and one list of ids, no longer one of each a procedure."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Extracts are emptied, and the worker makes them anew within five minutes; until then all is read.

    The column has another name, so that a worker of the version before, still at work, fails instead of
    writing what nobody can read.
    """
    op.execute("DELETE FROM dossier_extract")
    op.execute("DELETE FROM dossier_extracted")
    op.execute("ALTER TABLE dossier_extract RENAME COLUMN lines TO searched")
