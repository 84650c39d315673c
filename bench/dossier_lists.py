"""How long a business with thousands of dossiers waits for its list, and for a search in it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.clock import utc_now
from app.db import encryption
from app.db.base import Database
from app.features.account.models import Person
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.extracts import Extracts
from app.features.dossiers.listing import DossierList
from app.features.dossiers.narrowing import Wanted
from app.features.dossiers.searching import ComparedNames
from app.jobs.worker import spare_the_collector
from app.search import IndexStore
from bench.dossier_records import BUSINESS, PROCEDURES
from bench.results import quantile, say, times
from tests.support.procedures import own_record

_VIEWS = {
    "first page": Wanted(),
    "by due date": Wanted(sort="due"),
    "of one year": Wanted(year=2026),
    "a search that finds nothing": Wanted(words="zzzz"),
    "a search that finds much": Wanted(words="khai sinh"),
    "a search for a part of codes": Wanted(words="-000"),
}


def business(database: Database) -> Person:
    """The person who signs in for the business; the catalogue names all procedures."""
    index = encryption.keyring().index(BUSINESS)
    now = utc_now()
    with tempfile.TemporaryDirectory() as folder, database.transaction() as session:
        person = Person(
            issuer="bench", subject="business", name="Công ty", id_number=BUSINESS, id_number_index=index,
            identity_level=2, claims={}, language="vi", created_at=now, seen_at=now,
        )  # fmt: skip
        session.add(person)
        _catalogue(session, folder).apply_feed([_told(code) for code in PROCEDURES])
        session.commit()
        return person


def browse(database: Database, person: Person, what: str) -> None:
    """Time a business's lists as the worker left them, and once PostgreSQL has cleaned the table."""
    _extract(database, what)
    _browse(database, person, what)
    if database.engine.dialect.name == "postgresql":
        clean(database)
        _browse(database, person, f"{what}, cleaned")


def clean(database: Database) -> None:
    """What PostgreSQL does by itself some minutes after a load, and about daily afterwards."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE) dossier"))


def _browse(database: Database, person: Person, what: str) -> None:
    """Time what a business asks of "my dossiers", each time with all the counts that the page shows."""
    spare_the_collector()  # as every process of the portal does before it begins
    with tempfile.TemporaryDirectory() as folder, database.session(writes=False) as session:
        pages = DossierList(session, _catalogue(session, folder), ComparedNames())
        taken = quantile(times(lambda _: pages.page(person.id, Wanted()), range(100)), 95)
        owned = pages.overview(person.id).total
        say(f"my dossiers p95, business with {owned:,}, {what}", taken, "ms", "<= 20", taken <= 20)
        for kind, wanted in _VIEWS.items():
            _view(pages, person, wanted, f"  with all counts, {kind}", what)


def _view(pages: DossierList, person: Person, wanted: Wanted, kind: str, what: str) -> None:
    cpu = time.process_time()
    taken = times(lambda _: (pages.page(person.id, wanted), pages.overview(person.id)), range(100))
    cpu, p95 = time.process_time() - cpu, quantile(taken, 95)
    say(f"{kind}, p95, {what}", p95, "ms", "<= 20", p95 <= 20)
    say(f"{kind}, median, {what}", quantile(taken, 50), "ms")
    say(f"{kind}, processor of the portal, {what}", cpu / (100 + 50) * 1e3, "ms")


def _extract(database: Database, what: str) -> None:
    """What the worker does within five minutes of a load."""
    began = time.perf_counter()
    made = Extracts(database).make()
    say(f"{made} extract made, {what}", (time.perf_counter() - began) * 1e3, "ms")


def _catalogue(session: Session, folder: str) -> CatalogueService:
    return CatalogueService(session, IndexStore(Path(folder) / "index"), utc_now)


def _told(code: str) -> dict[str, object]:
    return {"cursor": code, "kind": "changed", "code": code, "record": own_record(code)}
