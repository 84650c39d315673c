"""An initial load by several processes, each with a part of the file and a place of its own in it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from app.clock import utc_now
from app.db import encryption
from app.db.base import Database
from app.features.intake.loading import InitialLoader, Progress, Refused
from app.features.intake.reading import Part, lines_in, parts_of

_DONE = "done"


class PartStopped(RuntimeError):
    """A process ended before its part did; the same load again goes on where it stopped."""


@dataclass(frozen=True, slots=True)
class Source:
    """What every process needs; places in the file are remembered under `name`."""

    url: str
    keys: tuple[bytes, ...]
    name: str
    file: Path


def load_shared(
    source: Source,
    processes: int,
    *,
    moved: Callable[[Progress], None] = lambda _: None,
    refused: Callable[[Refused], None] = lambda _: None,
) -> Progress:
    """Load a plain file by so many processes; raises `PartStopped` once the others have ended.

    Every part remembers its own place: to resume, load with the same number of processes.
    """
    started = dict(_started(source, part, processes) for part in parts_of(source.file, processes))
    places: dict[Any, Progress] = {connection: Progress(0, 0, 0) for connection in started}
    unfinished: set[Any] = set(started)
    stopped = 0
    while unfinished:
        for ready in wait(list(unfinished)):
            message = _receive(ready)
            if isinstance(message, Refused):
                refused(message)
            elif isinstance(message, Progress):
                places[ready] = message
                moved(_sum(places.values()))
            else:
                unfinished.discard(ready)
                stopped += message != _DONE
    for process in started.values():
        process.join()
    if stopped:
        raise PartStopped(f"{stopped} of the processes stopped; run the same again, it goes on from there")
    return _sum(places.values())


def _started(source: Source, part: Part, processes: int) -> tuple[Connection, BaseProcess]:
    """A process at work, and the connection out of which comes what it says."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    name = f"{source.name[-180:]} {part.number}/{processes}"
    process = context.Process(target=_load, args=(source, name, part, there), daemon=True)
    process.start()
    there.close()
    return here, process


def _load(source: Source, name: str, part: Part, told: Connection) -> None:
    encryption.install(source.keys)
    database = Database(source.url)
    with closing(told), source.file.open("rb") as body:
        loader = InitialLoader(database, utc_now)
        lines = partial(lines_in, body, part)
        told.send(loader.load(name, lines, first_line=part.first_line, moved=told.send, refused=told.send))
        told.send(_DONE)
    database.dispose()


def _receive(connection: Any) -> object:
    try:
        return connection.recv()
    except (EOFError, OSError):
        return None


def _sum(parts: Iterable[Progress]) -> Progress:
    total = Progress(0, 0, 0)
    for part in parts:
        total.lines += part.lines
        total.taken += part.taken
        total.refused += part.refused
        total.done += part.done
        total.again |= part.again
    return total
