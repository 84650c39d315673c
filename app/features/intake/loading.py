"""The initial load: a file of millions of records, resumed where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

import msgspec
import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

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

_TRIES = 5

_decoder = msgspec.json.Decoder(DossierRecord)

log: Any = structlog.get_logger("portal.loading")


class BeingLoaded(RuntimeError):
    """Another process loads the same source at this moment; it goes on, this one may end."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken, counted from 1, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Progress:
    """How far a load has come; `done` counts its bytes, unpacked.

    `again`: the source is not what an earlier run had begun to load, so it is taken from its first line on.
    """

    lines: int
    taken: int
    refused: int
    done: int = 0
    again: bool = False


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
        self._seen = sha256()

    def load(
        self,
        source: str,
        lines: Callable[[], Iterator[bytes]],
        *,
        first_line: int = 1,
        moved: Callable[[Progress], None] = lambda _: None,
        refused: Callable[[Refused], None] = lambda _: None,
    ) -> Progress:
        """Take every line, JSON each, skipping what an earlier run has stored; raises `BeingLoaded`.

        `lines` is called for the lines from the first one on, and once more when they are not those an
        earlier run has read; `first_line` is the number of the first in the whole file.
        """
        body = lines()
        progress, reached = self._begin(source)
        self._pass(body, progress)
        if self._seen.digest() != reached:
            log.warning("load begins again", source=source, lines=progress.lines)
            body, progress = lines(), self._begin_again(source)
        while portion := list(islice(body, self._at_once)):
            chunk = _read(portion, first_line + progress.lines)
            self._take(source, chunk, progress)
            for bad in chunk.bad:
                refused(bad)
            moved(progress)
        self._finish(source)
        return progress

    def _begin(self, source: str) -> tuple[Progress, bytes | None]:
        """How far earlier runs came, and the digest of the lines they read."""
        with self._database.transaction() as session:
            load = self._known(session, source)
            session.commit()
            return Progress(load.lines, load.taken, load.refused), load.digest

    def _known(self, session: Session, source: str) -> InitialLoad:
        load = session.get(InitialLoad, source)
        if load is not None:
            return load
        now, nothing = self._clock(), sha256().digest()
        load = InitialLoad(
            source=source, lines=0, taken=0, refused=0, digest=nothing, began_at=now, moved_at=now
        )
        try:
            with session.begin_nested():
                session.add(load)
        except IntegrityError:  # another process began it at the same moment
            return self._known(session, source)
        return load

    def _begin_again(self, source: str) -> Progress:
        self._seen = sha256()
        self._all_new = False
        with self._database.transaction() as session:
            load = session.get_one(InitialLoad, source, with_for_update=True)
            load.lines = load.taken = load.refused = 0
            load.digest = self._seen.digest()
            load.began_at, load.finished_at = self._clock(), None
            session.commit()
        return Progress(0, 0, 0, again=True)

    def _pass(self, body: Iterator[bytes], progress: Progress) -> None:
        for line in islice(body, progress.lines):
            self._seen.update(line)
            progress.done += len(line)

    def _take(self, source: str, chunk: _Chunk, progress: Progress) -> None:
        before = self._seen.digest()
        self._seen.update(b"".join(chunk.lines))
        for tried in range(1, _TRIES + 1):
            # Looking for what is here already costs as much as storing it: only done when there is something.
            try:
                self._store(source, chunk, progress.lines, before)
                break
            except IntegrityError:
                # Known, twice in the file, or stored by another process since it was looked for.
                if tried == _TRIES:
                    raise
                self._all_new = False
        progress.lines += len(chunk.lines)
        progress.taken += len(chunk.good)
        progress.refused += len(chunk.bad)
        progress.done += sum(map(len, chunk.lines))

    def _store(self, source: str, chunk: _Chunk, first: int, before: bytes) -> None:
        with self._database.transaction() as session:
            commit_without_waiting(session)
            load = session.get_one(InitialLoad, source, with_for_update=True)
            if (load.lines, load.digest) != (first, before):
                raise BeingLoaded(f"another process is loading {source}")
            self._mirror(Mirroring(session, self._clock), chunk)
            for line in chunk.bad:
                body = chunk.lines[line.line - chunk.first]
                quarantine(session, FEED, body, line.reason, self._clock(), reference=f"{source}:{line.line}")
            load.lines += len(chunk.lines)
            load.taken += len(chunk.good)
            load.refused += len(chunk.bad)
            load.digest = self._seen.digest()
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
