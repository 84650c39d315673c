"""What a notice is about, in both languages; the only thing the texts are made of."""

from __future__ import annotations

from datetime import date

import msgspec

from app.texts import Text


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """`path` is the page below the language; SMS and push see only `reference`, `headline` and `day`.

    `headline` is therefore the portal's own words, such as an official status, and never a person's.
    """

    path: str
    reference: str | None = None
    name: Text | None = None
    headline: Text | None = None
    meaning: Text | None = None
    next: Text | None = None
    points: int = 0
    day: date | None = None
    due_on: date | None = None
