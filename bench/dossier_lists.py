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
from app.search import IndexStore
from bench.dossier_records import BUSINESS, PROCEDURES
from bench.results import quantile, say, times
from tests.support.procedures import own_record

_SEARCHES = {"that finds nothing": "zzzz", "that finds much": "khai sinh", "for a part of codes": "-000"}


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
    """Time the first page of "my dossiers" of a business, with all its counts, and searches in it."""
    with tempfile.TemporaryDirectory() as folder, database.session(writes=False) as session:
        pages = DossierList(session, _catalogue(session, folder), ComparedNames())
        taken = times(lambda _: pages.page(person.id, Wanted()), range(100))
        cpu = time.process_time()
        whole = times(lambda _: (pages.page(person.id, Wanted()), pages.overview(person.id)), range(100))
        cpu = time.process_time() - cpu
        owned = session.scalar(
            text("SELECT count(*) FROM dossier WHERE owner_id = :id").bindparams(id=_key(database, person))
        )
        p95 = quantile(taken, 95)
        say(f"my dossiers p95, business with {owned:,}, {what}", p95, "ms", "<= 20", p95 <= 20)
        counted = quantile(whole, 95)
        say(f"  with all counts p95, {what}", counted, "ms", "<= 20", counted <= 20)
        say(f"  with all counts, processor of the portal, {what}", cpu / (100 + 50) * 1e3, "ms")
        for kind, words in _SEARCHES.items():
            _search(pages, person, words, f"  a search {kind}", what)


def _search(pages: DossierList, person: Person, words: str, kind: str, what: str) -> None:
    cpu = time.process_time()
    p95 = quantile(times(lambda _: pages.page(person.id, Wanted(words=words)), range(100)), 95)
    cpu = time.process_time() - cpu
    say(f"{kind} p95, {what}", p95, "ms", "<= 20", p95 <= 20)
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


def _key(database: Database, person: Person) -> object:
    return person.id if database.engine.dialect.name == "postgresql" else person.id.hex
