"""What a procedure offers someone in some place on some day: the one rule behind button, reason and way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.clock import VIETNAM, Clock
from app.features.catalogue.counters import Counter, counters
from app.features.catalogue.on_offer import OnOffer
from app.features.catalogue.records.record import ProcedureRecord
from app.features.catalogue.records.taxonomy import Taxonomy
from app.localities.chosen import Place, place
from app.localities.neighbours import nearest
from app.localities.places import Places
from app.localities.units import CURRENT, Unit

_TAXONOMY = Taxonomy()

Online = Literal["open", "ask", "not_here", "not_yet", "ended", "no_form", "in_person", "elsewhere", "closed"]
"""`ask`: it depends on the place, and none is known; `no_form`: online, but not on this portal yet;
`in_person`: nowhere online; `elsewhere`: another province's own procedure; `closed`: the service itself
is over or not open yet, through any channel (`Offer.form` says when and what instead)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is possible through each channel; `counters` is never empty.

    `nearest` is the closest province whose online form the law lets someone from here use.
    """

    record: ProcedureRecord
    form: OnOffer | None
    place: Place | None
    online: Online
    provinces: tuple[Unit, ...]
    counter: bool
    postal: bool
    counters: tuple[Counter, ...]
    nearest: Unit | None

    @property
    def may_start(self) -> bool:
        """Whether an application may be begun online; with `ask` the form itself asks for the place."""
        return self.online in {"open", "ask"}

    @property
    def own(self) -> bool:
        """Whether the procedure exists in `provinces` only."""
        return only_in(self.record) is not None

    @property
    def until(self) -> date | None:
        """The last day it is open online, where one is set."""
        return self.record.availability.until if self.may_start else None


class Reach:
    """Says what is offered where; one for all who show, begin or send an application."""

    def __init__(self, places: Places, clock: Clock) -> None:
        self._places = places
        self._clock = clock

    def place(self, code: str | None) -> Place | None:
        """The place of a unit of today, none when there is no such unit."""
        return place(self._places, code)

    def offer(self, record: ProcedureRecord, place: Place | None, form: OnOffer | None) -> Offer:
        """What `record` offers in `place` today (Vietnamese calendar), with the `form` published here."""
        ways = {channel.channel for channel in record.channels}
        online = self._online(record, place, form)
        provinces = [self._places.unit(CURRENT, code) for code in self._listed(record)]
        return Offer(
            record=record,
            form=form,
            place=place,
            online=online,
            provinces=tuple(provinces),
            counter="counter" in ways,
            postal="postal" in ways,
            counters=counters(record, place),
            nearest=self._nearest(record, place) if place and online == "not_here" else None,
        )

    def _online(self, record: ProcedureRecord, place: Place | None, form: OnOffer | None) -> Online:
        own, where = only_in(record), record.availability
        if form and not form.open:
            return "closed"
        if place and own is not None and place.province.code not in own:
            return "elsewhere"
        if not form and not any(channel.channel == "online" for channel in record.channels):
            return "in_person"
        if place and where.provinces and place.province.code not in where.provinces:
            return "not_here"
        outside = self._outside(record)
        if outside or not form:
            return outside or "no_form"
        return "ask" if where.provinces and not place else "open"

    def _outside(self, record: ProcedureRecord) -> Online | None:
        today, where = self._clock().astimezone(VIETNAM).date(), record.availability
        if where.until and today > where.until:
            return "ended"
        return "not_yet" if where.since and today < where.since else None

    def _nearest(self, record: ProcedureRecord, place: Place) -> Unit | None:
        if record.handed_in != "anywhere":
            return None
        code = nearest(place.province.code, record.availability.provinces)
        return self._places.unit(CURRENT, code) if code else None

    def _listed(self, record: ProcedureRecord) -> list[str]:
        order = [unit.code for unit in self._places.provinces()]
        return [code for code in order if code in record.availability.provinces]


def only_in(record: ProcedureRecord) -> tuple[str, ...] | None:
    """The provinces outside which the procedure does not exist, or None when it exists everywhere.

    A province's own procedure exists there only. Any other whose availability is limited is limited
    online; elsewhere it is done in person or by post, if it can be.
    """
    if record.availability.kind == "nationwide":
        return None
    own = _TAXONOMY.province(record.agency.code) is not None
    if not own and any(channel.channel != "online" for channel in record.channels):
        return None
    return tuple(record.availability.provinces)
