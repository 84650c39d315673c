"""An import takes in every line or changes nothing, and says exactly where it stumbled."""

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.features.catalogue.models import CatalogueVersion, Procedure, ProcedureLifeEvent
from app.features.catalogue.records.importer import import_files, load_builtin
from app.features.catalogue.records.taxonomy import Taxonomy
from tests.support.procedures import national_record, own_record

LINES = [json.dumps(national_record(f"1.{n:06}"), ensure_ascii=False).encode() for n in range(1, 9)]


@pytest.fixture
def take_in(database, clock):
    def take(*paths, **options):
        return import_files(list(paths), database, Taxonomy(), clock, **options)

    return take


@pytest.fixture
def stored(database):
    def read():
        with database.session(writes=False) as session:
            version = session.get(CatalogueVersion, 1)
            rows = session.execute(
                select(
                    Procedure.code,
                    Procedure.content_hash,
                    Procedure.source,
                    Procedure.withdrawn_at,
                    Procedure.successor,
                ).order_by(Procedure.code)
            ).all()
            return version and version.version, [tuple(row) for row in rows]

    return read


def write(path, lines):
    data = b"\n".join(lines) + b"\n"
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def test_both_formats_in_one_file_are_taken_in(take_in, stored, tmp_path):
    own = json.dumps(own_record("2.000001")).encode()

    report = take_in(write(tmp_path / "mixed.jsonl", [LINES[0], b"", own]))

    assert (report.done, report.tally.added) == (True, 2)
    assert [row[0] for row in stored()[1]] == ["1.000001", "2.000001"]


def test_a_second_time_changes_nothing(take_in, stored, tmp_path):
    path = write(tmp_path / "all.jsonl.gz", LINES)
    take_in(path)
    before = stored()

    report = take_in(path)

    assert (report.tally.unchanged, report.tally.added, report.tally.changed) == (8, 0, 0)
    assert stored() == before


def test_only_what_differs_is_changed(take_in, stored, tmp_path):
    take_in(write(tmp_path / "first.jsonl", LINES))
    changed = json.dumps(national_record("1.000003", name="Tên mới")).encode()

    report = take_in(write(tmp_path / "second.jsonl", [*LINES[:2], changed, *LINES[3:]]))

    assert (report.tally.changed, report.tally.unchanged) == (1, 7)
    assert stored()[0] == 2


def test_a_complete_import_withdraws_what_is_gone_and_brings_it_back(take_in, stored, tmp_path):
    take_in(write(tmp_path / "all.jsonl", LINES))

    gone = take_in(write(tmp_path / "less.jsonl", LINES[1:]), complete=True)
    withdrawn = [row[0] for row in stored()[1] if row[3] is not None]
    back = take_in(tmp_path / "all.jsonl", complete=True)

    assert (gone.tally.withdrawn, withdrawn) == (1, ["1.000001"])
    assert back.tally.changed == 1
    assert all(row[3] is None for row in stored()[1])


def test_a_partial_import_withdraws_nothing(take_in, stored, tmp_path):
    take_in(write(tmp_path / "all.jsonl", LINES))

    report = take_in(write(tmp_path / "one.jsonl", LINES[:1]))

    assert report.tally.withdrawn == 0
    assert all(row[3] is None for row in stored()[1])


def test_two_procedures_whose_codes_differ_by_a_space_are_both_kept(take_in, stored, tmp_path):
    spaced = json.dumps(
        national_record(" 1.000001", promulgator={"code": "H60", "name": "UBND tỉnh Tuyên Quang"})
    ).encode()

    for order in ([LINES[0], spaced], [spaced, LINES[0]]):
        report = take_in(write(tmp_path / "spaced.jsonl", order))
        assert report.done

    assert [row[0] for row in stored()[1]] == ["1.000001", "1.000001.H60"]
    assert report.tally.unchanged == 2


def test_a_built_in_procedure_yields_only_to_a_later_official_record(
    take_in, stored, database, clock, tmp_path
):
    load_builtin(database, clock)
    before = stored()
    older = national_record("1.001193", decision={"no": "1", "date": 1_600_000_000_000})
    newer = national_record("3.000347", decision={"no": "2", "date": 1_900_000_000_000})

    kept = take_in(write(tmp_path / "older.jsonl", [json.dumps(older).encode()]))
    assert stored() == before
    taken = take_in(write(tmp_path / "newer.jsonl", [json.dumps(newer).encode()]))
    again = load_builtin(database, clock)

    assert kept.tally.kept == 1
    assert taken.tally.changed == 1
    assert (again.tally.kept, again.tally.changed) == (1, 0)
    assert {row[0]: row[2] for row in stored()[1]}["3.000347"] == "import"


def test_life_events_follow_the_record(take_in, database, tmp_path):
    take_in(write(tmp_path / "a.jsonl", [json.dumps(own_record(life_events=["750", "754"])).encode()]))

    take_in(write(tmp_path / "b.jsonl", [json.dumps(own_record(life_events=["759"])).encode()]))

    with database.session(writes=False) as session:
        assert session.scalars(select(ProcedureLifeEvent.event)).all() == ["759"]


BAD_LINES = [
    (b"{", "not JSON"),
    (b"nonsense", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b'{"code": "1.0\xff"}', "not UTF-8"),
    (b"[]", "array"),
    (b"{}", "missing"),
    (json.dumps(national_record("")).encode(), "$.code"),
    (json.dumps({k: v for k, v in national_record().items() if k != "code"}).encode(), "code"),
    (json.dumps({k: v for k, v in national_record().items() if k != "name"}).encode(), "name"),
    (json.dumps(own_record(name={"vi": "a\0b"})).encode(), "U+0000"),
    (json.dumps(own_record(name={"vi": "a\ud800b"})).encode(), ""),
    (LINES[0], "stands already at"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES, ids=[str(n) for n in range(len(BAD_LINES))])
def test_a_bad_line_is_named_and_changes_nothing(take_in, stored, tmp_path, bad, reason):
    before = stored()
    path = write(tmp_path / "bad.jsonl", [*LINES[:3], bad, *LINES[3:]])

    report = take_in(path)

    assert not report.done
    assert [(fault.file, fault.line) for fault in report.faults] == [(str(path), 4)]
    assert reason in report.faults[0].reason
    assert stored() == before == (None, [])


def test_every_bad_line_of_every_file_is_named_at_once(take_in, tmp_path):
    first = write(tmp_path / "first.jsonl", [b"{", LINES[0], b"{"])
    second = write(tmp_path / "second.jsonl", [LINES[1], LINES[0]])

    report = take_in(first, second)

    assert [(fault.file, fault.line) for fault in report.faults] == [
        (str(first), 1),
        (str(first), 3),
        (str(second), 2),
    ]


def test_a_cut_off_gzip_file_changes_nothing(take_in, stored, tmp_path):
    path = write(tmp_path / "cut.jsonl.gz", LINES)
    path.write_bytes(path.read_bytes()[:-20])

    report = take_in(path)

    assert "cannot be read" in report.faults[0].reason
    assert stored() == (None, [])


def test_a_file_that_only_claims_to_be_gzip_changes_nothing(take_in, stored, tmp_path):
    path = tmp_path / "plain.jsonl.gz"
    path.write_bytes(b"\n".join(LINES))

    report = take_in(path)

    assert (report.faults[0].line, "cannot be read" in report.faults[0].reason) == (1, True)
    assert stored() == (None, [])


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_file_is_said_to_be_empty(take_in, tmp_path, content):
    path = tmp_path / "empty.jsonl"
    path.write_bytes(content)

    report = take_in(path)

    assert (report.done, report.faults[0].reason) == (False, "no procedure in it")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_corruption_of_a_random_line_changes_nothing(take_in, stored, tmp_path, data):
    take_in(write(tmp_path / "good.jsonl", LINES))
    before = stored()
    number = data.draw(st.integers(0, len(LINES) - 1))
    line = bytearray(LINES[number])
    at = data.draw(st.integers(0, len(line) - 1))
    del line[at : at + data.draw(st.integers(1, 40))]
    line[at:at] = data.draw(st.sampled_from([b"", b"\xff", b"\x00", b"{", b'"', b"]]"]))
    try:
        whole = isinstance(json.loads(bytes(line)), dict)
    except ValueError:
        whole = False

    report = take_in(write(tmp_path / "bad.jsonl", [*LINES[:number], bytes(line), *LINES[number + 1 :]]))

    # A cut inside a text may leave a valid record; then it is a change like any other.
    if report.done:
        assert whole
        take_in(tmp_path / "good.jsonl", complete=True)
    else:
        assert [fault.line for fault in report.faults] == [number + 1]
        assert stored() == before
