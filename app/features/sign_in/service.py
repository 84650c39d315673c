"""Sign in through the identity provider, stay signed in, sign out on both sides."""

from __future__ import annotations

import secrets

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.account.service import AccountService
from app.features.sign_in.models import SignIn
from app.features.sign_in.presence import digest
from app.gateways.identity import Attempt, IdentityProvider


class SignInService:
    """Sign-ins; a session id is known only to its browser, the table holds its digest."""

    def __init__(
        self,
        session: Session,
        accounts: AccountService,
        provider: IdentityProvider,
        clock: Clock,
    ) -> None:
        self._session = session
        self._accounts = accounts
        self._provider = provider
        self._clock = clock

    def finish(self, attempt: Attempt, answer: dict[str, str], redirect_uri: str) -> str:
        """Redeem the provider's answer; returns the new session id. Raises `SignInRefused`, `Unavailable`."""
        identity = self._provider.finish(attempt, answer, redirect_uri)
        person = self._accounts.recognise(
            identity.issuer, identity.subject, identity.claims, attempt.language
        )
        session_id, now = secrets.token_urlsafe(32), self._clock()
        self._session.add(
            SignIn(
                id=digest(session_id),
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

    def seen(self, session_id: str) -> None:
        """Note that the browser is still there."""
        self._session.execute(
            update(SignIn).where(SignIn.id == digest(session_id)).values(seen_at=self._clock())
        )
        self._session.commit()

    def sign_out(self, session_id: str, return_to: str) -> str | None:
        """End the sign-in here; returns where the provider ends its own, if it offers that."""
        sign_in = self._session.get(SignIn, digest(session_id))
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
