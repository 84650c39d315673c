"""Complete small worlds: a portal, its data and the other side; made once, copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx2
from flask import Flask

from app.clock import Clock
from app.db.base import Database
from app.db.schema import upgrade
from app.factory import Outside, create_app
from app.jobs.worker import Worker, run_once
from app.sandbox.backstage import backstage
from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings
from app.settings import Settings
from app.web.services import use
from tests.support.compiled import CompiledRule, CompiledTemplates
from tests.support.connections import one_at_a_time, only_writers_write
from tests.support.visitor import PORTAL

_COMPILED = CompiledTemplates()
Flask.url_rule_class = CompiledRule


class World:
    """A portal beside a sandbox; either may call the other."""

    def __init__(self, folder: Path, clock: Clock, database_url: str | None = None, **sandbox: Any) -> None:
        self._portal: Flask | None = None
        settings = SandboxSettings.for_tests(folder / "sandbox", portal_url=PORTAL, **sandbox)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.sandbox = create_sandbox(
            settings, clock=clock, transport=httpx2.WSGITransport(app=self._call_portal)
        )
        self.sandbox.jinja_env.bytecode_cache = _COMPILED
        one_at_a_time(backstage(self.sandbox).house.database.engine)
        self.folder = folder
        self.environ: dict[str, str] = {}
        self._folder = folder / "portal"
        self._clock = clock
        self._database_url = database_url

    @property
    def portal(self) -> Flask:
        """The portal, made when first asked for."""
        if self._portal is None:
            self._portal = self.another_process()
        return self._portal

    def another_process(self) -> Flask:
        """One more portal on the same data; whoever asked for it disposes of its database."""
        outside = Outside(
            clock=self._clock,
            transport=httpx2.WSGITransport(app=self.sandbox),
            resolve=lambda _host: ["203.0.114.1"],
        )
        portal = create_app(portal_settings(self._folder, self._database_url, **self.environ), outside)
        one_at_a_time(portal.extensions["portal.database"].engine)
        only_writers_write(portal.extensions["portal.database"].engine)
        return portal

    @property
    def database(self) -> Database:
        """The portal's database."""
        found: Database = self.portal.extensions["portal.database"]
        return found

    def prepare(self) -> None:
        """Tables, the built-in catalogue, what the agencies publish, and the key that signs people in."""
        upgrade(self.database)
        with backstage(self.sandbox).keys() as keys:
            keys.signing()
        command(self.portal, "catalogue", "builtin")
        self.deliver()

    def deliver(self, *only: str, pictures: bool = False) -> dict[str, Any]:
        """One round of the worker, or `only` of the tasks with these names; fails when a task failed.

        With `pictures` it also draws the first pages of PDFs, which takes a process for each.
        """
        left_out = set() if pictures else {"previews"}
        with self.portal.app_context():
            known = use(Worker).tasks
            tasks = [task for task in known if (task.name in only if only else task.name not in left_out)]
            outcomes = run_once(tasks)
        failed = {name: outcome.answer for name, outcome in outcomes.items() if not outcome.ok}
        assert not failed, f"tasks failed: {failed}"
        return {name: outcome.answer for name, outcome in outcomes.items()}

    @property
    def clock(self) -> Clock:
        """The clock of both sides."""
        return self._clock

    def restart(self) -> Flask:
        """A new portal process on the same data; the old one is gone."""
        self.close()
        self._portal = None
        return self.portal

    def close(self) -> None:
        """Give every database connection back."""
        if self._portal is not None:
            self.database.dispose()

    def _call_portal(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self.portal(environ, start_response)


def portal_settings(folder: Path, database_url: str | None = None, **more: str) -> Settings:
    """Settings of a portal that lives in `folder`."""
    environ = more | {
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_PUBLIC_URL": PORTAL,
        "SANDBOX_DATA_DIR": str(folder.parent / "sandbox"),
    }
    return Settings.from_environment(
        environ | ({"PORTAL_DATABASE_URL": database_url} if database_url else {})
    )


def command(app: Flask, *arguments: str) -> str:
    """Run one of the operator's commands; returns what it printed."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, f"{' '.join(arguments)}: {result.output} {result.exception!r}"
    return result.output


def copy_world(template: Path, folder: Path) -> None:
    """A world of a test's own, with everything the template has."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
