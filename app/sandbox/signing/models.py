"""What the signing provider remembers: permissions people gave, each for one signature over one hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.sandbox.db import Base


class SigningPermission(Base):
    """From the PIN to the signature; secrets are kept as digests, and stay, so that a second use shows."""

    __tablename__ = "signing_permissions"

    code_digest: Mapped[str] = mapped_column(primary_key=True)
    sad_digest: Mapped[str | None] = mapped_column(unique=True)
    client_id: Mapped[str]
    redirect_uri: Mapped[str]
    code_challenge: Mapped[str]
    credential_id: Mapped[str]
    hashes: Mapped[str]
    given_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
