"""What people thought: counts, shares from five on, comments without names."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.features.dossiers.mirror.models import Dossier
from app.features.ratings.models import Rating
from app.features.ratings.service import RatingService
from tests.support.dossiers import dossier_service, make_person, notice_service, register


@pytest.fixture
def summary(database, tmp_path, clock):
    """Stores ratings by level, oldest first, with comments; returns the summary."""

    def make(*levels, comments=()):
        with database.transaction() as session:
            dossiers = dossier_service(session, tmp_path, clock)
            for number, level in enumerate(levels):
                person = make_person(session)
                dossier: Dossier = register(dossiers, person.id)
                session.flush()
                session.add(
                    Rating(
                        id=uuid4(),
                        dossier_id=dossier.id,
                        owner_id=person.id,
                        procedure_code=dossier.procedure_code,
                        agency_code=None,
                        level=level,
                        comment=dict(enumerate(comments)).get(number),
                        language="vi",
                        rated_at=clock() + timedelta(days=number),
                    )
                )
            session.commit()
            notices = notice_service(session, clock)
            return RatingService(session, dossiers, notices, clock).summary("1.001193")

    return make


def test_without_ratings_there_is_nothing_to_tell(summary):
    found = summary()

    assert (found.total, found.shares, found.comments) == (0, None, ())


def test_fewer_than_five_show_no_shares(summary):
    found = summary(1, 1, 2, 3)

    assert (found.total, found.counts, found.shares) == (4, {1: 2, 2: 1, 3: 1}, None)


@pytest.mark.parametrize(
    ("levels", "shares"),
    [
        ((1, 1, 1, 1, 1), {1: 100, 2: 0, 3: 0}),
        ((1, 1, 2, 2, 3, 3), {1: 34, 2: 33, 3: 33}),
        ((1, 1, 1, 1, 2, 2, 3), {1: 57, 2: 29, 3: 14}),
    ],
)
def test_shares_are_whole_and_add_up(summary, levels, shares):
    assert summary(*levels).shares == shares


def test_the_latest_comments_are_told_by_month_without_a_name(summary):
    found = summary(*(1,) * 7, comments=[f"ý kiến {number}" for number in range(7)])

    assert [comment.text for comment in found.comments] == [f"ý kiến {number}" for number in (6, 5, 4, 3, 2)]
    assert {comment.month for comment in found.comments} == {"11/2026"}
    assert not {"owner_id", "name"} & set(type(found.comments[0]).__slots__)
