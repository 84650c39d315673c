"""Browsers to which things happen: scripts that run or break off, and failures at any request."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from app.features.sign_in.models import SignIn
from app.sandbox.backstage import backstage
from tests.support.html import HtmlPage, Submission, Values
from tests.support.visitor import Visitor
from tests.support.worlds import World

DRAFT = "/applications/"
FAILURES = ("expired", "lost", "broken", "killed", "tab", "down")
_AREAS = ("applications", "files", "people", "catalogue", "messages")
_FORM = "#step-form"


class Scripted(Visitor):
    """A browser whose scripts run: what is typed is saved in passing, and steps are swapped."""

    def send(self, page: HtmlPage, values: Values | None = None, **how: Any) -> HtmlPage:
        """As htmx sends it where the form says so, after the save that typing sets off."""
        form = how.get("form")
        if form is None or not page.has(f"{form}[hx-post]") or not self._runs():
            return super().send(page, values, **how)
        if page.has("[hx-target='#saved']"):
            typed = page.submission(values, form=form)
            self.submit(_with(typed, _action="save"), target="p#saved", status=(200, 422))
        return self._swapped(page, values, how)

    def _runs(self) -> bool:
        return True

    def _swapped(self, page: HtmlPage, values: Values | None, how: dict[str, Any]) -> HtmlPage:
        return super().send(page, values, **how, target="div#step")


class HalfWay(Scripted):
    """A browser whose scripts end at the n-th sending: its answer is never shown, and the rest is plain."""

    def __init__(self, world: World, ends_at: int) -> None:
        super().__init__(world.portal, world.sandbox)
        self._left = ends_at

    def _runs(self) -> bool:
        return self._left > 0

    def _swapped(self, page: HtmlPage, values: Values | None, how: dict[str, Any]) -> HtmlPage:
        self._left -= 1
        if self._left:
            return super()._swapped(page, values, how)
        super()._swapped(page, values, how | {"status": (200, 422)})
        return Visitor.send(self, page, values, **how)


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
        """Open a page; whoever is signed out meanwhile signs in and is led there."""
        if self._next(url) != "expired":
            return super().visit(url, status)
        with self.peace():
            sign_out_everywhere(self._world)
            self.move_house()
            return self.sign_in(self._person, to=urlsplit(url).path)

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
        return super().submit(_with(submission, csrf_token=token[0]), **how)

    def _lost(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """The answer never arrives, so the same is sent again."""
        super().submit(submission, **how)
        return super().submit(submission, **how)

    def _broken(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """Saving fails; the person tries again."""
        with failing_commit(
            self._world, OperationalError("COMMIT", {}, Exception("disk I/O error"))
        ) as failed:
            page = super().submit(submission, **how | {"status": (200, 422, 500, 503)})
        return super().submit(submission, **how) if failed else page

    def _killed(self, submission: Submission, how: dict[str, Any]) -> HtmlPage:
        """The process ends while it saves; a new one serves the same data."""
        try:
            with failing_commit(self._world, Killed()) as failed:
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
        stage = backstage(self._world.sandbox)
        with stage.failures() as failures:
            for area in _AREAS:
                failures.turn_on(area, "down")
        try:
            return super().submit(submission, **how)
        finally:
            with stage.failures() as failures:
                failures.clear()


class Killed(BaseException):
    """The portal's process ends here."""


def by_chance(seed: str, share: float, failures: tuple[str, ...] = FAILURES) -> Callable[[], str | None]:
    """Chooses one of the failures for a share of the requests."""
    chance = random.Random(seed)
    return lambda: chance.choice(failures) if chance.random() < share else None


def sign_out_everywhere(world: World) -> None:
    """Every sign-in at the portal has ended."""
    with world.database.transaction() as session:
        session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=world.clock()))
        session.commit()


@contextmanager
def failing_commit(world: World, error: BaseException) -> Iterator[list[bool]]:
    """The next commit of the portal raises; the list is empty when there was none."""
    failed: list[bool] = []

    def fail(connection: Any) -> None:
        if not failed:
            failed.append(True)
            # A database whose client is gone, or whose disk failed, keeps no locks.
            connection.connection.dbapi_connection.rollback()
            raise error

    engine = world.database.engine
    event.listen(engine, "commit", fail)
    try:
        yield failed
    finally:
        event.remove(engine, "commit", fail)


def _holds(page: HtmlPage, submission: Submission) -> None:
    """Every field that was typed is on the page again."""
    shown = page.submission(form=_FORM).fields
    typed = {name: values for name, values in submission.fields.items() if not name.startswith(("_", "csrf"))}
    lost = {name: values for name, values in typed.items() if any(values) and shown.get(name) != values}
    assert not lost, f"lost at sign-in: {lost}, shown {shown}"


def _with(submission: Submission, **values: str) -> Submission:
    fields = {**submission.fields, **{name: [value] for name, value in values.items()}}
    return Submission(submission.url, submission.method, fields, submission.multipart)
