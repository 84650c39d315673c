"""Whatever besets the initial load, the mirror ends as the agency's file: every dossier once."""

import gzip
import json
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from app.db.base import Database
from app.db.deferring import complete_indexes
from app.features.dossiers.mirror.models import Dossier
from app.features.intake.loading import BeingLoaded, InitialLoader
from app.features.intake.models import InitialLoad
from app.features.intake.reading import lines_of
from app.gateways.dossier_records import DossierRecord
from app.jobs.quarantine import QuarantinedItem
from bench.dossier_records import lines
from tests.support.full_disks import FullDisk
from tests.support.mirrors import assert_holds
from tests.support.power_cuts import cut_at, survives

SIZE, AT_ONCE = 300, 40
BAD = b'{"code":"000.00.00.H26-260105-9999"}\n'


@pytest.fixture
def content():
    """An agency's file: 300 dossiers, some told again with a later state, and two lines nobody can read."""
    told = list(lines(SIZE))
    later = [told[place].replace(b'"version":4', b'"version":6') for place in (3, 50, 51, 299)]
    return [*told[:60], BAD, *later[:2], *told[60:], *later[2:], b"\xff nonsense\n"]


@pytest.fixture
def source(tmp_path, content):
    """The file."""
    file = tmp_path / "dossiers.jsonl"
    file.write_bytes(b"".join(content))
    return file


@pytest.fixture
def load(database, clock, source):
    """Loads the file as it is, 40 lines a transaction."""

    def run(name="source", file=source, database=database, **given):
        with file.open("rb") as body:
            loader = InitialLoader(database, clock, at_once=AT_ONCE)
            return loader.load(name, lambda: lines_of(body), **given)

    return run


def truth(content):
    """What the readable lines say."""
    return [
        msgspec.json.decode(line, type=DossierRecord)
        for line in content
        if line != BAD and line.startswith(b"{")
    ]


def set_aside(database):
    with database.session(writes=False) as session:
        return sorted(session.scalars(select(QuarantinedItem.reference)))


def place(database):
    with database.session(writes=False) as session:
        kept = session.get_one(InitialLoad, "source")
    return kept.lines, kept.taken, kept.refused


def empty(database):
    with database.transaction() as session:
        for table in (Dossier, InitialLoad, QuarantinedItem):
            session.execute(delete(table))
        session.commit()


@pytest.mark.parametrize("after", [False, True])
def test_a_load_that_is_killed_at_every_commit_ends_as_the_file(database, load, content, after):
    number = 1
    while not survives(database, number, load, after=after):
        load()

        assert_holds(database, truth(content))
        assert set_aside(database) == ["source:306", "source:61"]
        assert place(database) == (len(content), len(content) - 2, 2)
        empty(database)
        number += 1

    assert number > len(content) // AT_ONCE


def test_a_server_that_is_lost_between_copy_and_commit_loses_nothing(
    request, backend, database, load, content
):
    if backend != "postgresql":
        pytest.skip("SQLite has no server to lose")
    server = request.getfixturevalue("postgres")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))

    with pytest.raises(DBAPIError), cut_at(database, 4, after=False, die=server.restart):
        load()
    again = Database(database.engine.url.render_as_string(hide_password=False))
    load(database=again)

    assert_holds(again, truth(content))
    again.dispose()


def test_a_file_in_reverse_ends_the_same(database, load, content, source):
    source.write_bytes(b"".join(reversed(content)))

    load()

    assert_holds(database, truth(content))


@pytest.mark.parametrize(
    "odd",
    [
        {"received_at": "0001-01-01T00:00:00+07:00"},
        {"due_at": "9999-12-31T23:59:59-07:00"},
        {"procedure_code": "a\u0000b"},
        {"subject": "\u0000"},
        {"subject": "\ud800"},
        {"holder": "\u0000", "phone": "x" * 40},
        {"version": 2**63},
        {"status": 99},
        {"channel": 9},
        {"agency_name": {"vi": "a\u0000b"}},
        {"agency_name": {"vi": "x" * 70_000}},
        {"agency_name": {}},
        {"code": "000.00.00.H26-260105-0001" * 9},
        {"locality_code": "\ud83d\ude42" * 16},
    ],
    ids=str,
)
def test_an_odd_line_never_keeps_the_others_out(database, load, content, source, odd):
    line = {**json.loads(content[0]), "code": "000.00.00.H26-260105-9998", **odd}
    source.write_bytes(b"".join([*content[:90], json.dumps(line).encode() + b"\n", *content[90:]]))

    load()

    with database.session(writes=False) as session:
        session.execute(select(Dossier))
        kept = session.scalars(select(Dossier.code)).all()
    assert {one.code for one in truth(content)} <= set(kept)
    assert len(kept) - SIZE + (place(database)[2] - 2) == 1


def test_a_packed_file_that_ends_too_soon_is_said_and_goes_on_when_it_is_whole(
    database, load, content, tmp_path
):
    whole = gzip.compress(b"".join(content))
    packed = tmp_path / "dossiers.jsonl.gz"
    packed.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EOFError):
        load(file=packed)
    packed.write_bytes(whole)

    load(file=packed)

    assert_holds(database, truth(content))


@pytest.mark.parametrize("files", [1, 2])
def test_two_loaders_at_once_end_as_the_file(database, load, content, source, files):
    other = source.with_name("reversed.jsonl")
    other.write_bytes(b"".join(reversed(content)))
    chosen = [("source", source), ("source", source) if files == 1 else ("other", other)]

    def run(one):
        try:
            load(*one)
        except BeingLoaded:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(run, chosen))

    assert any(ended)
    assert_holds(database, truth(content))


def test_a_full_disk_stops_a_load_and_loses_nothing(database, load, content):
    disk = FullDisk(database, Dossier, 100)
    with pytest.raises(DBAPIError):
        load()
    disk.emptied()

    load()

    assert_holds(database, truth(content))


@pytest.mark.parametrize("change", ["replaced", "shortened", "lengthened", "completed"])
def test_a_file_that_changed_since_the_kill_is_loaded_whole(database, load, content, source, change):
    before, after = {
        "replaced": (content, list(reversed(content))),
        "shortened": (content, content[:70]),
        "lengthened": (content[:80], content),
        "completed": ([*content[:90], content[90][:50]], content),
    }[change]
    source.write_bytes(b"".join(before))
    load()
    source.write_bytes(b"".join(after))

    progress = load()

    assert progress.again == (change != "lengthened")
    assert progress.lines == len(after)
    assert_holds(database, truth(before if change == "shortened" else after))


def test_two_loads_that_end_at_once_make_every_index_once(database, load):
    load()
    plain = [index for index in Dossier.__table__.indexes if not index.unique]
    with database.engine.begin() as connection:
        for index in plain:
            index.drop(connection)

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: complete_indexes(database, Dossier), range(2)))

    assert {*made[0], *made[1]} == {index.name for index in plain}
    assert complete_indexes(database, Dossier) == []
