"""The initial load: a file of millions of records, resumed where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec
from sqlalchemy.exc import IntegrityError

from app.clock import Clock
from app.db.base import Database
from app.db.many import commit_without_waiting
from app.features.dossiers.mirror.mirroring import Mirroring
from app.features.dossiers.mirror.records import canonical
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
    """How far a load has come; `done` counts its bytes, unpacked."""

    lines: int
    taken: int
    refused: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class _Chunk:
    lines: list[bytes]
    first: int
    good: list[DossierRecord]
    bad: list[Refused]


class InitialLoader:
    """Loads records, `at_once` lines a transaction; the place is kept in the same transaction."""

    def __init__(self, database: Database, clock: Clock, *, at_once: int = AT_ONCE) -> None:
        self._database = database
        self._clock = clock
        self._at_once = at_once
        self._all_new = True

    def load(
        self,
        source: str,
        body: Iterator[bytes],
        *,
        first_line: int = 1,
        moved: Callable[[Progress], None] = lambda _: None,
        refused: Callable[[Refused], None] = lambda _: None,
    ) -> Progress:
        """Take every line of `body`, JSON each, skipping what an earlier run has stored.

        `first_line` is the number of its first line in the whole file.
        """
        progress = self._begin(source)
        for line in islice(body, progress.lines):
            progress.done += len(line)
        while lines := list(islice(body, self._at_once)):
            chunk = _read(lines, first_line + progress.lines)
            self._take(source, chunk, progress)
            for bad in chunk.bad:
                refused(bad)
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

    def _take(self, source: str, chunk: _Chunk, progress: Progress) -> None:
        # Looking for what is here already costs as much as storing it: only done when there is something.
        try:
            self._store(source, chunk, progress.lines)
        except IntegrityError:
            self._all_new = False
            self._store(source, chunk, progress.lines)
        progress.lines += len(chunk.lines)
        progress.taken += len(chunk.good)
        progress.refused += len(chunk.bad)
        progress.done += sum(map(len, chunk.lines))

    def _store(self, source: str, chunk: _Chunk, first: int) -> None:
        with self._database.transaction() as session:
            commit_without_waiting(session)
            load = session.get_one(InitialLoad, source, with_for_update=True)
            if load.lines != first:
                raise RuntimeError(f"another process is loading {source}")
            self._mirror(Mirroring(session, self._clock), chunk)
            for line in chunk.bad:
                body = chunk.lines[line.line - chunk.first]
                quarantine(session, FEED, body, line.reason, self._clock(), reference=f"{source}:{line.line}")
            load.lines += len(chunk.lines)
            load.taken += len(chunk.good)
            load.refused += len(chunk.bad)
            load.moved_at = self._clock()
            session.commit()

    def _mirror(self, mirroring: Mirroring, chunk: _Chunk) -> None:
        if self._all_new:
            mirroring.add(chunk.good)
        else:
            mirroring.take(chunk.good)
            self._all_new = not mirroring.met

    def _finish(self, source: str) -> None:
        with self._database.transaction() as session:
            session.get_one(InitialLoad, source).finished_at = self._clock()
            session.commit()


def _read(lines: list[bytes], first: int) -> _Chunk:
    try:
        decoded = _decoder.decode_lines(b"".join(lines))
        if len(decoded) == len(lines):
            return _Chunk(lines, first, [canonical(record) for record in decoded], [])
    except (ValueError, RecursionError):
        pass  # one of them is bad: each is read alone, to know which
    return _each(lines, first)


def _each(lines: list[bytes], first: int) -> _Chunk:
    chunk = _Chunk(lines, first, [], [])
    for number, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        try:
            chunk.good.append(canonical(_decoder.decode(line)))
        except (ValueError, RecursionError) as error:
            chunk.bad.append(Refused(number, str(error)))
    return chunk
