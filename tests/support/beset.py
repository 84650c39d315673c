"""A browser that meets every failure at every sending; what is kept is looked at after each."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.features.applications.models import Application, Draft
from tests.support.disturbances import DRAFT, Killed, agencies_down, disk_full, failing_commit, signed_out
from tests.support.html import HtmlPage, Submission
from tests.support.visitor import Visitor
from tests.support.worlds import World

Kept = dict[str, Any]


class Beset(Visitor):
    """Before a form of a draft is sent, the same sending fails in each way, and has to leave no trace.

    Then it is sent while every system of the agencies is down, its answer is lost, and so it is sent again,
    which has to change nothing more. The portal is two processes on the same data; one ends at every sending.
    """

    checked = False

    def __init__(self, world: World, other: Flask) -> None:
        super().__init__(world.portal, world.sandbox)
        self._world = world
        self._serving, self._waiting = world.portal, other
        self._earlier: Submission | None = None
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
        with agencies_down(self._world):
            self._send(submission, how)
        after = self._kept(draft_id)
        page = super().submit(submission, **how)
        self._unchanged(draft_id, after, "the same sending once more", submission.url, but=".state.typed")
        self.met.update(("down", "lost"))
        self._earlier = self._earlier or (submission if "_shown" in submission.fields else None)
        return page

    def _expired(self, submission: Submission, how: dict[str, Any]) -> bool:
        """The sign-in has ended; signing in again is as if it had not."""
        with signed_out(self._world):
            answer = self._send(submission, how)
        assert answer.status_code == 401, f"{answer.status_code} without a sign-in at {submission.url}"
        return True

    def _broken(self, submission: Submission, how: dict[str, Any]) -> bool:
        return self._unsaved(submission, how, disk_full())

    def _killed(self, submission: Submission, how: dict[str, Any]) -> bool:
        happened = self._unsaved(submission, how, Killed())
        self._serving, self._waiting = self._waiting, self._serving
        self.serve_by(self._serving)
        return happened

    def _unsaved(self, submission: Submission, how: dict[str, Any], error: BaseException) -> bool:
        """Saving fails; false when nothing is saved with this button."""
        with failing_commit(self._serving, error) as failed, suppress(Killed):
            self._send(submission, how)
        return bool(failed)

    def _tab(self, submission: Submission, how: dict[str, Any]) -> bool:
        """Another tab of the same draft sends again what it sent long ago."""
        if self._earlier is None or self._earlier.url == submission.url:
            return False
        self._send(self._earlier, {})
        return True

    def _send(self, submission: Submission, how: dict[str, Any]) -> TestResponse:
        """Send without looking at the answer, or going where it leads."""
        return self.send_off(submission, how.get("files"), how.get("target"))

    def _unchanged(self, draft_id: UUID, before: Kept, what: str, where: str, but: str = "none") -> None:
        """Fails when anything of the draft changed; what was typed may (`but`) become answers meanwhile."""
        changed = [one for one in difference(before, self._kept(draft_id)) if not one.startswith(but)]
        assert not changed, f"{what} at {where} changed {changed}"

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


def difference(before: Any, after: Any, path: str = "") -> list[str]:
    """Where two values differ, by path."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = sorted(before.keys() | after.keys())
        pairs = [(name, before.get(name), after.get(name)) for name in names]
        return [found for name, old, new in pairs for found in difference(old, new, f"{path}.{name}")]
    return [] if before == after else [f"{path}: {before!r} != {after!r}"]
