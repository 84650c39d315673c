"""What the worker does, and how often."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app.factory.drafting import sharing
from app.factory.house import House
from app.features.applications.expiry import Expiry
from app.features.applications.people.asking_again import AskingAgain
from app.features.applications.sending.abandoned import Abandoned
from app.features.catalogue.records.feed import Refusal
from app.features.catalogue.searching.misses import forget_misses
from app.features.catalogue.searching.visits import forget_visits
from app.features.dossiers.extracts import Extracts
from app.features.dossiers.mirror.events import Outcome
from app.features.dossiers.mirror.ledger import Ledger
from app.features.notices.bounces import BounceFeed
from app.features.open_data.bulk import bulk_lines
from app.features.sign_in.parked import ParkedForms
from app.features.supervision.counting import Supervision
from app.gateways.agencies import DossierChange
from app.gateways.correspondence import Word
from app.jobs.comparison import Comparison
from app.jobs.synchronisation import Synchronisation
from app.jobs.worker import Task, Worker
from app.web.services import provide

_POPULARITY_EVERY = timedelta(days=1)
_COMPARED_EVERY = timedelta(seconds=30)


def init_app(app: Flask, house: House) -> None:
    """Make the worker available to commands."""
    provide(app, Worker, lambda: _worker(house))


def _worker(house: House) -> Worker:
    duties = _Duties(house)
    feeds = Synchronisation(house.database, house.gateway, house.clock)
    comparison = Comparison(house.database, house.gateway, house.clock, feeds, duties)
    tasks = (
        Task("deliveries", timedelta(seconds=1), house.courier.deliver_due),
        Task("definitions", timedelta(seconds=60), duties.take_definitions),
        Task("catalogue", timedelta(seconds=60), lambda: feeds.catalogue(duties.apply_catalogue)),
        Task("search-index", timedelta(seconds=5), duties.keep_index_current),
        Task("open-data", timedelta(seconds=5), duties.keep_open_data_current),
        Task("search-records", timedelta(hours=1), duties.forget_search_records),
        Task("dossiers", timedelta(seconds=2), lambda: feeds.dossiers(duties.apply_changes)),
        Task("correspondence", timedelta(seconds=5), lambda: feeds.correspondence(duties.apply_words)),
        Task(
            "correspondence-again",
            timedelta(minutes=5),
            lambda: feeds.correspondence_again(duties.apply_words),
        ),
        Task("reminders", timedelta(seconds=30), duties.release_reminders),
        Task("digests", timedelta(seconds=30), duties.send_digests),
        Task("bounces", timedelta(seconds=60), duties.take_bounces),
        Task("supervision", timedelta(minutes=10), Supervision(house.database, house.clock).count),
        Task("extracts", timedelta(minutes=5), Extracts(house.database).make),
        Task("comparison", _COMPARED_EVERY, comparison.changed),
        Task("whole-comparison", _COMPARED_EVERY, comparison.all_again),
        Task("intake", timedelta(hours=1), house.intake().forget),
        Task("scans", timedelta(seconds=5), house.scanning().scan_due),
        Task("previews", timedelta(seconds=2), house.previews().draw_due),
        Task("unused-files", timedelta(hours=1), house.clearing().clear),
        Task("drafts", timedelta(hours=1), duties.expiry().run),
        Task("agreements", timedelta(seconds=60), duties.asking_again().run),
        Task("signings", timedelta(minutes=10), Abandoned(house.database, house.clock).clear),
        Task("parked-forms", timedelta(hours=1), duties.forget_parked),
    )
    return Worker(tasks, heartbeat=house.settings.data_dir / "worker.beat")


class _Duties:
    """The tasks that need a session of their own."""

    def __init__(self, house: House) -> None:
        self._house = house

    def apply_words(self, session: Session, words: Sequence[Word]) -> None:
        self._house.correspondence(session).take(words)

    def apply_changes(self, session: Session, changes: Sequence[DossierChange]) -> Sequence[Outcome]:
        return self._house.dossiers(session).apply(changes)

    def reached(self, session: Session, applications: Collection[str]) -> Mapping[str, tuple[int, int]]:
        return Ledger(session, self._house.clock).reached(applications)

    def apply_catalogue(self, session: Session, items: list[dict[str, Any]]) -> Sequence[Refusal]:
        return self._house.catalogue(session).apply_feed(items).refused

    def take_definitions(self) -> int:
        """Fetch new forms; what can be applied for is part of the search index, which falls out of date."""
        taken = self._house.definitions.take(self._house.gateway)
        if taken:
            with self._house.database.transaction() as session:
                self._house.catalogue(session).outdate_index()
        return taken

    def keep_index_current(self) -> bool:
        with self._house.database.session(writes=False) as session:
            return self._house.catalogue(session).keep_index_current()

    def keep_open_data_current(self) -> bool:
        house = self._house
        with house.database.session(writes=False) as session:
            service = house.catalogue(session)
            return house.bulk.keep_current(
                service.version(), lambda: bulk_lines(service.whole(), house.settings.public_url)
            )

    def forget_search_records(self) -> None:
        today = self._house.clock().date()
        with self._house.database.transaction() as session:
            forget_misses(session, today)
            forget_visits(session, today)
            session.commit()
            self._house.catalogue(session).outdate_index(older_than=_POPULARITY_EVERY)

    def release_reminders(self) -> int:
        with self._house.database.transaction() as session:
            return self._house.notices(session).release_due()

    def send_digests(self) -> int:
        with self._house.database.transaction() as session:
            return self._house.notices(session).send_digests()

    def take_bounces(self) -> int:
        house = self._house
        return BounceFeed(house.database, house.gateway, house.notices, house.clock).take()

    def expiry(self) -> Expiry:
        house = self._house
        return Expiry(house.database, house.definitions, house.notices, house.documents, house.clock)

    def asking_again(self) -> AskingAgain:
        house = self._house
        shared = partial(sharing, house)
        return AskingAgain(house.database, shared, house.accounts, house.notices, house.clock)

    def forget_parked(self) -> int:
        with self._house.database.transaction() as session:
            return ParkedForms(session, self._house.clock).forget_old()
