"""All dossiers of a person, a page at a time: searched, narrowed, in an order, what waits for them first."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.db.many import among
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.agency_names import agency_names, unnamed
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.narrowing import Wanted, ordered, place_of
from app.features.dossiers.overview import Overview, counted, options, overview
from app.features.dossiers.reading import DossierRow, row
from app.features.dossiers.searching import ComparedNames, DossierSearch
from app.texts import Text

PAGE = 20

_FEW = 200


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
        sought = ordered(select(Dossier), owner, wanted)
        if wanted.words.strip():
            holding = self._first(sought, self._search.holding(owner, wanted.words))
            if not holding:
                return []
            sought = sought.where(among(self._session, Dossier.id, holding))
        return list(self._session.scalars(sought.limit(PAGE + 1)))

    def _first(self, sought: Select[tuple[Dossier]], holding: Set[bytes]) -> list[UUID]:
        """Of very many ids those that come first; the database would look up and sort them all."""
        if len(holding) <= _FEW:
            return [UUID(bytes=one) for one in holding]
        in_order = self._session.scalars(sought.with_only_columns(Dossier.id)).yield_per(_FEW)
        return list(islice((one for one in in_order if one.bytes in holding), PAGE + 1))

    def _told_names(self, samples: Iterable[str | None]) -> dict[str, Text]:
        """What agencies called themselves when they took applications."""
        named = select(Dossier.agency_code, Dossier.agency_name).where(
            Dossier.code.in_(set(filter(None, samples)))
        )
        return {row.agency_code: row.agency_name for row in self._session.execute(named) if row.agency_name}
