"""`worker`: the portal's work behind the pages; `sync`: the same work once, for cron."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.jobs.worker import Worker, run_once
from app.web.services import use


@click.command()
@with_appcontext
def worker() -> None:
    """Deliver, synchronise and tidy until stopped."""
    click.echo("The worker is at work.")
    use(Worker).run()
    click.echo("The worker has stopped.")


@click.command()
@click.argument("tasks", nargs=-1)
@with_appcontext
def sync(tasks: tuple[str, ...]) -> None:
    """Do every task once (or only the named TASKS); exit status 1 when one failed."""
    known = use(Worker).tasks
    unknown = set(tasks) - {task.name for task in known}
    if unknown:
        raise click.UsageError(f"There is no task {', '.join(sorted(unknown))}.")
    outcomes = run_once([task for task in known if not tasks or task.name in tasks])
    for name, outcome in outcomes.items():
        click.echo(f"{name}: {outcome.answer if outcome.ok else 'failed, see the log'}")
    if not all(outcome.ok for outcome in outcomes.values()):
        raise SystemExit(1)
