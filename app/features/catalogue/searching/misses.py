"""What people searched for and did not find: counted without telling who asked (docs/adr/0011)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.db.encryption import keyring
from app.features.catalogue.searching.models import SearchMiss
from app.jobs.tally import Tally

KEPT = timedelta(days=180)
SHOWN = 100
HIDDEN = "…"
Outcome = Literal["empty", "unfitting", "fitting"]
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:\d{3}\.\d{2}\.\d{2}\.)?[a-z]\d{2}(?:\.\d{2,3})*\s*-\s*\d{6,8}\s*-\s*\d{4,7}\b"
    r"|\b\d{2}\s?-?\s?[a-z]{1,2}\d?\s?-?\s?\d{3}[. ]?\d{2}\b"
    r"|\b[a-z]\d{7,8}\b"
    r"|\+?\d(?:[\s._/-]{0,2}\d){5,}",
    re.ASCII,
)
_PROCEDURE = re.compile(r"\d\.\d{6}")


class Asking(NamedTuple):
    """One search and how it went; `asker` is a mark of 16 bits that changes every month."""

    outcome: Outcome
    lang: str
    query: str
    asker: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A query that enough different people asked, with how often it went how."""

    query: str
    lang: str
    empty: int
    unfitting: int
    fitting: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Overview:
    """The top misses, how many different queries still have no words, and all answers together."""

    top: tuple[Missed, ...]
    unseen: int
    fitting: int
    unfitting: int


def impersonal(query: str) -> str:
    """The query as it is counted: lower case, single spaces, numbers and addresses of persons hidden."""
    text = " ".join(unicodedata.normalize("NFC", query).lower().split())
    return _PERSONAL.sub(lambda found: found[0] if _PROCEDURE.fullmatch(found[0]) else HIDDEN, text)


def mark(address: str, browser: str, today: date) -> int:
    """A number of 16 bits for one asker in one month; many people share each."""
    digest = keyring().index(f"asker {today:%Y-%m} {address} {browser}")
    return int(digest[:4], 16)


class Misses(Tally[Asking]):
    """Counts searches in memory and writes them in batches; one per process."""

    def __init__(self, database: Database, clock: Clock, shown_from: int) -> None:
        super().__init__(_writer(database, clock, shown_from))
        self._clock = clock

    def count(self, outcome: Outcome, lang: str, query: str, address: str, browser: str) -> None:
        """Count one search; nothing is written yet."""
        said = impersonal(query)[:256]
        if said.strip(f"{HIDDEN} "):
            self.add(Asking(outcome, lang, said, mark(address, browser, self._clock().date())))


def _writer(database: Database, clock: Clock, shown_from: int) -> Callable[[Mapping[Asking, int]], None]:
    def write(counted: Mapping[Asking, int]) -> None:
        with database.transaction() as session:
            record(session, counted, clock().date(), shown_from)
            session.commit()

    return write


def record(session: Session, counted: Mapping[Asking, int], today: date, shown_from: int) -> None:
    """Add what was counted; words are kept once `shown_from` different askers used them. Not committed."""
    digests = {(one.lang, one.query): keyring().index(f"search {one.lang} {one.query}") for one in counted}
    rows = session.scalars(
        select(SearchMiss).where(SearchMiss.digest.in_(digests.values())).with_for_update()
    )
    known = {row.digest: row for row in rows}
    for one, times in counted.items():
        digest = digests[one.lang, one.query]
        if digest not in known:
            known[digest] = _new(digest, one.lang, today)
            session.add(known[digest])
        _count(known[digest], one, times, today, shown_from)


def _new(digest: str, lang: str, today: date) -> SearchMiss:
    return SearchMiss(
        digest=digest, lang=lang, query=None, askers=[], empty=0, unfitting=0, fitting=0, last_on=today
    )


def _count(row: SearchMiss, one: Asking, times: int, today: date, shown_from: int) -> None:
    setattr(row, one.outcome, getattr(row, one.outcome) + times)
    row.last_on = today
    if row.query is None:
        row.askers = sorted({*row.askers, one.asker})
        if len(row.askers) >= shown_from:
            row.query, row.askers = one.query, []


class MissService:
    """What operators see of searches."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def overview(self) -> Overview:
        """The most frequent misses first."""
        missed = SearchMiss.empty + SearchMiss.unfitting
        rows = self._session.scalars(
            select(SearchMiss)
            .where(SearchMiss.query.is_not(None), missed > 0)
            .order_by(missed.desc(), SearchMiss.last_on.desc(), SearchMiss.digest)
            .limit(SHOWN)
        )
        top = tuple(
            Missed(row.query or "", row.lang, row.empty, row.unfitting, row.fitting, row.last_on)
            for row in rows
        )
        unseen = select(func.count()).where(SearchMiss.query.is_(None), missed > 0)
        sums = select(func.sum(SearchMiss.fitting), func.sum(SearchMiss.unfitting))
        answers = self._session.execute(sums).one()
        return Overview(top, self._session.scalar(unseen) or 0, int(answers[0] or 0), int(answers[1] or 0))


def forget_misses(session: Session, today: date) -> None:
    """Delete what nobody asked for a long time; the caller commits."""
    session.execute(delete(SearchMiss).where(SearchMiss.last_on < today - KEPT))
