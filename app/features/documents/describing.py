"""What the portal found out about a file, as pages tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from app.features.documents.checks import Check
from app.features.documents.models import Scanned, StoredFile


@dataclass(frozen=True, slots=True)
class Described:
    """What the portal found out about a file; `check` only where there are signatures to speak of."""

    pages: int | None
    prepared: tuple[str, ...]
    scanned: Scanned
    has_thumbnail: bool
    check: Check | None

    @property
    def certified(self) -> bool:
        """Whether no paper need be shown: every signature is good, and an official body made one of them."""
        return self.check is not None and self.check.certified

    @classmethod
    def of(cls, file: StoredFile, check: Check | None) -> Described:
        """From a stored file and what is known of its signatures."""
        said = check if check and check.signatures else None
        scanned, small = cast(Scanned, file.scanned), file.thumbnail_key is not None
        return cls(file.pages, tuple(file.prepared or ()), scanned, small, said)
