"""The initial load: resumed after a kill, bad lines named by number, the feed goes on from there."""

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.features.account.models import Person
from app.features.dossiers.claiming import claim
from app.features.dossiers.models import Dossier
from app.features.intake import loading
from app.features.intake.loading import InitialLoader
from app.features.intake.models import InitialLoad
from bench.dossier_records import BUSINESS, lines
from tests.support.dossiers import make_person

ROOT = Path(__file__).parents[3]
KILLED = """
import sys
from app.db import encryption
from app.db.base import Database
from app.clock import utc_now
import app.factory
from app.features.intake import loading
encryption.install((b"development-only-encryption-key!",))
loading.AT_ONCE = 50
with open(sys.argv[2], "rb") as body:
    loader = loading.InitialLoader(Database(sys.argv[1]), utc_now)
    loader.load("source", body, moved=lambda progress: print(progress.lines, flush=True))
"""


@pytest.fixture
def source(tmp_path):
    """A file of 2,000 records."""
    file = tmp_path / "dossiers.jsonl"
    file.write_bytes(b"".join(lines(2_000)))
    return file


@pytest.fixture
def load(database, clock, monkeypatch):
    """Loads a file, 500 lines a transaction; returns progress and refused lines."""
    monkeypatch.setattr(loading, "AT_ONCE", 500)

    def run(file, **given):
        refused = []
        with file.open("rb") as body:
            progress = InitialLoader(database, clock).load("source", body, refused=refused.append, **given)
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
