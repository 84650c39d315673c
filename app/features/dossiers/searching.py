"""Which of a person's dossiers hold the words they type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy.orm import Session

from app.features.catalogue.service import CatalogueService
from app.features.dossiers.extracts import Lines, folded, lines_inside, lines_outside


class DossierSearch:
    """Searches codes, receipt numbers, names of procedures in both languages, and what dossiers are about."""

    def __init__(self, session: Session, catalogue: CatalogueService) -> None:
        self._session = session
        self._catalogue = catalogue

    def holding(self, owner: UUID, words: str) -> set[str]:
        """The ids, in hexadecimal, of the owner's dossiers that hold every word, diacritics or none.

        A part of a longer word is enough.
        """
        sought = folded(words).split()
        outside = lines_outside(self._session, owner)
        inside = lines_inside(self._session, owner)
        names = self._names({*outside, *inside})
        still = _holding(inside, sought, names).difference(*outside.values())
        return still | _holding(outside, sought, names)

    def _names(self, procedures: Iterable[str]) -> dict[str, str]:
        names = self._catalogue.names(procedures)
        return {code: " ".join(map(_folded_name, name.values())) for code, name in names.items()}


def _holding(lines: Lines, sought: Sequence[str], names: Mapping[str, str]) -> set[str]:
    holding: set[str] = set()
    for procedure, of_it in lines.items():
        name = names.get(procedure, "")
        left = of_it
        for word in (word for word in sought if word not in name):
            left = {one: line for one, line in left.items() if word in line}
        holding.update(left)
    return holding


@lru_cache(maxsize=16384)
def _folded_name(name: str) -> str:
    return folded(name)
