"""What a person typed when the session had ended, kept until they are back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.clock import Clock
from app.db.base import Base
from app.db.types import EncryptedJSON, UTCTime
from app.web.addresses import LONGEST_PATH

KEPT_FOR = timedelta(hours=24)

Form = dict[str, list[str]]


class ParkedForm(Base):
    """One form that arrived without a living session; only the browser that sent it knows the key."""

    __tablename__ = "parked_form"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    path: Mapped[str] = mapped_column(String(LONGEST_PATH))
    form: Mapped[Form] = mapped_column(EncryptedJSON)
    parked_at: Mapped[datetime] = mapped_column(UTCTime)


class ParkedForms:
    """Keeps typed values over a sign-in, encrypted, for at most a day."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def park(self, path: str, form: Form) -> str:
        """Keep a form; returns the key for the browser's cookie."""
        key = secrets.token_urlsafe(32)
        self._session.add(ParkedForm(id=_digest(key), path=path, form=form, parked_at=self._clock()))
        self._session.commit()
        return key

    def take(self, key: str, path: str) -> Form | None:
        """The form parked for `path`, once; none when unknown, elsewhere or too old."""
        parked = self._session.get(ParkedForm, _digest(key))
        if parked is None or parked.path != path or parked.parked_at < self._clock() - KEPT_FOR:
            return None
        form = parked.form
        self._session.delete(parked)
        self._session.commit()
        return form

    def forget_old(self) -> int:
        """Delete what nobody came back for; returns how many."""
        gone = self._session.execute(
            delete(ParkedForm).where(ParkedForm.parked_at < self._clock() - KEPT_FOR)
        )
        self._session.commit()
        return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has it


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
