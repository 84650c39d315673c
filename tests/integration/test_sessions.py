"""A session that begins without the mapper: whoever uses the mapper later is in the same transaction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, event, select, update

from app.db.base import Database
from app.db.statements import Statement
from app.features.account.models import Person

PERSON = Person.__table__
MINE = PERSON.c.subject == bindparam("subject")
NAME = Statement(select(PERSON.c.name).where(MINE))
RENAME = Statement(update(PERSON).where(MINE).values(name=bindparam("called")))
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
USES = ["statements", "mapper", "statements, then mapper", "mapper, then statements"]


def somebody(subject):
    return Person(
        issuer="https://id",
        subject=subject,
        name=f"Người {subject}",
        identity_level=2,
        claims={},
        language="vi",
        created_at=NOON,
        seen_at=NOON,
    )


@pytest.fixture
def kept(database: Database):
    """One person who is there before."""
    with database.transaction() as session:
        session.add(somebody("1"))
        session.commit()


def change(session, use):
    """Rename the person by statements, add another one by the mapper, or both."""
    for how in use.split(", then "):
        if how == "statements":
            RENAME.run(session.connection(), subject="1", called="Khác")
        else:
            session.add(somebody("2"))
            session.flush()


def names(database):
    with database.session(writes=False) as session:
        return [found[0] for one in "12" if (found := NAME.first(session.connection(), subject=one))]


@pytest.mark.parametrize("use", USES)
def test_one_commit_keeps_what_statements_and_the_mapper_did(database, kept, use):
    with database.transaction() as session:
        change(session, use)
        session.commit()

        assert not session.in_transaction()

    assert names(database) == [
        "Khác" if "statements" in use else "Người 1",
        *(["Người 2"] if "mapper" in use else []),
    ]


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("end", ["rollback", "close"])
def test_one_rollback_or_close_keeps_nothing(database, kept, use, end):
    session = database.session()
    change(session, use)

    assert session.in_transaction()
    getattr(session, end)()

    assert not session.in_transaction()
    assert names(database) == ["Người 1"]


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_whatever_ends_it_gives_the_connection_back(database, kept, use, end):
    session = database.session()
    change(session, use)

    assert database.engine.pool.checkedout() == 1
    getattr(session, end)()

    assert database.engine.pool.checkedout() == 0


@pytest.mark.parametrize("use", USES)
def test_a_commit_that_fails_keeps_nothing_and_after_a_rollback_the_session_goes_on(database, kept, use):
    def cut(_connection):
        raise OSError("the disk is gone")

    with database.transaction() as session:
        change(session, use)
        event.listen(database.engine, "commit", cut)
        with pytest.raises(OSError, match="the disk is gone"):
            session.commit()
        event.remove(database.engine, "commit", cut)
        session.rollback()

        assert database.engine.pool.checkedout() == 0
        RENAME.run(session.connection(), subject="1", called="Lần sau")
        session.commit()

    assert names(database) == ["Lần sau"]


def test_a_transaction_that_cannot_begin_holds_nothing(database, kept):
    def locked(_connection):
        raise OSError("locked")

    with database.transaction() as session:
        event.listen(database.engine, "begin", locked)
        with pytest.raises(OSError, match="locked"):
            session.connection()
        event.remove(database.engine, "begin", locked)

        assert not session.in_transaction()
        assert database.engine.pool.checkedout() == 0
        RENAME.run(session.connection(), subject="1", called="Khác")
        session.commit()

    assert names(database) == ["Khác"]


def test_a_savepoint_of_the_mapper_ends_by_itself(database, kept):
    with database.transaction() as session:
        RENAME.run(session.connection(), subject="1", called="Khác")
        with pytest.raises(ValueError, match="no"), session.begin_nested():
            session.add(somebody("2"))
            session.flush()
            raise ValueError("no")
        session.commit()

    assert names(database) == ["Khác"]
