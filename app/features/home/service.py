"""Numbers of the first page that are dear to count and change only with the catalogue."""

from __future__ import annotations

from typing import Protocol

from app.features.catalogue.service import Figures


class Counted(Protocol):
    """What can be counted: a catalogue with a version."""

    def version(self) -> int:
        """Grows with every change."""

    def figures(self) -> Figures:
        """Its numbers now."""


class Totals:
    """Counts once for each version of the catalogue; one for a process, safe for threads."""

    def __init__(self) -> None:
        self._kept: tuple[int, Figures] | None = None

    def of(self, catalogue: Counted) -> Figures:
        """The catalogue's numbers, at most one statement when nothing changed."""
        # Read and replaced as one pair, so that a thread never sees numbers of another version.
        version, kept = catalogue.version(), self._kept
        if kept is None or kept[0] != version:
            kept = self._kept = (version, catalogue.figures())
        return kept[1]
