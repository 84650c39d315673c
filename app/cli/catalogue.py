"""`catalogue`: filling the catalogue and its search index."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app.db.base import Database
from app.features.catalogue.records.importer import ImportReport, import_files, load_builtin
from app.features.catalogue.records.taxonomy import Taxonomy, read_names
from app.features.catalogue.service import CatalogueService
from app.web.services import use

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def catalogue() -> None:
    """Procedures and their search index."""


@catalogue.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE…")
@click.option("--names-en", type=_FILE, help="English names: TSV of code and name, with a heading line.")
@click.option("--complete", is_flag=True, help="Withdraw what was imported before and is in no FILE.")
@with_appcontext
def import_(files: tuple[Path, ...], names_en: Path | None, complete: bool) -> None:
    """Load procedures from FILE…, all of them or nothing; .jsonl or .jsonl.gz, national or own format."""
    taxonomy = Taxonomy(_names(names_en))
    with _bar() as bar:
        task = bar.add_task("reading", total=sum(file.stat().st_size for file in files))
        before = {file: sum(f.stat().st_size for f in files[:i]) for i, file in enumerate(files)}
        report = import_files(
            list(files),
            _database(),
            taxonomy,
            current_app.extensions["portal.clock"],
            complete=complete,
            progress=lambda path, done: bar.update(task, completed=before[path] + done),
        )
    _tell(report)
    if not report.done:
        raise SystemExit(1)
    _reindex()


@catalogue.command()
@with_appcontext
def builtin() -> None:
    """Load the procedures that come with the portal; loading them again changes nothing."""
    _tell(load_builtin(_database(), current_app.extensions["portal.clock"]))
    _reindex()


@catalogue.command()
@with_appcontext
def reindex() -> None:
    """Build the search index anew; the portal goes on answering from the old one meanwhile."""
    _reindex()


def _tell(report: ImportReport) -> None:
    for fault in report.faults:
        click.echo(str(fault), err=True)
    if report.refused:
        more = report.refused - len(report.faults)
        click.echo(f"{report.refused} refused" + (f", {more} not shown" if more else ""), err=True)
        click.echo("Nothing was changed.", err=True)
        return
    tally = report.tally
    click.echo(
        f"{tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged, "
        f"{tally.withdrawn} withdrawn, {tally.kept} kept as they are, 0 refused"
    )


def _names(path: Path | None) -> dict[str, str]:
    try:
        return read_names(path) if path else {}
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _reindex() -> None:
    with current_app.test_request_context("/"):
        index = use(CatalogueService).reindex()
    click.echo(f"{len(index)} procedures can be found")


def _database() -> Database:
    found: Database = current_app.extensions["portal.database"]
    return found
