"""Taking files of procedures into the catalogue: all of them, or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.catalogue.records.builtin import builtin_records
from app.features.catalogue.records.reading import Fault, Progress, Reading, read_files, spooled
from app.features.catalogue.records.store import CatalogueStore, Incoming, Tally
from app.features.catalogue.records.taxonomy import Taxonomy

_BATCH = 250


class Transactions(Protocol):
    """Opens a writing session that rolls back whatever was not committed."""

    def transaction(self) -> AbstractContextManager[Session]:
        """The session, closed on leaving."""
        ...


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; with faults it did nothing."""

    tally: Tally
    faults: Sequence[Fault]
    refused: int
    version: int

    @property
    def done(self) -> bool:
        """Whether the files were taken in."""
        return not self.refused


def import_files(
    paths: list[Path],
    database: Transactions,
    taxonomy: Taxonomy,
    clock: Clock,
    *,
    complete: bool = False,
    progress: Progress = lambda _path, _bytes: None,
) -> ImportReport:
    """Take every line of every file, or none; `complete` withdraws what was imported before and is gone.

    Faulty lines are reported, never raised. Files are read to a spool on disk first, so the database is
    locked only while it is written and memory does not grow with the files.
    """
    with tempfile.TemporaryFile() as spool:
        reading = read_files(paths, taxonomy, spool, progress)
        if not reading.refused and not reading.codes:
            reading.refuse(paths[0] if paths else Path("-"), 1, "no procedure in it")
        if reading.refused:
            return ImportReport(Tally(), reading.faults, reading.refused, version=0)
        return _stored(reading, database, clock, complete)


def load_builtin(database: Transactions, clock: Clock) -> ImportReport:
    """Take in the built-in procedures, except where a later official record is stored; raises `BadRecord`."""
    records = builtin_records()
    with database.transaction() as session:
        store = CatalogueStore(session, "builtin", clock())
        store.write([Incoming(record) for record in records])
        version = store.finish()
        session.commit()
    return ImportReport(store.tally, (), 0, version)


def _stored(reading: Reading, database: Transactions, clock: Clock, complete: bool) -> ImportReport:
    with database.transaction() as session:
        store = CatalogueStore(session, "import", clock())
        for batch in spooled(reading, _BATCH):
            store.write(batch)
        if complete:
            store.withdraw_missing()
        version = store.finish()
        session.commit()
    return ImportReport(store.tally, (), 0, version)
