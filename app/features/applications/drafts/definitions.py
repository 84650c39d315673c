"""The forms agencies publish, kept for ever because drafts pin them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.db.base import Database
from app.db.statements import Statement
from app.errors import NotFound, Unavailable
from app.features.applications.drafts.refused_forms import refuse_form, shown
from app.features.applications.models import PublishedForm
from app.features.catalogue.on_offer import OnOffer
from app.gateways.agencies import AgencyGateway, PublishedDefinition
from app.gateways.client import Refused
from app.wizard.reading.definition import DefinitionError, digest, load
from app.wizard.services import Period
from app.wizard.structure import Definition
from app.wizard.terms import opening

log: Any = structlog.get_logger("portal.definitions")

_HOW_MANY = Statement(select(func.count()).select_from(PublishedForm))


class DefinitionStore:
    """Published definitions; one per process, loaded ones are kept."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._loaded: dict[tuple[str, int], Definition] = {}
        self._periods: dict[tuple[str, int], Period | None] = {}
        self._offered: tuple[int, date, Mapping[str, OnOffer]] | None = None
        self._lock = threading.Lock()

    def get(self, session: Session, definition_id: str, version: int) -> Definition:
        """One version; raises `NotFound`."""
        key = (definition_id, version)
        known = self._loaded.get(key)
        if known is None:
            row = session.get(PublishedForm, key)
            if row is None:
                raise NotFound("no such definition")
            known = load(row.document)
            with self._lock:
                self._loaded[key] = known
        return known

    def latest(self, session: Session, procedure_code: str) -> Definition:
        """The newest version for a procedure; raises `NotFound` when it has no form."""
        row = session.execute(
            select(PublishedForm.definition_id, PublishedForm.version)
            .where(PublishedForm.procedure_code == procedure_code)
            .order_by(PublishedForm.version.desc())
        ).first()
        if row is None:
            raise NotFound("this procedure has no form")
        return self.get(session, *row)

    def later(self, session: Session, definition_id: str, version: int) -> tuple[Definition, ...]:
        """The versions published after this one, in their order."""
        versions = session.scalars(
            select(PublishedForm.version)
            .where(PublishedForm.definition_id == definition_id, PublishedForm.version > version)
            .order_by(PublishedForm.version)
        )
        return tuple(self.get(session, definition_id, number) for number in versions.all())

    def newest(self, session: Session) -> dict[str, int]:
        """The newest version of every definition."""
        rows = session.execute(
            select(PublishedForm.definition_id, func.max(PublishedForm.version)).group_by(
                PublishedForm.definition_id
            )
        )
        return {row[0]: row[1] for row in rows}

    def all(self, session: Session) -> list[tuple[str, int, str]]:
        """Id, version and procedure code of every version, the newest of each first."""
        rows = session.execute(
            select(PublishedForm.definition_id, PublishedForm.version, PublishedForm.procedure_code).order_by(
                PublishedForm.definition_id, PublishedForm.version.desc()
            )
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def on_offer(self, session: Session) -> Mapping[str, OnOffer]:
        """What every procedure's newest form offers today (Vietnamese calendar).

        Versions are only ever added: it is the same mapping until there are more, or the day ends.
        """
        today = self._clock().astimezone(VIETNAM).date()
        (count,) = _HOW_MANY.first(session.connection()) or (0,)
        offered = self._offered
        if offered is None or offered[:2] != (count, today):
            offered = self._offered = (count, today, self._read_offers(session, today))
        return offered[2]

    def _read_offers(self, session: Session, today: date) -> dict[str, OnOffer]:
        rows = session.execute(
            select(
                PublishedForm.procedure_code,
                PublishedForm.definition_id,
                func.max(PublishedForm.version),
            )
            .group_by(PublishedForm.procedure_code, PublishedForm.definition_id)
            .order_by(func.max(PublishedForm.version))
        ).all()
        newest = {code: (definition, version) for code, definition, version in rows}
        if newest.values() - self._periods.keys():
            self._read_periods(session)
        periods = {code: self._periods[key] for code, key in newest.items()}
        return {code: OnOffer(opening(period, today), period) for code, period in periods.items()}

    def _read_periods(self, session: Session) -> None:
        # Only this part is read: pages of the catalogue need nothing else of some hundred kilobytes.
        rows = session.execute(
            select(PublishedForm.definition_id, PublishedForm.version, PublishedForm.document["period"])
        )
        self._periods.update(((row[0], row[1]), msgspec.convert(row[2], Period | None)) for row in rows)

    def take(self, gateway: AgencyGateway) -> int:
        """Fetch versions not yet known; returns how many were taken. A faulty one is set aside.

        One that cannot be had now keeps no other waiting; raises `Unavailable` when none could be taken.
        """
        taken, outage = 0, None
        for item in gateway.definitions():
            try:
                taken += self._take(gateway, item)
            except Unavailable as error:
                log.warning("definition waits", offer=shown(item), reason=str(error))
                outage = error
        if outage is not None and not taken:
            raise outage
        return taken

    def _refuse(self, definition_id: str, version: int, faults: list[str]) -> bool:
        """Set it aside, and say so once for the same faults; it is not taken, so the answer is False."""
        with self._database.transaction() as session:
            first = refuse_form(session, definition_id, version, faults, self._clock())
            session.commit()
        if first:
            log.error("definition refused", id=definition_id, version=version, faults="; ".join(faults))
        return False

    def _is_new(self, offer: PublishedDefinition) -> bool:
        with self._database.session(writes=False) as session:
            return session.get(PublishedForm, (offer.id, offer.version)) is None

    def _take(self, gateway: AgencyGateway, item: msgspec.Raw) -> bool:
        try:
            offer = msgspec.json.decode(item, type=PublishedDefinition)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return self._refuse(shown(item), 0, [f"no offer as agreed: {error}"])
        return self._is_new(offer) and self._fetch(gateway, offer)

    def _fetch(self, gateway: AgencyGateway, offer: PublishedDefinition) -> bool:
        try:
            body = gateway.definition(offer.id, offer.version)
            definition = load(body)
        except Refused as refusal:
            return self._refuse(offer.id, offer.version, [f"the agency answers {refusal.status}"])
        except DefinitionError as error:
            return self._refuse(offer.id, offer.version, [str(fault) for fault in error.faults])
        if (definition.id, definition.version) != (offer.id, offer.version):
            named = f"it names itself {definition.id}, version {definition.version}"
            return self._refuse(offer.id, offer.version, [named])
        self._keep(definition, body)
        return True

    def _keep(self, definition: Definition, body: bytes) -> None:
        with self._database.transaction() as session:
            if session.get(PublishedForm, (definition.id, definition.version)) is None:
                session.add(
                    PublishedForm(
                        definition_id=definition.id,
                        version=definition.version,
                        procedure_code=definition.procedure,
                        document=msgspec.json.decode(body),
                        digest=digest(body),
                        taken_at=self._clock(),
                    )
                )
            session.commit()
