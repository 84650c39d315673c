"""`definitions`: for those who write forms."""

from __future__ import annotations

from pathlib import Path

import click

from app.wizard.authoring import check_files, compile_files

_FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group()
def definitions() -> None:
    """Check and compile form definitions."""


@definitions.command()
@_FOLDER
def check(folder: Path) -> None:
    """Report every fault of the definitions under FOLDER; exit status 1 when there is one."""
    faults = check_files(folder)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("No faults.")


@definitions.command("compile")
@_FOLDER
def compile_(folder: Path) -> None:
    """Write the JSON Schema of its answers beside each definition under FOLDER."""
    for path in compile_files(folder):
        click.echo(path)
