"""Which of a person's dossiers hold the words they type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from uuid import UUID

from sqlalchemy.orm import Session

from app.features.catalogue.service import CatalogueService
from app.features.dossiers.extracts import Lines, folded, lines_inside, lines_outside


class DossierSearch:
    """Searches codes, receipt numbers, names of procedures in both languages, and what dossiers are about."""

    def __init__(self, session: Session, catalogue: CatalogueService) -> None:
        self._session = session
        self._catalogue = catalogue

    def holding(self, owner: UUID, words: str) -> list[str]:
        """The ids, in hexadecimal, of the owner's dossiers that hold every word, diacritics or none.

        A part of a longer word is enough.
        """
        sought = folded(words).split()
        outside = lines_outside(self._session, owner)
        inside = lines_inside(self._session, owner)
        names = self._names({*outside, *inside})
        newer = set(chain.from_iterable(outside.values()))
        still = (one for one in _holding(inside, sought, names) if one not in newer)
        return [*_holding(outside, sought, names), *still]

    def _names(self, procedures: Iterable[str]) -> dict[str, str]:
        names = self._catalogue.names(procedures)
        return {code: " ".join(map(_folded_name, name.values())) for code, name in names.items()}


def _holding(lines: Lines, sought: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    for procedure, of_it in lines.items():
        name = names.get(procedure, "")
        held = list(of_it.items())
        for word in (word for word in sought if word not in name):
            held = [(one, line) for one, line in held if word in line]
        yield from (one for one, _ in held)


@lru_cache(maxsize=16384)
def _folded_name(name: str) -> str:
    return folded(name)
