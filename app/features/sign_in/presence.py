"""Who is at a browser: asked at every page of somebody who is signed in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, ScalarSelect, bindparam, select

from app.clock import Clock
from app.db.statements import Statement
from app.features.account.models import Person
from app.features.sign_in.models import SignIn

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
OPERATOR = "operator"
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living sign-in and its person."""

    session_id: str
    person_id: UUID
    name: str
    identity_level: int
    operates: bool
    locality: str | None
    unread: int
    unseen: bool


class Presence:
    """Finds the living sign-in of a browser; `unread` counts the notices its person has not read."""

    def __init__(self, unread: Callable[[ColumnElement[UUID]], ScalarSelect[int]], clock: Clock) -> None:
        self._clock = clock
        sign_in, person = SignIn.__table__.c, Person.__table__.c
        self._living = Statement(
            select(
                sign_in.began_at,
                sign_in.seen_at,
                person.id,
                person.name,
                person.identity_level,
                person.claims,
                person.locality,
                unread(person.id),
            )
            .join_from(SignIn.__table__, Person.__table__, person.id == sign_in.person_id)
            .where(sign_in.id == bindparam("digest"), sign_in.ended_at.is_(None))
        )

    def of(self, connection: Connection, session_id: str) -> SignedIn | None:
        """The living sign-in; none when ended, idle for an hour, or twelve hours old."""
        row = self._living.first(connection, digest=digest(session_id))
        if row is None:
            return None
        began_at, seen_at, person_id, name, identity_level, claims, locality, unread = row
        now = self._clock()
        if now - seen_at > IDLE or now - began_at > LONGEST:
            return None
        operates = OPERATOR in claims.get("roles", ())
        unseen = now - seen_at > _SEEN_EVERY
        return SignedIn(session_id, person_id, name, identity_level, operates, locality, unread, unseen)


def digest(session_id: str) -> str:
    """What the database knows of a browser's session id."""
    return hashlib.sha256(session_id.encode()).hexdigest()
