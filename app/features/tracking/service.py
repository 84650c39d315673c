"""Where a dossier is, for whoever has its code and knows one more thing about the applicant."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.features.dossiers.mirror.facts import DIGEST, SHORT, plain_number, said_digests
from app.features.dossiers.mirror.standing import Standing, Standings

_NOTHING = bytes(2 * DIGEST)


@dataclass(frozen=True, slots=True)
class Tracked:
    """All that is told without signing in: the code, and how far the dossier is (Circular 01/2018 Art. 16).

    `status` is one of the ten official numbers; `refused` when the agency's system never took the dossier.
    """

    code: str
    status: int
    refused: bool


class TrackingService:
    """Looks dossiers up; an unknown code costs what a wrong fact and somebody else's dossier cost."""

    def __init__(self, session: Session) -> None:
        self._standings = Standings(session)

    def look_up(
        self, code: str, fact: str, *, owner: UUID | None = None, whole: bool = False
    ) -> Tracked | None:
        """The dossier `code` when `fact` is the last four or the whole of the ID number or phone, else None.

        With `whole` the last four are not enough. The signed-in `owner` needs no fact. Without such a dossier
        the facts of another one are compared, for nothing: one statement, four comparisons in every case.
        """
        standing = self._standings.nearest(code)
        short, entire = said_digests(standing.id, fact)
        known = [standing.fact_id or _NOTHING, standing.fact_phone or _NOTHING]
        by_short = [hmac.compare_digest(short, digest[:DIGEST]) for digest in known]
        by_whole = [hmac.compare_digest(entire, digest[DIGEST:]) for digest in known]
        enough = any(by_whole) or (any(by_short) and not whole)
        mine = owner is not None and standing.owner == owner
        return _tracked(standing) if standing.called(code) and (enough or mine) else None

    def standing(self, code: str) -> Tracked | None:
        """How far the dossier `code` is now, for somebody who has shown before that they may know."""
        standing = self._standings.of(code)
        return _tracked(standing) if standing else None


def could_be_fact(fact: str) -> bool:
    """Whether the text can be the last four characters, or the whole, of an ID number or a phone number."""
    return SHORT <= len(plain_number(fact)) <= 20


def is_whole(fact: str) -> bool:
    """Whether the text is more than the last four characters of a number."""
    return len(plain_number(fact)) > SHORT


def _tracked(standing: Standing) -> Tracked:
    return Tracked(standing.reference, standing.status, standing.refused)
