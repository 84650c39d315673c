"""The place a signed-in person chose, and the one the State has registered for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.account.service import AccountService
from app.localities.places import Places
from app.localities.units import Today


class LocalityService:
    """Reads and keeps one person's place."""

    def __init__(self, session: Session, accounts: AccountService, places: Places) -> None:
        self._session = session
        self._accounts = accounts
        self._places = places

    def keep(self, owner: UUID, code: str | None) -> None:
        """Remember a unit of today as the person's place, or forget it; NotFound when there is none."""
        if code is not None:
            self._places.unit("2025", code)
        self._accounts.person(owner).locality = code
        self._session.commit()

    def residence(self, owner: UUID) -> Today | None:
        """The residence the identity provider vouched for, in today's units; None when it told none here."""
        address = self._accounts.known(owner).claims.get("address")
        unit: Mapping[str, Any] | None = address.get("unit") if isinstance(address, Mapping) else None
        if not unit or unit.get("country", "VN") != "VN":
            return None
        try:
            today = self._places.today(unit)
        except NotFound:
            return None
        return today if today.candidates else None
