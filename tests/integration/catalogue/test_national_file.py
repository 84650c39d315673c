"""The whole national file, as an operator loads it and a visitor uses it."""

import gzip
import json
import time

import pytest

from app.clock import utc_now
from app.features.catalogue.filters import asked
from app.features.catalogue.records.builtin import builtin_records
from app.features.catalogue.records.importer import import_files, load_builtin
from app.features.catalogue.records.taxonomy import Taxonomy, read_names
from app.features.catalogue.service import CatalogueService
from app.search import IndexStore

PROCEDURES = 5_665


@pytest.fixture
def national(shared_data):
    """The file of the shared data, and its English names."""
    folder = shared_data / "procedures"
    return folder / "dvcqg_2026_full.jsonl.gz", folder / "names_en.tsv"


def ours_alone(file):
    """Codes of built-in procedures that the national file does not have: they stay beside it."""
    with gzip.open(file, "rt", "utf-8") as lines:
        theirs = {json.loads(line)["code"].strip() for line in lines}
    return {record.code for record in builtin_records()} - theirs


def test_all_real_procedures_are_loaded_fast_and_a_second_time_changes_nothing(database, national, tmp_path):
    file, names = national
    taxonomy = Taxonomy(read_names(names))
    load_builtin(database, utc_now)

    began = time.process_time()
    first = import_files([file], database, taxonomy, utc_now)
    took = time.process_time() - began
    again = import_files([file], database, taxonomy, utc_now)

    with database.session(writes=False) as session:
        service = CatalogueService(session, IndexStore(tmp_path), utc_now)
        figures = service.figures()
        without_english = [card.code for card in service.every(0, 6_000)[1] if not card.name.get("en")]
        found = service.search(asked({"q": ["cap lai giay phep lai xe"]}))
    assert (first.tally.added + first.tally.kept, first.refused) == (PROCEDURES, 0)
    assert (again.tally.unchanged + again.tally.kept, again.tally.anything) == (PROCEDURES, False)
    assert again.version == first.version
    assert figures.procedures == PROCEDURES + len(ours_alone(file))
    assert without_english == []
    assert found.items[0][0].code == "3.000348"
    assert took < 20


def test_one_bad_line_among_thousands_changes_nothing(database, national, tmp_path):
    lines = gzip.decompress(national[0].read_bytes()).split(b"\n")
    lines[4_321] = lines[4_321][:-30]
    bad = tmp_path / "bad.jsonl.gz"
    bad.write_bytes(gzip.compress(b"\n".join(lines), 1))

    report = import_files([bad], database, Taxonomy(), utc_now)

    assert [(fault.file, fault.line) for fault in report.faults] == [(str(bad), 4_322)]
    with database.session(writes=False) as session:
        assert CatalogueService(session, IndexStore(tmp_path), utc_now).version() == 0


def test_the_commands_tell_what_they_did(portal, tmp_path):
    run = portal.test_cli_runner()
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    from tests.support.procedures import national_record

    good.write_text(json.dumps(national_record("9.000001")) + "\n", "utf-8")
    bad.write_text(json.dumps(national_record("9.000002")) + "\n{\n", "utf-8")
    names = tmp_path / "names.tsv"
    names.write_text("code\tname_en\n9.000001\tHire a mule\n", "utf-8")

    taken = run.invoke(args=["catalogue", "import", str(good), "--names-en", str(names)])
    refused = run.invoke(args=["catalogue", "import", str(bad)])
    builtin = run.invoke(args=["catalogue", "builtin"])

    assert taken.exit_code == 0
    assert "1 added, 0 changed" in taken.output
    assert refused.exit_code == 1
    assert f"{bad}:2: not JSON" in refused.output
    assert "Nothing was changed." in refused.output
    assert (builtin.exit_code, f"{len(builtin_records())} unchanged" in builtin.output) == (0, True)


def test_names_without_a_tab_are_refused_by_line(portal, tmp_path):
    names = tmp_path / "names.tsv"
    names.write_text("code\tname_en\nno tab here\n", "utf-8")
    file = tmp_path / "x.jsonl"
    file.write_text("{}\n")

    result = portal.test_cli_runner().invoke(
        args=["catalogue", "import", str(file), "--names-en", str(names)]
    )

    assert result.exit_code == 1
    assert f"{names}:2" in result.output
