"""Find what a feed has skipped: agencies say how far each dossier is, and what is missing here is fetched.

A feed that leaves out the last event of a dossier shows no gap. So the list of dossiers with the version of
their last event is compared with the mirror: what changed since the last time, and, a page at a time, all of
it over and over, since that list may leave something out as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

import msgspec
import structlog
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.gateways.agencies import AgencyGateway, DossierChange, LatestVersion
from app.gateways.client import Refused
from app.jobs.cursors import cursor_of, hold_cursor, move_cursor
from app.jobs.following import round_from
from app.jobs.quarantine import quarantine
from app.jobs.synchronisation import Became, Synchronisation

VERSIONS = "versions"
_ALL_AGAIN = "versions, all again"
_MOST_PAGES = 20
_MOST_ASKED = 100

log: Any = structlog.get_logger("portal.comparison")


class Reached(NamedTuple):
    """The version of a dossier's last event, and the status it brought."""

    version: int
    status: int


class Mirror(Protocol):
    """What the portal shows of dossiers."""

    def reached(self, session: Session, applications: Collection[str]) -> Mapping[str, tuple[int, int]]:
        """Version and status shown of each application's dossier; nothing of those it does not know."""

    def apply_changes(self, session: Session, changes: Sequence[DossierChange]) -> Sequence[Became]:
        """Take in events; not committed."""


Doubt = tuple[msgspec.Raw, str, str | None]
"""An item of the list, what is wrong with it, and the code of its dossier."""


class _Compared(NamedTuple):
    """What became of one page of the list."""

    after: str
    next: str
    around: str
    more: bool
    asked: int
    doubts: Sequence[Doubt]


class Comparison:
    """Makes the mirror equal to what agencies say of it; may be stopped and repeated at any point."""

    def __init__(
        self,
        database: Database,
        gateway: AgencyGateway,
        clock: Clock,
        feeds: Synchronisation,
        mirror: Mirror,
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._clock = clock
        self._feeds = feeds
        self._mirror = mirror

    def changed(self) -> int:
        """Compare dossiers that changed since the last time; returns how many differed. Raises `Unavailable`.

        Ends after 20 pages, or the page with the hundredth dossier that differs: other tasks wait meanwhile.
        """
        asked = 0
        for _ in range(_MOST_PAGES):
            page = self._compare(VERSIONS)
            self._keep(VERSIONS, page, page.next)
            asked += page.asked
            if not page.more or page.next == page.after or asked >= _MOST_ASKED:
                break
        return asked

    def all_again(self) -> int:
        """Compare the next page of all dossiers, after the last one the first; else as `changed`."""
        page = self._compare(_ALL_AGAIN)
        self._keep(_ALL_AGAIN, page, page.around)
        return page.asked

    def _compare(self, cursor: str) -> _Compared:
        with self._database.session(writes=False) as session:
            after = cursor_of(session, cursor)
        page = self._gateway.dossier_versions(after)
        asked = 0
        doubts: list[Doubt] = []
        read = [(item, *_read(item)) for item in page.items]
        differing = self._differing([said for _, said, _ in read if said])
        for item, said, unreadable in read:
            if said is None:
                doubts.append((item, unreadable, None))
            elif said.application_id in differing:
                asked += 1
                if doubt := self._ask(said, differing[said.application_id]):
                    doubts.append((item, doubt, said.dossier_code))
        return _Compared(after, page.next, round_from(after, page), page.more, asked, doubts)

    def _differing(self, versions: Sequence[LatestVersion]) -> dict[str, Reached]:
        """What is shown of the dossiers that differ although the feed was read to its end."""
        if not versions or not (before := self._shown_otherwise(versions)):
            return {}
        self._feeds.dossiers(self._mirror.apply_changes)
        return self._shown_otherwise([said for said in versions if said.application_id in before])

    def _shown_otherwise(self, versions: Sequence[LatestVersion]) -> dict[str, Reached]:
        with self._database.session(writes=False) as session:
            shown = self._mirror.reached(session, {said.application_id for said in versions})
        return {
            said.application_id: Reached(*shown[said.application_id])
            for said in versions
            if shown.get(said.application_id, _said(said)) != _said(said)
        }

    def _ask(self, said: LatestVersion, shown: Reached) -> str | None:
        """Fetch what is missing; why what an agency says and what it tells cannot both be true, if so."""
        since = min(said.version, shown.version)
        try:
            history = self._feeds.history(said.dossier_code, since, self._mirror.apply_changes)
        except Refused as refusal:
            # One dossier whose events an agency will not tell must not keep the others from being compared.
            return f"the agency lists version {said.version} and refuses the events: {refusal.status}"
        told = [reached for item in history if (reached := _told(item))]
        return contradiction(_said(said), shown, told)

    def _keep(self, cursor: str, page: _Compared, to: str) -> None:
        if to == page.after and not page.doubts:
            return
        with self._database.transaction() as session:
            if hold_cursor(session, cursor, self._clock()) != page.after:
                return
            for item, reason, code in page.doubts:
                quarantine(session, VERSIONS, bytes(item), reason, self._clock(), reference=code)
            move_cursor(session, cursor, to, self._clock())
            session.commit()
        if page.asked:
            log.warning("dossiers differed", count=page.asked, unexplained=len(page.doubts))


def contradiction(said: Reached, shown: Reached, told: Collection[Reached]) -> str | None:
    """Why an agency's list and its events cannot both be true; none when they can.

    `shown` was read before `told` was asked for, the events after the earlier of the other two.
    """
    last = max([shown, *told])
    if last == said or (last.version > said.version and last in told):
        return None
    return (
        f"the agency lists version {said.version} with status {said.status}, "
        f"its events end at version {last.version} with status {last.status}"
    )


def _said(said: LatestVersion) -> Reached:
    return Reached(said.version, said.status)


def _read(item: msgspec.Raw) -> tuple[LatestVersion | None, str]:
    try:
        return msgspec.json.decode(item, type=LatestVersion), ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, str(error)


def _told(item: msgspec.Raw) -> Reached | None:
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        change = msgspec.json.decode(item, type=DossierChange)
        return Reached(change.version, change.status)
    return None
