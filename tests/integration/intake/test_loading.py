"""The initial load: resumed after a kill, bad lines named by number, the feed goes on from there."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from app.clock import utc_now
from app.db.deferring import complete_indexes, indexes_afterwards
from app.features.account.models import Person
from app.features.dossiers.mirror.claiming import claim
from app.features.dossiers.mirror.facts import fact_digest
from app.features.dossiers.mirror.holders import holder_key
from app.features.dossiers.mirror.models import Dossier
from app.features.intake.loading import InitialLoader
from app.features.intake.models import InitialLoad
from app.features.intake.reading import lines_in, lines_of, parts_of
from app.features.intake.sharing import PartStopped, Source, load_shared
from bench.dossier_records import BUSINESS, lines
from tests.support.dossiers import make_person

KEY = b"development-only-encryption-key!"
ROOT = Path(__file__).parents[3]
KILLED = """
import sys
from app.db import encryption
from app.db.base import Database
from app.clock import utc_now
import app.factory
from app.features.intake.loading import InitialLoader
from app.features.intake.reading import lines_of
encryption.install((b"development-only-encryption-key!",))
with open(sys.argv[2], "rb") as body:
    loader = InitialLoader(Database(sys.argv[1]), utc_now, at_once=50)
    loader.load("source", lambda: lines_of(body), moved=lambda progress: print(progress.lines, flush=True))
"""


@pytest.fixture
def source(tmp_path):
    """A file of 2,000 records."""
    file = tmp_path / "dossiers.jsonl"
    file.write_bytes(b"".join(lines(2_000)))
    return file


@pytest.fixture
def load(database, clock):
    """Loads a file, 500 lines a transaction; returns progress and refused lines."""

    def run(file, **given):
        refused = []
        with file.open("rb") as body:
            loader = InitialLoader(database, clock, at_once=500)
            progress = loader.load("source", lambda: lines_of(body), refused=refused.append, **given)
        return progress, refused

    return run


def count(database):
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(Dossier))


def test_every_record_lands_and_loading_again_adds_nothing(database, source, load):
    first, _ = load(source)
    second, _ = load(source)

    assert (first.taken, second.lines) == (2_000, 2_000)
    assert count(database) == 2_000


def test_packed_files_load_too(database, source, load, tmp_path):
    packed = tmp_path / "dossiers.jsonl.gz"
    packed.write_bytes(gzip.compress(source.read_bytes()))

    assert load(packed)[0].taken == 2_000


def test_bad_lines_are_named_by_their_number_and_the_others_land(database, source, load):
    content = source.read_bytes().splitlines(keepends=True)
    content[6], content[601] = b"{}\n", b"\xff\xfe nonsense\n"
    source.write_bytes(b"".join(content))

    progress, refused = load(source)

    assert [line.line for line in refused] == [7, 602]
    assert (progress.taken, count(database)) == (1_998, 1_998)


def test_a_load_that_is_killed_goes_on_where_it_stopped(database, source, load, backend):
    url = database.engine.url.render_as_string(hide_password=False)
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, url, str(source)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ,
    )
    for line in killed.stdout:
        if int(line) >= 300:
            break
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    time.sleep(0.1)
    with database.session(writes=False) as session:
        stopped = session.get_one(InitialLoad, "source").lines

    progress, _ = load(source)

    assert 300 <= stopped < 2_000
    assert count(database) == progress.taken == 2_000


def test_whoever_signs_in_gets_their_dossiers(database, source, load):
    load(source)

    with database.transaction() as session:
        person = make_person(session)
        given = claim(session, person.id, BUSINESS)
        session.commit()

    with database.session(writes=False) as session:
        owned = session.scalar(select(func.count()).where(Dossier.owner_id == person.id))
    assert given == owned == 200


def test_what_arrives_for_somebody_who_is_here_is_theirs_at_once(database, source, load):
    from app.db.encryption import keyring

    with database.transaction() as session:
        person = make_person(session)
        person.id_number_index = keyring().index(BUSINESS)
        session.commit()

    load(source)

    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).where(Dossier.owner_id == person.id)) == 200
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_several_processes_share_a_file_and_name_bad_lines_by_their_place_in_it(database, source, backend):
    if backend != "postgresql":
        pytest.skip("SQLite has one writer")
    content = source.read_bytes().splitlines(keepends=True)
    content[6], content[1_601] = b"{}\n", b"\n"
    content[1_602] = b"\xff\xfe nonsense\n"
    source.write_bytes(b"".join(content))
    url = database.engine.url.render_as_string(hide_password=False)
    refused = []

    whole = Source(url, (KEY,), "source", source)
    first = load_shared(whole, 3, refused=refused.append)
    again = load_shared(whole, 3)

    assert sorted(line.line for line in refused) == [7, 1_603]
    assert (first.lines, first.taken, again.taken) == (2_000, 1_997, 1_997)
    assert count(database) == 1_997


def test_a_part_that_cannot_go_on_is_reported_after_the_others(source, tmp_path):
    with pytest.raises(PartStopped):
        load_shared(Source(f"sqlite:///{tmp_path}/nothing.sqlite3", (KEY,), "source", source), 2)


@pytest.mark.parametrize("count", [1, 2, 7, 500])
def test_the_parts_of_a_file_are_its_lines_each_once(tmp_path, count):
    file = tmp_path / "lines"
    written = [f"{'x' * (number % 90)}{number}\n".encode() for number in range(300)]
    file.write_bytes(b"".join(written).rstrip(b"\n"))

    read = []
    with file.open("rb") as body:
        for part in parts_of(file, count):
            assert part.first_line == len(read) + 1
            read += lines_in(body, part)

    assert b"".join(read) == file.read_bytes()
    assert len(read) == 300


def test_dossiers_that_are_here_or_come_twice_do_not_stop_a_load(database, source, load):
    content = source.read_bytes().splitlines(keepends=True)
    source.write_bytes(b"".join(content[:700]))
    load(source)
    other = source.with_name("more.jsonl")
    other.write_bytes(b"".join([*content[650:], *content[1_900:]]))

    with other.open("rb") as body:
        progress = InitialLoader(database, utc_now, at_once=500).load("more", lambda: lines_of(body))

    assert progress.taken == 1_450
    assert count(database) == 2_000


def test_what_is_loaded_reads_back_as_it_was_written(database, source, load, clock):
    odd = {
        "code": "G09.20-20260609-0092637", "procedure_code": "a\\N\tb\nc", "agency_code": "\\.", "status": 4,
        "version": 7, "received_at": "2026-06-09T09:00:00.25+07:00", "holder": "0011-9000 0011",
        "phone": "+84 912 345 678", "subject": "Khai sinh \\ 🙂", "due_at": "2026-06-12T10:00:00Z",
        "finished_at": "2026-06-10T10:00:00Z", "channel": 2, "holder_kind": "citizen",
    }  # fmt: skip
    source.write_bytes(json.dumps(odd).encode())

    load(source)

    with database.session(writes=False) as session:
        found = session.scalars(select(Dossier)).one()
    assert (found.procedure_code, found.agency_code, found.subject) == (
        "a\\N\tb\nc",
        "\\.",
        "Khai sinh \\ 🙂",
    )
    assert found.received_at == found.submitted_at == datetime(2026, 6, 9, 2, 0, 0, 250_000, UTC)
    assert (found.due_at, found.finished_at) == (datetime(2026, 6, 12, 10, tzinfo=UTC), None)
    assert (found.status, found.version, found.channel, found.needs_person) == (4, 7, 2, False)
    assert found.holder == holder_key("001190000011")
    assert found.fact_id_digest == fact_digest(found.id, "001190000011")
    assert found.fact_phone_digest == fact_digest(found.id, "0912345678")
    assert (found.locality_code, found.holder_kind, found.language) == (None, "citizen", "vi")
    assert found.updated_at == clock()


def test_indexes_of_an_empty_table_are_made_after_it_is_filled(database, source, load):
    with indexes_afterwards(database, Dossier):
        before = index_names(database)
        load(source)

    expected = {index.name for index in Dossier.__table__.indexes}
    assert before == {index.name for index in Dossier.__table__.indexes if index.unique}
    assert index_names(database) == expected


def test_indexes_of_a_table_in_use_stay(database, source, load):
    load(source)

    with indexes_afterwards(database, Dossier):
        kept = index_names(database)

    assert kept == {index.name for index in Dossier.__table__.indexes}


def test_indexes_that_a_killed_load_left_out_are_made(database):
    with database.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_dossier_holder"))

    assert complete_indexes(database, Dossier) == ["ix_dossier_holder"]
    assert complete_indexes(database, Dossier) == []


def index_names(database):
    named = {index.name for index in Dossier.__table__.indexes}
    return {index["name"] for index in inspect(database.engine).get_indexes("dossier")} & named
