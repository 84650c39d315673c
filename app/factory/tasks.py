"""What the worker does, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app.factory.house import House
from app.features.catalogue.feed import Refusal
from app.features.sign_in.parked import ParkedForms
from app.gateways.agencies import DossierChange
from app.jobs.synchronisation import Synchronisation
from app.jobs.worker import Task, Worker
from app.web.services import provide


def init_app(app: Flask, house: House) -> None:
    """Make the worker available to commands."""
    provide(app, Worker, lambda: _worker(house))


def _worker(house: House) -> Worker:
    duties = _Duties(house)
    feeds = Synchronisation(house.database, house.gateway, house.clock)
    tasks = (
        Task("deliveries", timedelta(seconds=1), house.courier.deliver_due),
        Task("definitions", timedelta(seconds=60), duties.take_definitions),
        Task("catalogue", timedelta(seconds=60), lambda: feeds.catalogue(duties.apply_catalogue)),
        Task("dossiers", timedelta(seconds=2), lambda: feeds.dossiers(duties.apply_changes)),
        Task("parked-forms", timedelta(hours=1), duties.forget_parked),
    )
    return Worker(tasks, heartbeat=house.settings.data_dir / "worker.beat")


class _Duties:
    """The tasks that need a session of their own."""

    def __init__(self, house: House) -> None:
        self._house = house

    def apply_changes(self, session: Session, changes: Sequence[DossierChange]) -> None:
        self._house.dossiers(session).apply(changes)

    def apply_catalogue(self, session: Session, items: list[dict[str, Any]]) -> Sequence[Refusal]:
        return self._house.catalogue(session).apply_feed(items).refused

    def take_definitions(self) -> int:
        """Fetch new forms; what can be applied for is part of the search index, so it is built anew."""
        taken = self._house.definitions.take(self._house.gateway)
        if taken:
            with self._house.database.transaction() as session:
                self._house.catalogue(session).reindex()
        return taken

    def forget_parked(self) -> int:
        with self._house.database.transaction() as session:
            return ParkedForms(session, self._house.clock).forget_old()
