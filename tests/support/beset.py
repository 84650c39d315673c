"""A browser that meets every failure at every sending; what is kept is looked at after each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.features.applications.models import Application, Draft
from tests.support.disturbances import (
    DRAFT,
    Killed,
    agencies_down,
    disk_full,
    failing_commit,
    failing_statement,
    signed_out,
)
from tests.support.html import HtmlPage, Submission
from tests.support.visitor import Visitor
from tests.support.worlds import World

Kept = dict[str, Any]
Change = tuple[str, Any, Any]

# The saving after which the agency has what was sent, and the portal does not know yet.
DELIVERED = 3
# Of so many statements of a page one fails, another on the next page.
_STATEMENTS = 4
_TYPED = (".state.typed",)
_COME_SO_FAR = (*_TYPED, ".submitted", ".sent")


class Beset(Visitor):
    """Before a form of a draft is sent, the same sending fails in each way, and has to leave no trace.

    Where a sending saves several times, it also fails between them, and nothing that was there may be gone.
    Then it is sent while every system of the agencies is down, its answer is lost, and so it is sent again,
    which has to change nothing more. Every page of a draft fails in each way before it comes, too. The portal
    is two processes on the same data; one ends at every sending.
    """

    checked = False

    def __init__(self, world: World, other: Flask, *, delivered: bool) -> None:
        """`delivered`: the process that sends the application ends when the agency has it, else before."""
        super().__init__(world.portal, world.sandbox)
        self._world = world
        self._serving, self._waiting = world.portal, other
        self._delivered = delivered
        self._earlier: Submission | None = None
        self._openings = count()
        self.met: Counter[str] = Counter()

    def submit(self, submission: Submission, **how: Any) -> HtmlPage:
        """Send a form of a draft through all failures, any other form at once."""
        draft_id = _draft_of(submission.url)
        if draft_id is None or submission.method != "post":
            return super().submit(submission, **how)
        before = self._kept(draft_id)
        for fail in (self._expired, self._broken, self._killed, self._tab):
            if fail(submission, how):
                self.met[fail.__name__.strip("_")] += 1
                self._unchanged(draft_id, before, fail.__name__.strip("_"), submission.url)
        if self._delivered and "declared" in submission.fields:
            assert self._ended(submission, how, at=DELIVERED)
            self.met["delivered"] += 1
        with agencies_down(self._world):
            self._half_way(submission, how, draft_id)
        after = self._kept(draft_id)
        page = super().submit(submission, **how)
        self._unchanged(draft_id, after, "the same sending once more", submission.url, but=_TYPED)
        self.met.update(("down", "lost"))
        self._earlier = self._earlier or (submission if "_shown" in submission.fields else None)
        return page

    def _open(self, method: str, url: str, options: Mapping[str, Any]) -> TestResponse:
        """A page of a draft comes after it came in vain in each way."""
        draft_id = _draft_of(url)
        if method == "GET" and draft_id is not None:
            before = self._kept(draft_id)
            self._opened_in_vain(url, options)
            self._unchanged(draft_id, before, "opening", url, but=_TYPED)
        return super()._open(method, url, options)

    def _opened_in_vain(self, url: str, options: Mapping[str, Any]) -> None:
        """Opened without a sign-in, while a statement fails, while the process ends, with the answer lost."""
        with signed_out(self._world):
            assert super()._open("GET", url, options).location.startswith("/auth/login")
        at = next(self._openings) % _STATEMENTS + 1
        with failing_statement(self._serving, disk_full(), at) as failed:
            assert super()._open("GET", url, options).status_code == 503 or not failed
        with failing_statement(self._serving, Killed(), at) as ended, suppress(Killed):
            super()._open("GET", url, options)
        super()._open("GET", url, options)
        if failed and ended:
            self.met["opened"] += 1

    def _half_way(self, submission: Submission, how: dict[str, Any], draft_id: UUID) -> None:
        """Send it until it comes to its end, after failures at its second, third … saving."""
        for at, fail in ((at, fail) for at in count(2) for fail in (self._unsaved, self._ended)):
            before = self._kept(draft_id)
            if not fail(submission, how, at):
                return
            lost = [one for one in self._changes(draft_id, before, but=_COME_SO_FAR) if one[1] is not None]
            assert not lost, f"failing at saving {at} at {submission.url} changed {lost}"
            self.met["half-way"] += 1

    def _expired(self, submission: Submission, how: dict[str, Any]) -> bool:
        """The sign-in has ended; signing in again is as if it had not."""
        with signed_out(self._world):
            answer = self._send(submission, how)
        assert answer.status_code == 401, f"{answer.status_code} without a sign-in at {submission.url}"
        return True

    def _broken(self, submission: Submission, how: dict[str, Any]) -> bool:
        return self._unsaved(submission, how)

    def _killed(self, submission: Submission, how: dict[str, Any]) -> bool:
        return self._ended(submission, how)

    def _unsaved(self, submission: Submission, how: dict[str, Any], at: int = 1) -> bool:
        """A saving fails; false when this button does not save so often."""
        with failing_commit(self._serving, disk_full(), at) as failed:
            self._send(submission, how)
        return bool(failed)

    def _ended(self, submission: Submission, how: dict[str, Any], at: int = 1) -> bool:
        """The process ends at a saving, and the other one goes on; false when there is no such saving."""
        with failing_commit(self._serving, Killed(), at) as ended, suppress(Killed):
            self._send(submission, how)
        self._serving, self._waiting = self._waiting, self._serving
        self.serve_by(self._serving)
        return bool(ended)

    def _tab(self, submission: Submission, how: dict[str, Any]) -> bool:
        """Another tab of the same draft sends again what it sent long ago."""
        if self._earlier is None or self._earlier.url == submission.url:
            return False
        self._send(self._earlier, {})
        return True

    def _send(self, submission: Submission, how: dict[str, Any]) -> TestResponse:
        """Send without looking at the answer, or going where it leads."""
        return self.send_off(submission, how.get("files"), how.get("target"))

    def _unchanged(
        self, draft_id: UUID, before: Kept, what: str, where: str, but: tuple[str, ...] = ()
    ) -> None:
        """Fails when anything of the draft changed `but` what was typed, or that it was sent."""
        changed = self._changes(draft_id, before, but)
        assert not changed, f"{what} at {where} changed {changed}"

    def _changes(self, draft_id: UUID, before: Kept, but: tuple[str, ...]) -> list[Change]:
        return [one for one in difference(before, self._kept(draft_id)) if not one[0].startswith(but)]

    def _kept(self, draft_id: UUID) -> Kept:
        """What the portal holds of the draft: every answer and field, and what was sent."""
        with self._world.database.session(writes=False) as session:
            draft = session.get_one(Draft, draft_id)
            sent = session.scalars(select(Application).where(Application.draft_id == draft_id)).all()
            return {
                "state": draft.state,
                "linked": draft.linked,
                "submitted": draft.submitted_at,
                "sent": [one.payload_sha256 for one in sent],
            }


def _draft_of(url: str) -> UUID | None:
    _, _, rest = url.partition(DRAFT)
    try:
        return UUID(rest.split("/")[0])
    except ValueError:
        return None


def difference(before: Any, after: Any, path: str = "") -> list[Change]:
    """Where two values differ, by path."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = sorted(before.keys() | after.keys())
        pairs = [(name, before.get(name), after.get(name)) for name in names]
        return [found for name, old, new in pairs for found in difference(old, new, f"{path}.{name}")]
    return [] if before == after else [(path, before, after)]
