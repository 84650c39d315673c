"""Sign in through the identity provider, stay signed in, sign out on both sides."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, or_, select, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.account.models import Person
from app.features.account.service import AccountService
from app.features.sign_in.models import SignIn
from app.gateways.identity import Attempt, IdentityProvider

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
OPERATOR = "operator"
_SEEN_EVERY = timedelta(minutes=5)


def living(unread: Callable[[ColumnElement[UUID]], ScalarSelect[int]]) -> Select[Any]:
    """The one statement that every page of a signed-in person asks: made once, without the mapper."""
    sign_in, person = SignIn.__table__.c, Person.__table__.c
    return (
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


class SignInService:
    """Sign-ins; a session id is known only to its browser, the table holds its digest."""

    def __init__(
        self,
        session: Session,
        accounts: AccountService,
        provider: IdentityProvider,
        clock: Clock,
        living: Select[Any],
    ) -> None:
        self._session = session
        self._accounts = accounts
        self._provider = provider
        self._clock = clock
        self._living = living

    def finish(self, attempt: Attempt, answer: dict[str, str], redirect_uri: str) -> str:
        """Redeem the provider's answer; returns the new session id. Raises `SignInRefused`, `Unavailable`."""
        identity = self._provider.finish(attempt, answer, redirect_uri)
        person = self._accounts.recognise(
            identity.issuer, identity.subject, identity.claims, attempt.language
        )
        session_id, now = secrets.token_urlsafe(32), self._clock()
        self._session.add(
            SignIn(
                id=_digest(session_id),
                person_id=person.id,
                issuer=identity.issuer,
                subject=identity.subject,
                provider_session=identity.session,
                id_token=identity.id_token,
                began_at=now,
                seen_at=now,
            )
        )
        self._session.commit()
        return session_id

    def load(self, session_id: str) -> SignedIn | None:
        """The living sign-in of a browser; none when ended, idle for an hour, or twelve hours old."""
        row = self._session.execute(self._living, {"digest": _digest(session_id)}).first()
        if row is None:
            return None
        began_at, seen_at, person_id, name, identity_level, claims, locality, unread = row
        now = self._clock()
        if now - seen_at > IDLE or now - began_at > LONGEST:
            return None
        operates = OPERATOR in claims.get("roles", ())
        unseen = now - seen_at > _SEEN_EVERY
        return SignedIn(session_id, person_id, name, identity_level, operates, locality, unread, unseen)

    def seen(self, session_id: str) -> None:
        """Note that the browser is still there."""
        self._session.execute(
            update(SignIn).where(SignIn.id == _digest(session_id)).values(seen_at=self._clock())
        )
        self._session.commit()

    def sign_out(self, session_id: str, return_to: str) -> str | None:
        """End the sign-in here; returns where the provider ends its own, if it offers that."""
        sign_in = self._session.get(SignIn, _digest(session_id))
        if sign_in is None:
            return None
        sign_in.ended_at = self._clock()
        id_token = sign_in.id_token
        self._session.commit()
        return self._provider.sign_out_url(id_token, return_to)

    def provider_signed_out(self, logout_token: str) -> int:
        """End the sign-ins a back-channel logout token names; returns how many."""
        subject, provider_session = self._provider.signed_out(logout_token)
        named = [
            *([SignIn.provider_session == provider_session] if provider_session else []),
            *([SignIn.subject == subject] if subject and not provider_session else []),
        ]
        ended = self._session.execute(
            update(SignIn)
            .where(SignIn.issuer == self._provider.issuer, SignIn.ended_at.is_(None), or_(*named))
            .values(ended_at=self._clock())
        )
        self._session.commit()
        return int(ended.rowcount)  # type: ignore[attr-defined]  # an UPDATE has it


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
