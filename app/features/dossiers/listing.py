"""All dossiers of a person, a page at a time: searched, narrowed, in an order, what waits for them first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.features.catalogue.service import CatalogueService
from app.features.dossiers.agency_names import agency_names, unnamed
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.narrowing import Wanted, ordered, place_of
from app.features.dossiers.overview import Overview, counted, options, overview
from app.features.dossiers.reading import DossierRow, row
from app.folding import fold, lower
from app.texts import Text

PAGE = 20

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class ListPage:
    """At most `PAGE` dossiers, and where the next ones begin."""

    rows: tuple[DossierRow, ...]
    next: str | None


class DossierList:
    """Lists dossiers of one owner; a page costs the same however many there are."""

    def __init__(self, session: Session, catalogue: CatalogueService) -> None:
        self._session = session
        self._catalogue = catalogue

    def page(self, owner: UUID, wanted: Wanted) -> ListPage:
        """The dossiers asked for; raises `NotFound` for a place that is none."""
        found = self._found(owner, wanted)
        names = self._catalogue.names(dossier.procedure_code for dossier in found)
        shown = found[:PAGE]
        more = len(found) > PAGE
        following = place_of(wanted.sort, shown[-1]) if more else None
        agencies = agency_names(self._session, unnamed(shown))
        rows = tuple(row(dossier, names, agencies) for dossier in shown)
        return ListPage(rows, following)

    def overview(self, owner: UUID) -> Overview:
        """Counts of everything the owner has, for the choices beside the list; four statements."""
        parts: dict[str, list[Any]] = {"state": [], "procedure": [], "agency": []}
        for one in self._session.execute(counted(owner)):
            parts[one.of].append(one)
        if not parts["state"]:
            return Overview()
        procedures = self._catalogue.names(one.value for one in parts["procedure"])
        told = self._told_names([one.sample for one in parts["agency"]])
        agencies = told | agency_names(self._session, (one.value for one in parts["agency"]))
        return overview(
            parts["state"], options(parts["procedure"], procedures), options(parts["agency"], agencies)
        )

    def _found(self, owner: UUID, wanted: Wanted) -> list[Dossier]:
        if wanted.words.strip():
            return self._matching(owner, wanted)
        return list(self._session.scalars(ordered(select(Dossier), owner, wanted).limit(PAGE + 1)))

    def _matching(self, owner: UUID, wanted: Wanted) -> list[Dossier]:
        """Names of persons are encrypted, so words are compared here, in order, until a page is full."""
        sought = _folded(wanted.words).split()
        names = self._procedure_names(owner)
        query = ordered(select(Dossier), owner, wanted).where(*(_may_hold(word, names) for word in sought))
        columns = (Dossier.id, Dossier.code, Dossier.receipt_number, Dossier.procedure_code, Dossier.subject)
        lines = self._session.execute(query.with_only_columns(*columns)).yield_per(_CHUNK)
        ids = list(islice((line.id for line in lines if _holds(line, sought, names)), PAGE + 1))
        matched = self._session.scalars(select(Dossier).where(Dossier.id.in_(ids)))
        by_id = {dossier.id: dossier for dossier in matched}
        return [by_id[one] for one in ids]

    def _procedure_names(self, owner: UUID) -> dict[str, str]:
        """What the owner's procedures are called in both languages, folded, by their codes."""
        mine = select(Dossier.procedure_code).where(Dossier.owner_id == owner).distinct()
        names = self._catalogue.names(self._session.scalars(mine).all())
        return {code: _folded(" ".join(map(str, name.values()))) for code, name in names.items()}

    def _told_names(self, samples: Iterable[str | None]) -> dict[str, Text]:
        """What agencies called themselves when they took applications."""
        named = select(Dossier.agency_code, Dossier.agency_name).where(
            Dossier.code.in_(set(filter(None, samples)))
        )
        return {row.agency_code: row.agency_name for row in self._session.execute(named) if row.agency_name}


def _may_hold(word: str, names: Mapping[str, str]) -> ColumnElement[bool]:
    """Leaves to be read here what is encrypted; the database sees itself that the rest lacks the word."""
    columns = (Dossier.code, Dossier.receipt_number, Dossier.procedure_code)
    return or_(
        Dossier.subject.is_not(None),
        *(func.lower(column).contains(word, autoescape=True) for column in columns),
        Dossier.procedure_code.in_([code for code, name in names.items() if word in name]),
    )


def _holds(line: Any, sought: Sequence[str], names: Mapping[str, str]) -> bool:
    parts = (line.code, line.receipt_number, line.procedure_code, line.subject)
    whole = f"{_folded(' '.join(filter(None, parts)))} {names.get(line.procedure_code, '')}"
    return all(word in whole for word in sought)


def _folded(text: str) -> str:
    return fold(lower(text))
