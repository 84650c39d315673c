"""What was read of the catalogue, remembered until the catalogue or the forms on offer are others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.features.catalogue.on_offer import OnOffer
from app.features.catalogue.records.cards import Card

Version = tuple[int, datetime] | None
"""The number that grows with every change of the catalogue and when it last did, None before the first."""

_MOST_CARDS = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of one version: cards by code, None for what is not in force; counts of life events."""

    version: Version
    forms: Mapping[str, OnOffer]
    cards: dict[str, Card | None] = field(default_factory=dict)
    life_events: dict[str, int] = field(default_factory=dict)


class Remembered:
    """One per process, safe for threads."""

    def __init__(self) -> None:
        self._known = Known(None, {})

    def of(self, version: Version, forms: Mapping[str, OnOffer]) -> Known:
        """What is known of this version with exactly these `forms`; empty when that is another one."""
        known = self._known
        if known.version != version or known.forms is not forms or len(known.cards) > _MOST_CARDS:
            known = self._known = Known(version, forms)
        return known
