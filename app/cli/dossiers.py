"""`dossiers`: the initial load, and the keys agencies sign with."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import click
import httpx2
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import OperationalError

from app.clock import Clock
from app.db.base import Database
from app.db.deferring import complete_indexes, indexes_afterwards
from app.db.partitions import PartDiffers, attach
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.intake.keys import AgencyKeys
from app.features.intake.loading import BeingLoaded, InitialLoader, Refused
from app.features.intake.loading import Progress as Loaded
from app.features.intake.reading import is_packed, lines_of
from app.features.intake.sharing import PartStopped, Source, load_shared
from app.features.intake.signatures import ALGORITHMS
from app.settings import Settings


@click.group()
def dossiers() -> None:
    """Dossiers that agencies send."""


@dossiers.command("load")
@click.argument("source")
@click.option("--processes", type=click.IntRange(1, 64), default=1, help="Share a plain file among so many.")
@with_appcontext
def load(source: str, processes: int) -> None:
    """Load whole dossiers from SOURCE, a file or an address of JSON lines (.jsonl, .jsonl.gz).

    Run again after an interruption, with as many processes, it goes on where it stopped. Lines that are
    refused are named.
    """
    database: Database = current_app.extensions["portal.database"]
    with _brought(source) as file, _bar() as bar, indexes_afterwards(database, Dossier):
        task = bar.add_task("loading", total=None if is_packed(file) else file.stat().st_size, taken=0)

        def moved(progress: Loaded) -> None:
            bar.update(task, completed=progress.done, taken=progress.taken)

        def refused(line: Refused) -> None:
            bar.console.print(f"line {line.line}: {line.reason}", markup=False, highlight=False)

        if processes == 1:
            report = _alone(database, _name(source), file, moved, refused)
        else:
            report = _shared(database, _name(source), file, processes, moved, refused)
        bar.update(task, description="indexing")
    if report.again:
        click.echo("not what an earlier run had begun to load: taken from the first line on")
    click.echo(f"{report.lines} lines, {report.taken} taken, {report.refused} refused")


def _alone(
    database: Database,
    name: str,
    file: Path,
    moved: Callable[[Loaded], None],
    refused: Callable[[Refused], None],
) -> Loaded:
    try:
        with file.open("rb") as body:
            loader = InitialLoader(database, _clock())
            return loader.load(name, lambda: lines_of(body), moved=moved, refused=refused)
    except BeingLoaded as error:
        raise click.ClickException(str(error)) from error
    except (OperationalError, OSError, EOFError) as error:
        # A statement that failed would be quoted with what it was to store.
        reason = getattr(error, "orig", None) or error
        raise click.ClickException(f"{reason}; run the same again, it goes on from there") from error


def _shared(
    database: Database,
    name: str,
    file: Path,
    processes: int,
    moved: Callable[[Loaded], None],
    refused: Callable[[Refused], None],
) -> Loaded:
    if is_packed(file) or database.engine.dialect.name != "postgresql":
        raise click.UsageError("--processes needs PostgreSQL and a file that is not packed")
    settings: Settings = current_app.extensions["portal.settings"]
    url = database.engine.url.render_as_string(hide_password=False)
    shared = Source(url, settings.encryption_keys, name, file)
    try:
        return load_shared(shared, processes, moved=moved, refused=refused)
    except PartStopped as error:
        raise click.ClickException(str(error)) from error


@dossiers.command("indexes")
@with_appcontext
def indexes() -> None:
    """Make the indexes that a load left out because it was killed; the portal goes on meanwhile."""
    database: Database = current_app.extensions["portal.database"]
    for name in complete_indexes(database, Dossier):
        click.echo(name)


@dossiers.command("attach")
@click.argument("year", type=click.IntRange(0, 2100))
@with_appcontext
def attach_year(year: int) -> None:
    """Bring the events of YEAR back, a part that was detached, also by an earlier version (PostgreSQL)."""
    database: Database = current_app.extensions["portal.database"]
    if database.engine.dialect.name != "postgresql":
        raise click.UsageError("only PostgreSQL keeps events in parts")
    try:
        with database.engine.begin() as connection:
            added = attach(connection, DossierEvent.__tablename__, year)
    except PartDiffers as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"attached{', added: ' if added else ''}{', '.join(added)}")


@dossiers.group("keys")
def keys() -> None:
    """The keys agencies sign their batches with."""


@keys.command("add")
@click.argument("key_id")
@click.argument("agency")
@click.argument("algorithm", type=click.Choice(ALGORITHMS))
@click.argument("material", type=click.File("r"))
@with_appcontext
def add(key_id: str, agency: str, algorithm: str, material: IO[str]) -> None:
    """Let AGENCY (such as H26) sign with KEY_ID; MATERIAL is a file (or -) with the key in base64."""
    with _keys() as kept:
        kept.add(key_id, agency, algorithm, material.read().strip())
    click.echo(f"{agency} may sign with {key_id}")


@keys.command("import")
@click.argument("source", type=click.File("r"))
@with_appcontext
def import_(source: IO[str]) -> None:
    """Add the keys in SOURCE (a file or -): lines of KEY_ID AGENCY ALGORITHM MATERIAL; known ones stay."""
    with _keys() as kept:
        for line in filter(str.strip, source):
            key_id, agency, algorithm, material = line.split()
            kept.add(key_id, agency, algorithm, material)
            click.echo(f"{agency} may sign with {key_id}")


@keys.command("end")
@click.argument("key_id")
@click.option("--days", type=click.IntRange(0, 365), default=0, help="Still accept it for so many days.")
@with_appcontext
def end(key_id: str, days: int) -> None:
    """Stop accepting KEY_ID."""
    with _keys() as kept:
        kept.end(key_id, timedelta(days=days))


@keys.command("list")
@with_appcontext
def list_() -> None:
    """Every key, whose it is and how long it is valid."""
    with _keys() as kept:
        for key in kept.all():
            until = key.valid_until.isoformat() if key.valid_until else "open"
            click.echo(f"{key.agency}  {key.key_id}  {key.algorithm}  {key.valid_from.isoformat()}  {until}")


def _clock() -> Clock:
    clock: Clock = current_app.extensions["portal.clock"]
    return clock


@contextmanager
def _keys() -> Iterator[AgencyKeys]:
    database: Database = current_app.extensions["portal.database"]
    with database.transaction() as session:
        yield AgencyKeys(session, _clock())


@contextmanager
def _brought(source: str) -> Iterator[Path]:
    """SOURCE as a file; what is at an address is brought into one first."""
    if urlsplit(source).scheme not in {"http", "https"}:
        yield Path(source)
        return
    with tempfile.NamedTemporaryFile() as body:
        with httpx2.stream("GET", source, timeout=60, follow_redirects=True) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                body.write(chunk)
        body.flush()
        yield Path(body.name)


def _name(source: str) -> str:
    """What the place in the source is remembered under: its address without secrets, or its full path."""
    parts = urlsplit(source)
    named = f"{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.scheme in {"http", "https"} else ""
    return (named or str(Path(source).resolve()))[-200:]


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[taken]:,} dossiers"))
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))
