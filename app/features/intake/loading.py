"""The initial load: a file of millions of records, resumed where it stopped."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

import msgspec
from sqlalchemy.exc import IntegrityError

from app.clock import Clock
from app.db.base import Database
from app.features.dossiers.mirroring import Mirroring
from app.features.dossiers.records import canonical
from app.features.intake.models import InitialLoad
from app.gateways.dossier_records import DossierRecord
from app.jobs.quarantine import quarantine

FEED = "load"
AT_ONCE = 5_000

_decoder = msgspec.json.Decoder(DossierRecord)


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken, counted from 1, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Progress:
    """How far a load has come; `done` counts bytes read of the source as it is stored."""

    lines: int
    taken: int
    refused: int
    done: int = 0


class InitialLoader:
    """Loads records, `AT_ONCE` a transaction; the place is kept in the same transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def load(
        self,
        source: str,
        body: IO[bytes],
        *,
        moved: Callable[[Progress], None] = lambda _: None,
        refused: Callable[[Refused], None] = lambda _: None,
    ) -> Progress:
        """Read `body` (JSON lines, gzip or plain) to its end, skipping what an earlier run has stored."""
        progress = self._begin(source)
        lines = _lines(body)
        for _ in islice(lines, progress.lines):
            pass
        while chunk := list(islice(lines, AT_ONCE)):
            self._take(source, chunk, progress, refused)
            progress.done = body.tell()
            moved(progress)
        self._finish(source)
        return progress

    def _begin(self, source: str) -> Progress:
        with self._database.transaction() as session:
            load = session.get(InitialLoad, source)
            if load is None:
                now = self._clock()
                load = InitialLoad(source=source, lines=0, taken=0, refused=0, began_at=now, moved_at=now)
                session.add(load)
                session.commit()
            return Progress(load.lines, load.taken, load.refused)

    def _take(
        self, source: str, chunk: list[bytes], progress: Progress, refused: Callable[[Refused], None]
    ) -> None:
        good, bad = _read(chunk, progress.lines + 1)
        try:
            self._store(source, chunk, good, bad, progress.lines)
        except IntegrityError:
            # Somebody else brought one of these dossiers at the same moment; now it is known.
            self._store(source, chunk, good, bad, progress.lines)
        for line in bad:
            refused(line)
        progress.lines += len(chunk)
        progress.taken += len(good)
        progress.refused += len(bad)

    def _store(
        self, source: str, chunk: list[bytes], good: list[DossierRecord], bad: list[Refused], first: int
    ) -> None:
        with self._database.transaction() as session:
            load = session.get_one(InitialLoad, source, with_for_update=True)
            if load.lines != first:
                raise RuntimeError(f"another process is loading {source}")
            Mirroring(session, self._clock).take(good)
            for line in bad:
                body = chunk[line.line - first - 1]
                quarantine(session, FEED, body, line.reason, self._clock(), reference=f"{source}:{line.line}")
            load.lines += len(chunk)
            load.taken += len(good)
            load.refused += len(bad)
            load.moved_at = self._clock()
            session.commit()

    def _finish(self, source: str) -> None:
        with self._database.transaction() as session:
            session.get_one(InitialLoad, source).finished_at = self._clock()
            session.commit()


def _read(chunk: list[bytes], first: int) -> tuple[list[DossierRecord], list[Refused]]:
    good, bad = [], []
    for number, line in enumerate(chunk, start=first):
        try:
            good.append(canonical(_decoder.decode(line)))
        except (ValueError, RecursionError) as error:
            bad.append(Refused(number, str(error)))
    return good, bad


def _lines(body: IO[bytes]) -> Iterator[bytes]:
    head = body.read(2)
    body.seek(0)
    plain: Iterable[bytes] = gzip.GzipFile(fileobj=body) if head == b"\x1f\x8b" else body
    return (line for line in plain if line.strip())
