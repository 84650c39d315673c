"""Who is signed in at the provider, at which browser, and when that ends."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.sandbox.clock import Clock
from app.sandbox.identity.models import SignIn
from app.sandbox.identity.people import Person
from app.sandbox.oauth.models import Token

LIFE = timedelta(hours=8)


class SignIns:
    """Opens and ends sign-ins."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def begin(self, person: Person) -> SignIn:
        """A new sign-in of `person`, also when the browser had another."""
        signed_in = SignIn(
            sid=secrets.token_urlsafe(24), sub=person.id_number, signed_in_at=self._clock(), consents=[]
        )
        self._session.add(signed_in)
        self._session.commit()
        return signed_in

    def current(self, sid: str | None) -> SignIn | None:
        """The sign-in `sid` while it is open and not older than eight hours."""
        signed_in = self._session.get(SignIn, sid) if sid else None
        if signed_in is None or signed_in.ended_at is not None:
            return None
        return signed_in if signed_in.signed_in_at + LIFE > self._clock() else None

    def agree(self, signed_in: SignIn, client_id: str) -> None:
        """Remember that the person lets `client_id` have the claims."""
        if client_id not in signed_in.consents:
            signed_in.consents = [*signed_in.consents, client_id]
            self._session.commit()

    def end(self, sid: str) -> SignIn | None:
        """End the sign-in and revoke its tokens; returns it when it was open."""
        signed_in = self._session.get(SignIn, sid)
        if signed_in is None or signed_in.ended_at is not None:
            return None
        signed_in.ended_at = self._clock()
        self._session.execute(
            update(Token).where(Token.sid == sid, Token.revoked_at.is_(None)).values(revoked_at=self._clock())
        )
        self._session.commit()
        return signed_in

    def clients_of(self, sid: str) -> set[str]:
        """The client ids that were given tokens in this sign-in."""
        return set(self._session.scalars(select(Token.client_id).where(Token.sid == sid)))
