"""All dossiers of a person, a page at a time: searched, narrowed, in an order, what waits for them first."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import Session

from app.db.many import among
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.agency_names import agency_names, unnamed
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.narrowing import Wanted, in_order, place_of, wanted_ids
from app.features.dossiers.overview import Overview, counted, most, options, overview
from app.features.dossiers.reading import DossierRow, row
from app.features.dossiers.searching import ComparedNames, DossierSearch

PAGE = 20

_FEW = 200
_FURTHER = 8
"""How many times as many ids are read in order when the first ones did not hold a page."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """At most `PAGE` dossiers, and where the next ones begin."""

    rows: tuple[DossierRow, ...]
    next: str | None


class DossierList:
    """Lists dossiers of one owner; a page costs the same however many there are."""

    def __init__(self, session: Session, catalogue: CatalogueService, names: ComparedNames) -> None:
        self._session = session
        self._catalogue = catalogue
        self._search = DossierSearch(session, catalogue, names)

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
        """Counts of everything the owner has, for the choices beside the list; three statements."""
        groups = counted(self._session.connection(), owner)
        if not groups:
            return Overview()
        procedures = most(group.procedures for group in groups)
        agencies = most(group.agencies for group in groups)
        names = self._catalogue.names(code for code, _ in procedures)
        called = agency_names(self._session, (code for code, _ in agencies))
        return overview(groups, options(procedures, names), options(agencies, called))

    def _found(self, owner: UUID, wanted: Wanted) -> list[Dossier]:
        # Chosen by what an index holds; only what is shown is read from all over the table.
        chosen = self._chosen(owner, wanted)
        shown = in_order(select(Dossier).where(chosen), wanted.sort)
        return list(self._session.scalars(shown))

    def _chosen(self, owner: UUID, wanted: Wanted) -> ColumnElement[bool]:
        """Of what is asked for what comes first, and one more."""
        sought = wanted_ids(owner, wanted)
        if wanted.words.strip():
            holding = self._search.holding(owner, wanted.words)
            if not holding:
                return false()
            if len(holding) > _FEW:
                return among(self._session, Dossier.id, self._first(sought, holding))
            sought = sought.where(among(self._session, Dossier.id, [UUID(bytes=one) for one in holding]))
        return Dossier.id.in_(sought.limit(PAGE + 1))

    def _first(self, sought: Select[UUID], holding: Set[bytes]) -> list[UUID]:
        """Of very many ids those that come first; the database would look up and sort them all."""
        many = _FEW
        while True:
            read = self._session.scalars(sought.limit(many)).all()
            first = list(islice((one for one in read if one.bytes in holding), PAGE + 1))
            if len(first) > PAGE or len(read) < many:
                return first
            many *= _FURTHER
