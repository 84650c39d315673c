"""Tokens that were issued; only their digests are kept."""

from __future__ import annotations

import hashlib
from datetime import datetime

from authlib.oauth2.rfc6749 import TokenMixin
from sqlalchemy.orm import Mapped, mapped_column

from app.sandbox.db import Base
from app.sandbox.house import house
from app.sandbox.oauth.clients import Client, portal_for_agencies, portal_for_people, portal_for_signing

PEOPLE = "people"
AGENCIES = "agencies"
SIGNING = "signing"


def digest(secret: str) -> str:
    """What is kept of a bearer secret, so that a copied database opens nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Token(Base, TokenMixin):  # type: ignore[misc]  # Authlib has no types
    """An access token with its refresh token; `family` is shared by all that descend from one code."""

    __tablename__ = "tokens"

    access_digest: Mapped[str] = mapped_column(primary_key=True)
    realm: Mapped[str]
    client_id: Mapped[str]
    scope: Mapped[str]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    refresh_digest: Mapped[str | None] = mapped_column(unique=True)
    refresh_expires_at: Mapped[datetime | None]
    family: Mapped[str | None] = mapped_column(index=True)
    sub: Mapped[str | None]
    sid: Mapped[str | None] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]

    def check_client(self, client: Client) -> bool:
        """Whether the token was issued to this client."""
        return self.client_id == client.client_id

    def get_scope(self) -> str:
        """What the token opens."""
        return self.scope

    def get_expires_in(self) -> int:
        """Its whole life in seconds."""
        return int((self.expires_at - self.issued_at).total_seconds())

    def is_expired(self) -> bool:
        """Whether its time is over by the sandbox's clock."""
        return self.expires_at <= house().clock()

    def is_revoked(self) -> bool:
        """Whether it was taken back."""
        return self.revoked_at is not None

    def get_client(self) -> Client:
        """The client it was issued to."""
        settings = house().settings
        made = {PEOPLE: portal_for_people, AGENCIES: portal_for_agencies, SIGNING: portal_for_signing}
        return made[self.realm](settings)

    def get_user(self) -> str | None:
        """The ID number of the person, None for machines."""
        return self.sub
