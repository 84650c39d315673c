"""`dossiers`: the initial load, and the keys agencies sign with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
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

from app.clock import utc_now
from app.db.base import Database
from app.features.intake.keys import AgencyKeys
from app.features.intake.loading import InitialLoader, Refused
from app.features.intake.loading import Progress as Loaded
from app.features.intake.signatures import ALGORITHMS


@click.group()
def dossiers() -> None:
    """Dossiers that agencies send."""


@dossiers.command("load")
@click.argument("source")
@with_appcontext
def load(source: str) -> None:
    """Load whole dossiers from SOURCE, a file or an address of JSON lines (.jsonl, .jsonl.gz).

    Run again after an interruption, it goes on where it stopped. Lines that are refused are named.
    """
    database: Database = current_app.extensions["portal.database"]
    name = _name(source)
    with _opened(source) as (body, size), _bar() as bar:
        task = bar.add_task("loading", total=size, taken=0)

        def moved(progress: Loaded) -> None:
            bar.update(task, completed=progress.done, taken=progress.taken)

        def refused(line: Refused) -> None:
            bar.console.print(f"line {line.line}: {line.reason}", markup=False, highlight=False)

        report = InitialLoader(database, utc_now).load(name, body, moved=moved, refused=refused)
    click.echo(f"{report.lines} lines, {report.taken} taken, {report.refused} refused")


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


@contextmanager
def _keys() -> Iterator[AgencyKeys]:
    database: Database = current_app.extensions["portal.database"]
    with database.transaction() as session:
        yield AgencyKeys(session, utc_now)


@contextmanager
def _opened(source: str) -> Iterator[tuple[IO[bytes], int]]:
    """The bytes of a file or an address, and how many; an address is brought into a file first."""
    if urlsplit(source).scheme not in {"http", "https"}:
        with Path(source).open("rb") as body:
            yield body, Path(source).stat().st_size
        return

    with tempfile.TemporaryFile() as body:
        with httpx2.stream("GET", source, timeout=60, follow_redirects=True) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                body.write(chunk)
        size = body.tell()
        body.seek(0)
        yield body, size


def _name(source: str) -> str:
    """What the place in the source is remembered under: its address without secrets, or its full path."""
    parts = urlsplit(source)
    named = f"{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.scheme in {"http", "https"} else ""
    return (named or str(Path(source).resolve()))[-200:]


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[taken]:,} dossiers"))
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))
