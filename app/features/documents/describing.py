"""What the portal found out about a file, as pages tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from app.features.documents.checks import Check
from app.features.documents.models import Scanned, StoredFile

Thumbnail = Literal["none", "coming", "ready"]


@dataclass(frozen=True, slots=True)
class Described:
    """What the portal found out about a file; `check` only where there are signatures to speak of."""

    pages: int | None
    prepared: tuple[str, ...]
    scanned: Scanned
    thumbnail: Thumbnail
    check: Check | None

    @property
    def certified(self) -> bool:
        """Whether no paper need be shown: every signature is good, and an official body made the last."""
        return self.check is not None and self.check.certified

    @classmethod
    def of(cls, file: StoredFile, check: Check | None) -> Described:
        """From a stored file and what is known of its signatures."""
        said = check if check and check.signatures else None
        scanned, prepared = cast(Scanned, file.scanned), tuple(file.prepared or ())
        return cls(file.pages, prepared, scanned, thumbnail_of(file), said)


def thumbnail_of(file: StoredFile) -> Thumbnail:
    """Whether a small picture can be shown, or may come in a moment; never of an infected file."""
    if file.scanned == "infected":
        return "none"
    if file.thumbnail_key is not None:
        return "ready"
    return "none" if file.thumbnail_due_at is None else "coming"
