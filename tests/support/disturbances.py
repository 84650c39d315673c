"""A browser to which something happens now and then, and a person who knows what to do."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from app.features.sign_in.models import SignIn
from app.sandbox.backstage import backstage
from tests.support.html import HtmlPage, Submission
from tests.support.visitor import Visitor, with_fields
from tests.support.worlds import World

DRAFT = "/applications/"
FAILURES = ("expired", "lost", "broken", "killed", "tab", "down")
_AREAS = ("applications", "files", "people", "catalogue", "messages")
_FORM = "#step-form"


class Disturbed(Visitor):
    """A browser to which one failure happens at each request, as `choose` says (none: nothing happens)."""

    def __init__(self, world: World, person: str, choose: Callable[[], str | None]) -> None:
        super().__init__(world.portal, world.sandbox)
        self._world = world
        self._person = person
        self._choose = choose
        self._at_peace = False
        self.happened: list[str] = []

    def visit(self, url: str, status: int = 200) -> HtmlPage:
        """Open a page, and what a person does when that fails: sign in and be led there, or reload it."""
        failure = self._next(url)
        if failure is None:
            return super().visit(url, status)
        with self.peace():
            if failure == "expired":
                sign_out_everywhere(self._world)
                self.move_house()
                return self.sign_in(self._person, to=urlsplit(url).path)
            self._open_in_vain(failure, url, status)
            return super().visit(url, status)

    def _open_in_vain(self, failure: str, url: str, status: int) -> None:
        """Open a page that does not come, or that nobody looks at."""
        if failure == "broken":
            with failing_statement(self._world.portal, disk_full(), at=1):
                super().visit(url, status=503)
        elif failure == "killed":
            with failing_statement(self._world.portal, Killed(), at=1), suppress(Killed):
                super().visit(url, status)
            self.serve_by(self._world.restart())
        elif failure == "down":
            with agencies_down(self._world):
                super().visit(url, status)
        else:
            super().visit(url, status)

    def submit(self, submission: Submission, **how: Any) -> HtmlPage:
        """Send a form, and what a person does when that fails."""
        failure = self._next(submission.url)
        if failure is None:
            return super().submit(submission, **how)
        with self.peace():
            found: HtmlPage = getattr(self, f"_{failure}")(submission, how)
            return found

    @contextmanager
    def peace(self) -> Iterator[None]:
        """Nothing happens inside."""
        before, self._at_peace = self._at_peace, True
        try:
            yield
        finally:
            self._at_peace = before

    def _next(self, url: str) -> str | None:
        if self._at_peace or DRAFT not in url:
            return None
        failure = self._choose()
        self.happened.append(f"{failure} at {urlsplit(url).path.rpartition('/')[2]}")
        return failure

    def _expired(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """Sign in again, see what was typed, and press the same button."""
        sign_out_everywhere(self._world)
        super().submit(submission, **how | {"status": 401})
        self.move_house()
        page = self.sign_in(self._person, to=urlsplit(submission.url).path)
        if page.has(_FORM) and "_action" not in submission.fields:
            _holds(page, submission)
        fresh = page.submission(form="main form:has([name=csrf_token])") if not page.has(_FORM) else None
        token = (fresh or page.submission(form=_FORM)).fields["csrf_token"]
        return super().submit(with_fields(submission, csrf_token=token[0]), **how)

    def _lost(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """The answer never arrives, so the same is sent again."""
        super().submit(submission, **how)
        return super().submit(submission, **how)

    def _broken(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """Saving fails; the person tries again."""
        with failing_commit(self._world.portal, disk_full()) as failed:
            page = super().submit(submission, **how | {"status": (200, 422, 500, 503)})
        return super().submit(submission, **how) if failed else page

    def _killed(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """The process ends while it saves; a new one serves the same data."""
        try:
            with failing_commit(self._world.portal, Killed()) as failed:
                page = super().submit(submission, **how)
        except Killed:
            pass
        if not failed:
            return page
        self.serve_by(self._world.restart())
        return super().submit(submission, **how)

    def _tab(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """In a second tab an earlier step is opened and sent again meanwhile."""
        earlier = submission.url.rpartition(DRAFT)
        draft = earlier[2].split("/")[0]
        page = super().visit(f"{earlier[0]}{DRAFT}{draft}/") if len(draft) == 36 else None
        first = next((link.attr("href") for link in page.all("aside a[href]")), None) if page else None
        if first and urlsplit(first).path != urlsplit(submission.url).path:
            other = super().visit(first)
            if other.has(_FORM):
                super().send(other, form=_FORM, status=(200, 422))
        return super().submit(submission, **how)

    def _down(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """Every system of the agencies is down during the request."""
        with agencies_down(self._world):
            return super().submit(submission, **how)


def disk_full() -> OperationalError:
    """What saving raises when the disk fails."""
    return OperationalError("COMMIT", {}, Exception("disk I/O error"))


class Killed(BaseException):
    """The portal's process ends here."""


def once_each(seed: str, requests: int) -> Callable[[], str | None]:
    """Chooses each failure once, for requests decided by chance among so many."""
    at = dict(zip(random.Random(seed).sample(range(requests), len(FAILURES)), FAILURES, strict=True))
    number = count()
    return lambda: at.get(next(number))


def sign_out_everywhere(world: World) -> None:
    """Every sign-in at the portal has ended."""
    with world.database.transaction() as session:
        session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=world.clock()))
        session.commit()


@contextmanager
def signed_out(world: World) -> Iterator[None]:
    """Nobody is signed in inside; afterwards everybody is as before."""
    still_open = SignIn.ended_at.is_(None)
    with world.database.transaction() as session:
        ended = list(session.scalars(select(SignIn.id).where(still_open)))
        session.execute(update(SignIn).where(still_open).values(ended_at=world.clock()))
        session.commit()
    yield
    with world.database.transaction() as session:
        session.execute(update(SignIn).where(SignIn.id.in_(ended)).values(ended_at=None))
        session.commit()


@contextmanager
def agencies_down(world: World) -> Iterator[None]:
    """Every system of the agencies is down inside."""
    stage = backstage(world.sandbox)
    with stage.failures() as failures:
        for area in _AREAS:
            failures.turn_on(area, "down")
    try:
        yield
    finally:
        with stage.failures() as failures:
            failures.clear()


@contextmanager
def failing_commit(portal: Flask, error: BaseException, at: int = 1) -> Iterator[list[bool]]:
    """The `at`-th commit of the portal raises, from 1; the list is empty when there were not so many."""
    failed: list[bool] = []
    number = count(1)

    def fail(connection: Any) -> None:
        if next(number) == at:
            failed.append(True)
            # A database whose client is gone, or whose disk failed, keeps no locks.
            connection.connection.dbapi_connection.rollback()
            raise error

    with _told_of(portal, "commit", fail):
        yield failed


@contextmanager
def failing_statement(portal: Flask, error: BaseException, at: int) -> Iterator[list[bool]]:
    """The `at`-th statement of the portal raises, from 1; the list is empty when there were not so many."""
    failed: list[bool] = []
    number = count(1)

    def fail(*_told: Any) -> None:
        if next(number) == at:
            failed.append(True)
            raise error

    with _told_of(portal, "before_cursor_execute", fail):
        yield failed


@contextmanager
def failing_after_storing(portal: Flask, error: BaseException, at: int) -> Iterator[list[bool]]:
    """The `at`-th statement after the portal's first commit raises; the list is empty without so many."""
    failed: list[bool] = []
    stored: list[bool] = []
    number = count(1)

    def fail(*_told: Any) -> None:
        if stored and next(number) == at:
            failed.append(True)
            raise error

    with (
        _told_of(portal, "commit", lambda _connection: stored.append(True)),
        _told_of(portal, "before_cursor_execute", fail),
    ):
        yield failed


@contextmanager
def _told_of(portal: Flask, what: str, tell: Callable[..., None]) -> Iterator[None]:
    engine = portal.extensions["portal.database"].engine
    event.listen(engine, what, tell)
    try:
        yield
    finally:
        event.remove(engine, what, tell)


def _holds(page: HtmlPage, submission: Submission) -> None:
    """Every field that was typed is on the page again."""
    shown = page.submission(form=_FORM).fields
    typed = {name: values for name, values in submission.fields.items() if not name.startswith(("_", "csrf"))}
    lost = {name: values for name, values in typed.items() if any(values) and shown.get(name) != values}
    assert not lost, f"lost at sign-in: {lost}, shown {shown}"
