"""Migrations lead an empty database to exactly the tables the code works with."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text

from app.db.base import Base
from app.db.partitions import is_partition
from app.db.schema import _config, is_current, upgrade
from app.features.dossiers.agency_names import agency_names
from app.features.dossiers.extracts import Extract
from app.features.dossiers.mirror.models import Dossier, DossierEvent

PERSON, DOSSIER, APPLICATION = (f"0000000000000000000000000000000{number}" for number in (1, 2, 3))
NOW = "2026-11-23 02:00:00"
BEFORE = (
    "INSERT INTO person (id, issuer, subject, name, identity_level, claims, language, created_at, seen_at) "
    f"VALUES ('{PERSON}', 'i', 's', '', 1, '', 'vi', '{NOW}', '{NOW}')",
    "INSERT INTO dossier (id, application_id, receipt_number, owner_id, procedure_code, language, status, "
    "submitted_at, files, needs_person, version, updated_at) VALUES "
    f"('{DOSSIER}', '{APPLICATION}', 'DVC-1', '{PERSON}', '1.001193', 'vi', 2, '{NOW}', "
    f"'', false, 2, '{NOW}')",
    *(
        "INSERT INTO dossier_event (event_id, application_id, dossier_code, dossier_id, version, status, "
        f"occurred_at, lawful, arrived_at) VALUES ('{event}', '{APPLICATION}', '{code}', '{DOSSIER}', "
        f"{version}, {version}, '{NOW}', true, '{NOW}')"
        for event, code, version in (("e1", "000.00.00.H26-261123-0001", 1), ("e2", "without-a-year", 2))
    ),
)


def test_the_migrated_tables_are_those_of_the_models(empty_database):
    upgrade(empty_database)

    with empty_database.engine.connect() as connection:

        def is_ours(name, kind, _parents):
            return kind != "table" or not is_partition(connection, name)

        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(empty_database):
    upgrade(empty_database)
    before = inspect(empty_database.engine).get_table_names()

    upgrade(empty_database)

    assert inspect(empty_database.engine).get_table_names() == before
    assert is_current(empty_database)


def test_an_empty_database_is_not_current(empty_database):
    assert not is_current(empty_database)


def test_dossiers_of_before_the_events_were_divided_by_year_are_kept(empty_database):
    with empty_database.engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_config(connection), "0003")
        for statement in BEFORE:
            connection.execute(text(statement))

    upgrade(empty_database)

    with empty_database.session(writes=False) as session:
        events = session.scalars(select(DossierEvent).order_by(DossierEvent.event_id)).all()
        assert [(one.event_id, one.year, one.counted, one.version) for one in events] == [
            ("e1", 2026, True, 1),
            ("e2", 0, True, 2),
        ]
        assert session.scalar(select(Dossier.receipt_number)) == "DVC-1"


def test_agencies_that_only_dossiers_named_have_a_name_afterwards(empty_database):
    named = {"code": "H26.00.004", "name": '{"vi": "UBND phường Cửa Nam"}'}
    with empty_database.engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_config(connection), "0020")
        for statement in BEFORE[:2]:
            connection.execute(text(statement))
        connection.execute(text("UPDATE dossier SET agency_code = :code, agency_name = :name"), named)

    upgrade(empty_database)

    with empty_database.session(writes=False) as session:
        assert agency_names(session, ["H26.00.004"]) == {"H26.00.004": {"vi": "UBND phường Cửa Nam"}}


def test_extracts_of_before_their_dossiers_stood_beside_are_left_to_be_made_anew(empty_database):
    with empty_database.engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_config(connection), "0018")
        connection.execute(text(BEFORE[0]))
        connection.execute(
            text("INSERT INTO dossier_extract (owner_id, lines) VALUES (:owner, :lines)"),
            {"owner": PERSON, "lines": b"of another form"},
        )

    upgrade(empty_database)

    with empty_database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Extract)) == 0
