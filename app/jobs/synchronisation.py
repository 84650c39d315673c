"""Follow the agencies' feeds by cursor: good items land, bad ones are set aside, none is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.gateways.agencies import AgencyGateway, DossierChange
from app.gateways.correspondence import Word
from app.jobs.following import FeedReader, Take
from app.jobs.quarantine import quarantine
from app.jobs.refusals import refuse_record

DOSSIERS = "dossiers"
CATALOGUE = "catalogue"
CORRESPONDENCE = "correspondence"
_CORRESPONDENCE_AGAIN = "correspondence, all again"


class Became(Protocol):
    """What became of one dossier event."""

    @property
    def became(self) -> str:
        """`refused` when it contradicts what is kept; anything else is well."""

    @property
    def reason(self) -> str | None:
        """What is wrong with it, for operators."""


ApplyChanges = Callable[[Session, Sequence[DossierChange]], Sequence[Became]]
ApplyWords = Callable[[Session, Sequence[Word]], None]


class NotTaken(Protocol):
    """A catalogue item that was not taken, and why."""

    @property
    def cursor(self) -> str:
        """The place of the item in the feed."""

    @property
    def code(self) -> str:
        """The code of the procedure it is about, empty when it names none."""

    @property
    def reason(self) -> str:
        """What is wrong with it, for operators."""


ApplyCatalogue = Callable[[Session, list[dict[str, Any]]], Sequence[NotTaken]]


class Synchronisation:
    """Reads feeds until nothing is left; any number may run at once, each page is taken by one."""

    def __init__(self, database: Database, gateway: AgencyGateway, clock: Clock) -> None:
        self._database = database
        self._gateway = gateway
        self._clock = clock
        self._reader = FeedReader(database, clock)

    def dossiers(self, apply: ApplyChanges) -> int:
        """Take the dossier events; items and cursor are one transaction. Raises `Unavailable`.

        `apply` must not commit; what it raises for or refuses is set aside alone.
        """

        def take(session: Session, items: Sequence[msgspec.Raw]) -> None:
            self._take_changes(session, items, apply)

        return self._reader.follow(DOSSIERS, self._gateway.dossier_changes, take)

    def history(self, code: str, version: int, apply: ApplyChanges) -> Sequence[msgspec.Raw]:
        """Take the events of one dossier after a version, and return them. Raises `Unavailable`."""
        page = self._gateway.dossier_history(code, version)
        if page.items:
            with self._database.transaction() as session:
                self._take_changes(session, page.items, apply)
                session.commit()
        return page.items

    def catalogue(self, apply: ApplyCatalogue) -> int:
        """Take the catalogue's changes; `apply` may commit, since taking a page again is harmless."""

        def take(session: Session, items: Sequence[msgspec.Raw]) -> None:
            self._take_catalogue(session, items, apply)

        return self._reader.follow(CATALOGUE, self._gateway.procedures, take)

    def correspondence(self, apply: ApplyWords) -> int:
        """Take what agencies wrote; `apply` must not commit. An item it raises for is set aside alone."""
        return self._reader.follow(CORRESPONDENCE, self._gateway.correspondence, self._words(apply))

    def correspondence_again(self, apply: ApplyWords) -> int:
        """Take a page of all that was ever written, after the last page the first; else as `correspondence`.

        What agencies write is not numbered, so what their feed once left out shows no gap. Taking an item
        again changes nothing.
        """
        return self._reader.round_again(
            _CORRESPONDENCE_AGAIN, self._gateway.correspondence, self._words(apply)
        )

    def _words(self, apply: ApplyWords) -> Take:
        def take(session: Session, items: Sequence[msgspec.Raw]) -> None:
            for item in items:
                self._take_word(session, item, apply)

        return take

    def _take_word(self, session: Session, item: msgspec.Raw, apply: ApplyWords) -> None:
        try:
            with session.begin_nested():
                apply(session, [msgspec.json.decode(item, type=Word)])
        except OperationalError:
            raise
        except Exception as error:
            quarantine(session, CORRESPONDENCE, bytes(item), why_unusable(error), self._clock())

    def _take_changes(self, session: Session, items: Sequence[msgspec.Raw], apply: ApplyChanges) -> None:
        read = [(item, change) for item in items if (change := self._change(session, item))]
        try:
            with session.begin_nested():
                became = apply(session, [change for _, change in read])
        except OperationalError:
            raise
        except Exception:
            # Something in the page is unusable: the others must land all the same, so each alone.
            for item, change in read:
                self._take_change(session, item, change, apply)
            return
        for (item, change), one in zip(read, became, strict=True):
            self._set_aside_if_refused(session, item, change, one)

    def _take_change(
        self, session: Session, item: msgspec.Raw, change: DossierChange, apply: ApplyChanges
    ) -> None:
        try:
            with session.begin_nested():
                became = apply(session, [change])
        except OperationalError:
            raise
        except Exception as error:
            self._set_aside(session, item, why_unusable(error), change.event_id)
        else:
            self._set_aside_if_refused(session, item, change, *became)

    def _set_aside_if_refused(
        self, session: Session, item: msgspec.Raw, change: DossierChange, one: Became
    ) -> None:
        if one.became == "refused":
            self._set_aside(session, item, one.reason or "refused", change.event_id)

    def _set_aside(
        self, session: Session, item: msgspec.Raw, reason: str, reference: str | None = None
    ) -> None:
        quarantine(session, DOSSIERS, bytes(item), reason, self._clock(), reference=reference)

    def _change(self, session: Session, item: msgspec.Raw) -> DossierChange | None:
        try:
            return msgspec.json.decode(item, type=DossierChange)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            self._set_aside(session, item, str(error))
            return None

    def _take_catalogue(self, session: Session, items: Sequence[msgspec.Raw], apply: ApplyCatalogue) -> None:
        by_cursor: dict[str, msgspec.Raw] = {}
        readable: list[dict[str, Any]] = []
        for item in items:
            try:
                record = msgspec.json.decode(item, type=dict[str, Any])
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                refuse_record(session, CATALOGUE, bytes(item), str(error), self._clock)
                continue
            readable.append(record)
            by_cursor[str(record.get("cursor", ""))] = item
        for refusal in apply(session, readable):
            body = bytes(by_cursor.get(refusal.cursor, b"")) or refusal.reason.encode()
            told = {"cursor": refusal.cursor, "code": refusal.code}
            refuse_record(session, CATALOGUE, body, refusal.reason, self._clock, **told)


def why_unusable(error: Exception) -> str:
    """Why an item cannot be used; what a database says may quote the item's values and stays unsaid."""
    name = type(error).__name__
    return name if isinstance(error, SQLAlchemyError) else f"{name}: {error}"
