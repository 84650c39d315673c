"""`definitions`: for those who write forms."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
from flask import Flask, current_app
from werkzeug.serving import run_simple

from app.features.applications.previews import show_file
from app.wizard.reading.authoring import check_files, compile_files

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


@definitions.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--port", default=8123, show_default=True, help="Where to show it on this machine.")
def preview(file: Path, port: int) -> None:
    """Show every page of the definition in FILE, published or not, until Ctrl-C; faults by path."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # the proxy's own way
    click.echo(f"http://127.0.0.1:{port}{show_file(app, file)}")
    run_simple("127.0.0.1", port, app, threaded=True)
