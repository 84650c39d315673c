"""What an agency's own software does: take a dossier in, go on with it, and tell the portal."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import httpx2
import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sandbox.agencies.deadlines import due_at
from app.sandbox.agencies.pushing import Sender
from app.sandbox.agencies.statuses import ACCEPTED, DONE, IN_PROGRESS, RETURNED
from app.sandbox.clock import written
from app.sandbox.counting import next_number
from app.sandbox.errors import Unknown
from app.sandbox.house import House
from app.sandbox.identity.people import demo_people
from app.sandbox.pushing.manners import MANNERS, Manner, Post, parcels
from app.sandbox.pushing.models import Push, PushedDossier
from app.sandbox.pushing.systems import SYSTEMS, sender

WAY = (ACCEPTED, IN_PROGRESS, DONE, RETURNED)
SHOWN = 20
LATEST = 6
PATIENCE_S = 10.0
WORKING_DAYS = 5
TOO_OLD = timedelta(minutes=10)
Headers = dict[str, str]


class Pushing:
    """One request of an officer; the agency's books are closed before anything is sent."""

    def __init__(self, session: Session, house: House) -> None:
        self._session = session
        self._house = house

    def dossiers(self) -> list[PushedDossier]:
        """The newest first, at most 20."""
        newest = select(PushedDossier).order_by(PushedDossier.received_at.desc(), PushedDossier.code.desc())
        return list(self._session.scalars(newest.limit(SHOWN)))

    def pushes(self) -> list[Push]:
        """What was sent and answered, the newest first, at most 6."""
        return list(self._session.scalars(select(Push).order_by(Push.number.desc()).limit(LATEST)))

    def begin(self, system_id: str, holder: str, manner: str) -> str:
        """Take a dossier in and push it; returns its code, raises Unknown."""
        if system_id not in SYSTEMS or holder not in demo_people() or manner not in MANNERS:
            raise Unknown("There is no such agency, person or way to send.")
        system, now = SYSTEMS[system_id], self._house.clock()
        code = system.code(now, next_number(self._session, f"pushed {system_id} {now:%Y%m%d}"))
        dossier = PushedDossier(
            code=code,
            system_id=system_id,
            holder=holder,
            received_at=now,
            due_at=due_at(now, WORKING_DAYS),
            steps=[_step(ACCEPTED, now)],
            acknowledged=0,
        )
        self._session.add(dossier)
        more = MANNERS[manner].steps - 1 if MANNERS[manner].status is None else 1
        self._go_on(dossier, MANNERS[manner], more)
        self._push(dossier, manner)
        return code

    def go_on(self, code: str, manner: str) -> None:
        """Take the dossier's next step and push it, or push the last one again; raises Unknown."""
        dossier = self._session.get(PushedDossier, code, with_for_update=True)
        if dossier is None or manner not in MANNERS:
            raise Unknown("There is no such dossier or way to send.")
        self._go_on(dossier, MANNERS[manner], MANNERS[manner].steps)
        self._push(dossier, manner)

    def _go_on(self, dossier: PushedDossier, manner: Manner, steps: int) -> None:
        for _ in range(steps):
            status = _next(dossier.status) if manner.status is None else manner.status
            if status is None:
                return
            last = datetime.fromisoformat(dossier.steps[-1]["occurred_at"])
            at = max(self._house.clock(), last + timedelta(seconds=1))
            dossier.steps = [*dossier.steps, _step(status, at)]

    def _push(self, dossier: PushedDossier, manner: str) -> None:
        posts, latest = MANNERS[manner].posts(dossier, parcels(dossier)), len(dossier.steps)
        self._session.commit()
        sent = [push for post in posts for push in self._send(dossier, manner, post)]
        self._session.add_all(sent)
        if all(push.status is not None and push.status < 300 for push in sent[: len(posts)]):
            dossier.acknowledged = latest
        self._session.commit()

    def _send(self, dossier: PushedDossier, manner: str, post: Post) -> list[Push]:
        headers = self._headers(dossier, post)
        sent = [self._call(dossier, manner, post.body, headers)]
        if post.again is not None:
            copied = headers if post.again == "replayed" else self._headers(dossier, post)
            sent.append(self._call(dossier, manner, post.body, copied))
        return sent

    def _headers(self, dossier: PushedDossier, post: Post) -> Headers:
        clock = self._house.clock
        if post.signing == "another key":
            return Sender(dossier.system_id, clock).headers("POST", self._address, post.body)
        if post.signing == "an old moment":
            return self._sender(dossier, lambda: clock() - TOO_OLD).headers("POST", self._address, post.body)
        return self._sender(dossier, clock).headers("POST", self._address, post.body)

    def _sender(self, dossier: PushedDossier, clock: Any) -> Sender:
        return sender(dossier.system, self._house.settings.pushing_keys, clock)

    @property
    def _address(self) -> str:
        return f"{self._house.settings.portal_url}/hooks/dossiers"

    def _call(self, dossier: PushedDossier, manner: str, body: bytes, headers: Headers) -> Push:
        push = Push(code=dossier.code, manner=manner, sent_at=self._house.clock(), body=body.decode())
        try:
            with httpx2.Client(transport=self._house.transport, timeout=PATIENCE_S) as http:
                answer = http.post(self._address, content=body, headers=headers)
            push.status, push.answer = answer.status_code, msgspec.json.decode(answer.content, type=dict)
        except (httpx2.HTTPError, msgspec.DecodeError):
            push.answer = None
        return push


def _step(status: int, at: datetime) -> dict[str, Any]:
    return {"event_id": str(uuid.uuid4()), "status": status, "occurred_at": written(at)}


def _next(status: int) -> int | None:
    """The next status on the way; whatever left the way comes back to its beginning."""
    if status not in WAY:
        return ACCEPTED
    place = WAY.index(status) + 1
    return WAY[place] if place < len(WAY) else None
