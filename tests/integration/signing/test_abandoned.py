"""Attempts to sign that nobody comes back from leave nothing behind, and keep no draft from going."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import event, insert, select

from app.features.applications.drafts.lifetime import UNDO
from app.features.applications.models import Draft
from app.features.applications.sending.abandoned import KEPT_FOR
from app.features.applications.sending.models import Signing
from app.features.applications.sending.signing import PATIENCE

FIELD = "#signing-failure"


def attempts(world):
    with world.database.session(writes=False) as session:
        return session.scalars(select(Signing)).all()


def test_the_prepared_paper_goes_when_the_time_is_over(world, filled, to_provider, visitor, clock, deliver):
    page = filled()
    asked = to_provider(page)

    deliver()
    assert attempts(world)[0].work is not None
    clock.move(seconds=PATIENCE.total_seconds() + 1)
    deliver()

    assert [(row.work, row.outcome) for row in attempts(world)] == [(None, "expired")]
    back = visitor.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")
    assert "Đã hết thời gian ký" in back.one(FIELD).text


def test_nothing_is_left_of_an_attempt_after_a_month(world, filled, to_provider, clock, deliver):
    to_provider(filled())

    clock.move(days=KEPT_FOR.days, seconds=1)
    deliver()

    assert attempts(world) == []


def test_a_draft_that_was_to_be_signed_can_go(world, filled, to_provider, visitor, clock, deliver):
    page = filled()
    to_provider(page)
    visitor.send(visitor.visit(page.url.replace("/check", "/delete")), form="main form")

    clock.move(days=UNDO.days, seconds=1)
    deliver()

    with world.database.session(writes=False) as session:
        assert session.scalars(select(Draft)).all() == []


def test_however_many_nobody_came_back_from_go_in_statements_of_one_size(
    world, filled, to_provider, clock, deliver
):
    to_provider(filled())
    (one,) = attempts(world)
    columns = {column.key: getattr(one, column.key) for column in Signing.__table__.columns}
    rows = [columns | {"id": uuid4(), "state_digest": f"{number:064}"} for number in range(99)]
    with world.database.transaction() as session:
        session.execute(insert(Signing), rows)
        session.commit()
    sizes = []
    event.listen(
        world.database.engine, "before_cursor_execute", lambda *said: sizes.append(len(said[3] or ()))
    )

    for moved in (PATIENCE, KEPT_FOR):
        clock.move(seconds=moved.total_seconds() + 1)
        assert deliver("signings") == {"signings": 100}

    assert attempts(world) == []
    assert max(sizes) < 20
