"""Statements past the mapper: the same values in and out, the same errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Integer, bindparam, event, func, literal_column, select, text, union_all, update
from sqlalchemy.exc import DBAPIError

from app.db.base import Database
from app.db.statements import Statement
from app.features.account.models import Person

PERSON = Person.__table__
THIS = PERSON.c.id == bindparam("person_id")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def person(database: Database) -> Person:
    kept = Person(
        issuer="https://id",
        subject="1",
        name="Nguyễn Thị An",
        identity_level=2,
        claims={"roles": ["operator"]},
        language="vi",
        created_at=NOON,
        seen_at=NOON,
    )
    with database.transaction() as session:
        session.add(kept)
        session.commit()
    return kept


def test_a_row_is_read_as_the_mapper_reads_it(database, person):
    read = Statement(select(*PERSON.c).where(THIS))

    with database.engine.connect() as connection:
        row = read.first(connection, person_id=person.id)

    assert row == tuple(getattr(person, column.name) for column in PERSON.c)


def test_where_there_is_no_row_there_is_none(database, person):
    read = Statement(select(PERSON.c.name).where(PERSON.c.subject == bindparam("subject")))

    with database.engine.connect() as connection:
        assert read.first(connection, subject="nobody") is None


def test_what_is_written_is_stored_as_the_mapper_stores_it(database, person):
    changed = {name: bindparam(name) for name in ("name", "locality", "claims", "seen_at")}
    write = Statement(update(PERSON).where(THIS).values(changed))
    later = NOON + timedelta(hours=1)

    with database.transaction() as session:
        values: dict[str, Any] = {"name": "Trần Bình", "locality": None, "claims": {}, "seen_at": later}
        write.run(session.connection(), person_id=person.id, **values)
        session.commit()

    with database.session(writes=False) as session:
        kept = session.get_one(Person, person.id)
        assert (kept.name, kept.locality, kept.claims, kept.seen_at) == ("Trần Bình", None, {}, later)
        assert kept.subject == "1"
        assert b"Tr\xe1\xba\xa7n" not in session.scalar(select(literal_column("name")).select_from(PERSON))


def test_a_change_of_a_transaction_that_is_rolled_back_is_undone(database, person):
    write = Statement(update(PERSON).where(THIS).values(name=bindparam("name")))

    with database.transaction() as session:
        write.run(session.connection(), person_id=person.id, name="Trần Bình")
        session.rollback()

    with database.session(writes=False) as session:
        assert session.get_one(Person, person.id).name == "Nguyễn Thị An"


def test_a_value_that_is_not_given_is_an_error(database, person):
    write = Statement(
        update(PERSON).where(THIS).values(name=bindparam("name"), locality=bindparam("locality"))
    )

    with database.engine.connect() as connection, pytest.raises(KeyError, match="locality"):
        write.run(connection, person_id=person.id, name="Trần Bình")


def test_what_the_driver_refuses_is_refused_as_everywhere(empty_database):
    read = Statement(select(func.count()).select_from(PERSON))

    with empty_database.engine.connect() as connection, pytest.raises(DBAPIError, match="person"):
        read.first(connection)


def test_who_listens_to_statements_hears_of_it(database, person):
    heard: list[str] = []
    read = Statement(select(PERSON.c.name).where(THIS))
    event.listen(database.engine, "before_cursor_execute", lambda *told: heard.append(told[2]))

    with database.engine.connect() as connection:
        read.first(connection, person_id=person.id)

    assert [sql for sql in heard if "person" in sql]


def test_a_statement_may_hold_values_of_its_own_and_gives_all_rows(database, person):
    level = PERSON.c.identity_level
    read = Statement(
        select(PERSON.c.name, level).where(level > 0, THIS).limit(bindparam("most", type_=Integer))
    )

    with database.engine.connect() as connection:
        found = read.every(connection, person_id=person.id, most=5)

    assert found == [(person.name, person.identity_level)]


def test_bulky_values_arrive_as_others_do(database, person):
    read = select(*PERSON.c).where(THIS)

    with database.engine.connect() as connection:
        row = Statement(read, bulky=True).first(connection, person_id=person.id)
        assert row == Statement(read).first(connection, person_id=person.id)


def test_selects_put_together_are_one_statement(database, person):
    issuer = select(PERSON.c.issuer.label("told"), PERSON.c.seen_at).where(THIS)
    read = Statement(union_all(issuer, select(PERSON.c.subject, PERSON.c.seen_at).where(THIS)))

    with database.engine.connect() as connection:
        assert sorted(read.every(connection, person_id=person.id)) == [("1", NOON), (person.issuer, NOON)]


def test_an_error_of_the_database_quotes_nothing_that_was_typed(database: Database) -> None:
    with database.session() as session, pytest.raises(DBAPIError) as failed:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Trần Thị Bình"})

    assert "nowhere" in str(failed.value)
    assert "Bình" not in str(failed.value)
