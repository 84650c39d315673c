"""What the agency publishes is what the portal's engine compiles."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from app.wizard.reading.authoring import (
    check_files,
    compile_files,
    compile_format,
    definition_files,
    published,
    schema_file,
    schema_of,
)
from app.wizard.reading.definition import load
from app.wizard.reading.format import format_schema
from tests.support.answers import random_walk
from tests.support.wizard import FOLDER, PUBLISHED

FORMAT = Path(__file__).parents[2] / "docs" / "contract" / "form-definition.schema.json"
# A law, what carries it out, or the published procedure itself.
LAW = re.compile(r"Luật|Nghị|Thông tư|Quyết định|Hiệp định|Công ước|Điều|Thủ tục \d")
DEFINITIONS = sorted(definition_files(PUBLISHED))


def read(file):
    return json.loads(file.read_text(encoding="utf-8"))


def test_there_is_something_published():
    assert "birth-registration" in {file.parent.name for file in DEFINITIONS}


def test_every_published_definition_is_right():
    assert check_files(PUBLISHED) == []


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_definition_lies_where_its_name_and_version_say(file):
    definition = load(published(file))

    assert (file.parent.name, file.stem) == (definition.id, str(definition.version))


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_no_names_its_law_and_what_to_do_instead(file):
    refused = load(published(file)).eligibility.refuse

    assert refused
    for refusal in refused:
        assert LAW.search(refusal.legal["vi"]), refusal.legal
        assert min(len(text) for text in (*refusal.reason.values(), *refusal.instead.values())) > 15


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_published_schema_is_the_compiled_one(file):
    assert read(schema_file(file)) == schema_of(file)


@pytest.mark.parametrize(
    "file", [*DEFINITIONS, *sorted(FOLDER.glob("*.json"))], ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_definitions_meet_the_published_format(file):
    jsonschema.Draft202012Validator(read(FORMAT)).validate(published(file))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_any_walk_through_a_form_meets_its_published_schema(file, seed):
    answers = random_walk(load(published(file)), seed)

    jsonschema.Draft202012Validator(read(schema_file(file))).validate(answers)


def test_the_published_format_is_the_one_the_engine_reads():
    assert read(FORMAT) == format_schema()


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": [{"key": "x"}]},
        {"title": {"vi": "x"}},
        {"steps": [{"key": "a", "title": {"vi": "x", "en": "x"}, "questions": [{"type": "telepathy"}]}]},
    ],
)
def test_the_format_refuses_what_the_engine_refuses(wrong):
    assert not jsonschema.Draft202012Validator(read(FORMAT)).is_valid({**read(DEFINITIONS[0]), **wrong})


def test_compiling_writes_the_schema_beside_the_definition(tmp_path):
    folder = tmp_path / "branches"
    folder.mkdir()
    (folder / "1.json").write_bytes((FOLDER / "branches.json").read_bytes())

    written = compile_files(tmp_path)

    assert written == [folder / "1.schema.json"]
    assert read(written[0]) == schema_of(folder / "1.json")
    assert read(compile_format(tmp_path / "format.json")) == format_schema()


def test_faults_are_reported_with_file_and_path(tmp_path):
    (tmp_path / "1.json").write_text('{"id": 5}', encoding="utf-8")

    found = check_files(tmp_path)

    assert any(fault.startswith("1.json: id: ") for fault in found)
    assert any(fault.startswith("1.json: steps: ") for fault in found)
