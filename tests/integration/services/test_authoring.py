"""Whoever writes a form sees its faults by file and path, and its pages before anything is published."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.definitions import definitions
from app.features.applications.previews import show_file
from app.wizard.reading.authoring import check_files
from tests.support.drafting import ask, text
from tests.support.wizard import PUBLISHED, make_raw, make_step

GUIDE = Path(__file__).parents[3] / "docs" / "patterns.md"

FORM = make_raw(
    make_step("who", ask("name", "Họ tên")),
    make_step("more", ask("street", "Đường phố"), when={"answered": "name"}),
)


WRONG = FORM | {"steps": [FORM["steps"][0], FORM["steps"][1] | {"when": {"answered": "nobody"}}]}


@pytest.fixture
def write(tmp_path):
    """`write(form)`: the file of a definition that nobody has published."""
    file = tmp_path / "forms" / "tiny" / "1.json"
    file.parent.mkdir(parents=True)

    def write(form):
        file.write_text(json.dumps(form), encoding="utf-8")
        return file

    return write


def test_its_pages_are_shown_in_both_languages_as_the_file_is_now(world, visitor, write):
    address = show_file(world.portal, write(FORM))

    first = visitor.visit(address)
    second = visitor.visit(first.link("Bước more"))
    english = visitor.visit("/en/preview?step=more")
    write(WRONG)
    faulty = visitor.visit(address, status=422)

    assert "Họ tên" in first.text
    assert "Đường phố" in second.text
    assert '{"answered": "name"}' in second.text
    assert "Đường phố (en)" in english.text
    assert "steps[1].when" in faulty.text


def test_options_that_depend_on_answers_are_shown_with_their_conditions(world, visitor, write):
    firm = {"value": "firm", "label": text("Doanh nghiệp"), "when": {"answered": "name"}}
    mine = {"value": "mine", "label": text("Cá nhân")}
    owner = ask("owner", "Ai nộp", "choice", options=[firm, mine])
    address = show_file(world.portal, write(make_raw(make_step("who", ask("name", "Họ tên"), owner))))

    offered = [
        visitor.visit(address.replace("/vi/", f"/{lang}/")).texts("label.choice") for lang in ("vi", "en")
    ]

    assert offered[0] == ['Doanh nghiệp Có lựa chọn này khi {"answered": "name"}.', "Cá nhân"]
    assert offered[1] == ['Doanh nghiệp Offered when {"answered": "name"}.', "Cá nhân"]


def test_the_form_of_the_guide_is_complete_as_it_stands(tmp_path):
    guide = GUIDE.read_text(encoding="utf-8").partition("```json\n")[2].partition("```")[0]
    shutil.copytree(PUBLISHED / "blocks", tmp_path / "blocks")
    (tmp_path / "tree-care").mkdir()
    (tmp_path / "tree-care" / "1.json").write_text(guide, encoding="utf-8")

    assert check_files(tmp_path) == []


def test_check_names_file_and_path(write):
    folder = str(write(FORM).parents[1])

    fine = CliRunner().invoke(definitions, ["check", folder])
    write(WRONG)
    wrong = CliRunner().invoke(definitions, ["check", folder])

    assert (fine.exit_code, fine.output) == (0, "No faults.\n")
    assert wrong.exit_code == 1
    assert wrong.output.startswith("tiny/1.json: steps[1].when")
