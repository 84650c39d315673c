"""Fixtures: who takes part in a test, and what they can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.sandbox.backstage import backstage
from tests.support.filing import file_application, real_payload
from tests.support.visitor import Visitor
from tests.support.worlds import World


@pytest.fixture
def portal(world: World) -> Flask:
    """The portal with the built-in catalogue and the agencies' forms."""
    return world.portal


@pytest.fixture
def sandbox(world: World) -> Flask:
    """The other side."""
    return world.sandbox


@pytest.fixture
def deliver(world: World) -> Callable[[], dict[str, Any]]:
    """One round of the worker."""
    return world.deliver


@pytest.fixture
def visitor(world: World) -> Visitor:
    """A person with a browser, not signed in."""
    return Visitor(world.portal, world.sandbox)


@pytest.fixture
def another_visitor(world: World) -> Callable[[], Visitor]:
    """Further people, each with a browser of their own."""
    return lambda: Visitor(world.portal, world.sandbox)


@pytest.fixture
def client(visitor: Visitor) -> FlaskClient:
    """The visitor's plain test client, for headers and other formats than HTML."""
    return visitor.client


@pytest.fixture
def visit(visitor: Visitor) -> Callable[..., Any]:
    """`visitor.visit`."""
    return visitor.visit


@pytest.fixture
def follow(visitor: Visitor) -> Callable[..., Any]:
    """`visitor.follow`."""
    return visitor.follow


@pytest.fixture
def send(visitor: Visitor) -> Callable[..., Any]:
    """`visitor.send`."""
    return visitor.send


@pytest.fixture
def fragment(visitor: Visitor) -> Callable[..., Any]:
    """`visitor.fragment`."""
    return visitor.fragment


@pytest.fixture
def sign_in(visitor: Visitor) -> Callable[..., Any]:
    """`visitor.sign_in`."""
    return visitor.sign_in


@pytest.fixture
def stage(sandbox: Flask) -> Any:
    """The sandbox from behind: desk, inbox, failures, catalogue, keys."""
    return backstage(sandbox)


@pytest.fixture
def officer(stage: Any) -> Any:
    """`with officer() as desk: desk.accept(code)`."""
    return stage.desk


@pytest.fixture
def statements(world: World) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as sql: …` collects the SQL the portal sends."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "SELECT 1")):
                sent.append(statement)

        event.listen(world.database.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(world.database.engine, "before_cursor_execute", note)

    return collect


@pytest.fixture(scope="session")
def birth_payload(world_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A birth registration as the portal sends it."""
    return real_payload(world_template, tmp_path_factory.mktemp("birth") / "world")


@pytest.fixture
def started(
    world: World,
    visitor: Visitor,
    officer: Callable[..., AbstractContextManager[Any]],
    deliver: Callable[[], dict[str, Any]],
    birth_payload: dict[str, Any],
) -> str:
    """The code of a dossier that the officer is working on; the visitor stays signed in."""
    visitor.sign_in()
    file_application(world, birth_payload)
    deliver()
    with officer() as desk:
        code: str = desk.dossiers()[0].code
        desk.accept(code)
        desk.start(code)
    deliver()
    return code
