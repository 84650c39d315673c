"""Which of a person's dossiers hold the words they type."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.features.catalogue.service import CatalogueService
from app.features.dossiers.extracts import Lines, folded, lines_inside, lines_outside


class ComparedNames:
    """Procedures' codes and names in all languages as they are compared; one for a process, thread-safe."""

    def __init__(self) -> None:
        self._kept: tuple[int, Mapping[str, str]] = (0, {})

    def of(self, catalogue: CatalogueService, procedures: Collection[str]) -> Mapping[str, str]:
        """The names of these procedures and of others, read once for each version of the catalogue."""
        version, (kept_version, kept) = catalogue.version(), self._kept
        known = kept if version == kept_version else {}
        names = catalogue.names(code for code in procedures if code not in known)
        if not names:
            return known
        read = {code: folded(" ".join((code, *name.values()))) for code, name in names.items()}
        # Replaced as one pair, so that a thread never sees names of another version.
        self._kept = (version, {**known, **read})
        return self._kept[1]


class DossierSearch:
    """Searches codes, receipt numbers, names of procedures in both languages, and what dossiers are about."""

    def __init__(self, session: Session, catalogue: CatalogueService, names: ComparedNames) -> None:
        self._session = session
        self._catalogue = catalogue
        self._names = names

    def holding(self, owner: UUID, words: str) -> set[bytes]:
        """The ids of the owner's dossiers that hold every word, diacritics or none.

        A part of a longer word is enough.
        """
        sought = folded(words).split()
        outside = lines_outside(self._session, owner)
        inside = lines_inside(self._session, owner)
        names = self._names.of(self._catalogue, outside.procedures.keys() | inside.procedures.keys())
        held = _holding(inside, sought, names)
        if outside.ids:
            held = held.difference(outside.dossiers()) | _holding(outside, sought, names)
        return held


def _holding(searched: Lines, sought: Sequence[str], names: Mapping[str, str]) -> set[bytes]:
    called = {code: names.get(code) or folded(code) for code in searched.procedures}
    dossiers, lines = searched.dossiers(), searched.text.split("\n")
    held: Iterable[int] = range(len(dossiers))
    for word in sought:
        named = {code for code, name in called.items() if word in name}
        if len(named) == len(called):
            continue
        by_name = searched.of(named)
        # What no line tells at all is not looked for in each of thousands.
        told = word in searched.text
        held = [number for number in held if number in by_name or (told and word in lines[number])]
    return {dossiers[number] for number in held}
