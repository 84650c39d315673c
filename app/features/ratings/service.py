"""Rate a service once, by the owner of the dossier, and say what people thought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.errors import Conflict, Invalid
from app.features.dossiers.mirror.notices import rating_key
from app.features.dossiers.reading import DossierRow
from app.features.dossiers.service import DossierService
from app.features.notices.service import NoticeService
from app.features.ratings.models import LONGEST_COMMENT, NOT_SATISFIED, SATISFIED, VERY_SATISFIED, Rating

LEVELS = (VERY_SATISFIED, SATISFIED, NOT_SATISFIED)

_ENOUGH = 5
_COMMENTS = 5


class AlreadyRated(Conflict):
    """The dossier has its rating, and a rating is not changed."""

    template: ClassVar[str] = "ratings/already.html"


class NotRatable(Conflict):
    """The dossier is still being handled, or was withdrawn."""

    template: ClassVar[str] = "ratings/too_early.html"


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as its author sees it."""

    level: int
    comment: str | None
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote, without who it was."""

    text: str
    level: int
    language: str
    month: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Ratings of a procedure; `shares` are whole percents by level, none for fewer than five ratings."""

    total: int
    counts: dict[int, int]
    shares: dict[int, int] | None
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Opinions:
    """Ratings of many procedures; `shares` as in `Summary`."""

    total: int
    shares: dict[int, int] | None


class RatingService:
    """Ratings; reading the summary needs no person."""

    def __init__(
        self, session: Session, dossiers: DossierService, notices: NoticeService, clock: Clock
    ) -> None:
        self._session = session
        self._dossiers = dossiers
        self._notices = notices
        self._clock = clock

    def of(self, reference: str, *, owner: UUID) -> tuple[DossierRow, Rated | None]:
        """The owner's dossier and its rating, if any; raises `NotFound`, `NotRatable`."""
        dossier = self._dossiers.row(reference, owner=owner)
        if not dossier.status.ratable:
            raise NotRatable("the dossier has not ended in a way that can be rated")
        return dossier, self.rated(dossier.id)

    def rated(self, dossier_id: UUID) -> Rated | None:
        """The rating of a dossier, if any."""
        rating = self._rating(dossier_id)
        return Rated(rating.level, rating.comment, rating.rated_at) if rating else None

    def rated_by(self, owner: UUID) -> set[UUID]:
        """The dossiers a person has rated; one statement."""
        return set(self._session.scalars(select(Rating.dossier_id).where(Rating.owner_id == owner)))

    def rate(self, reference: str, *, owner: UUID, level: int, comment: str, language: str) -> None:
        """Rate a dossier that has ended; the same rating again is harmless.

        Raises `NotFound`, `NotRatable`, `Invalid`, and `AlreadyRated` for another rating than before.
        """
        words = comment.strip()
        if level not in LEVELS or len(words) > LONGEST_COMMENT:
            raise Invalid("an impossible rating")
        dossier, _ = self.of(reference, owner=owner)
        rating = Rating(
            id=uuid4(),
            dossier_id=dossier.id,
            owner_id=owner,
            procedure_code=dossier.procedure_code,
            agency_code=dossier.agency_code,
            level=level,
            comment=words or None,
            language=language,
            rated_at=self._clock(),
        )
        self._notices.withdraw(owner, rating_key(dossier.id))
        self._keep(rating)

    def summary(self, procedure_code: str) -> Summary:
        """What people thought of a procedure; two statements."""
        counts = self._counts(Rating.procedure_code == procedure_code)
        total = sum(counts.values())
        shares = _percents(counts) if total >= _ENOUGH else None
        comments = self._comments(procedure_code) if total else ()
        return Summary(total, counts, shares, comments)

    def opinions(self, agency_code: str | None = None) -> Opinions:
        """What people thought of one agency's service, or of every agency's; one statement."""
        counts = self._counts(*([Rating.agency_code == agency_code] if agency_code is not None else []))
        total = sum(counts.values())
        return Opinions(total, _percents(counts) if total >= _ENOUGH else None)

    def _counts(self, *which: ColumnElement[bool]) -> dict[int, int]:
        query = select(Rating.level, func.count()).where(*which).group_by(Rating.level)
        found = {int(level): int(count) for level, count in self._session.execute(query)}
        return {level: found.get(level, 0) for level in LEVELS}

    def _keep(self, rating: Rating) -> None:
        """The first rating of a dossier wins, also when two arrive at the same moment."""
        earlier = self._rating(rating.dossier_id)
        if earlier is None:
            try:
                with self._session.begin_nested():
                    self._session.add(rating)
            except IntegrityError:
                earlier = self._rating(rating.dossier_id)
        if earlier is not None and (earlier.level, earlier.comment) != (rating.level, rating.comment):
            raise AlreadyRated("this dossier has been rated")
        self._session.commit()

    def _rating(self, dossier_id: UUID) -> Rating | None:
        return self._session.scalars(select(Rating).where(Rating.dossier_id == dossier_id)).first()

    def _comments(self, procedure_code: str) -> tuple[Comment, ...]:
        """The latest comments; only the month is told, so that nobody is recognised by the day."""
        latest = self._session.scalars(
            select(Rating)
            .where(Rating.procedure_code == procedure_code, Rating.comment.is_not(None))
            .order_by(Rating.rated_at.desc(), Rating.id)
            .limit(_COMMENTS)
        )
        return tuple(
            Comment(rating.comment, rating.level, rating.language, _month(rating.rated_at))
            for rating in latest
            if rating.comment
        )


def _month(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%m/%Y}"


def _percents(counts: dict[int, int]) -> dict[int, int]:
    """Whole percents that add up to 100: the largest remainders are rounded up."""
    total = sum(counts.values())
    shares = {level: 100 * count // total for level, count in counts.items()}
    by_remainder = sorted(counts, key=lambda level: (-(100 * counts[level] % total), level))
    for level in by_remainder[: 100 - sum(shares.values())]:
        shares[level] += 1
    return shares
