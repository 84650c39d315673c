"""Mail and SMS that would have gone out, and what came back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.sandbox.db import Base


class Letter(Base):
    """One message, as its recipient would read it."""

    __tablename__ = "letters"

    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    recipient: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str | None]
    text: Mapped[str]
    language: Mapped[str]
    arrived_at: Mapped[datetime]
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    body_digest: Mapped[str]


class Bounce(Base):
    """One message that could not be delivered after it was taken."""

    __tablename__ = "bounces"

    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    reason: Mapped[str]
    bounced_at: Mapped[datetime]
