"""Hostile and borderline values of every type, and what people read about each in both languages.

A table is a file of bad_input/: how the question is `asked`, then rows of what is `typed` (a text, or fields
by what follows the question's key; ["x", 201] is a sign that many times; `changed` is typed over a `whole`
answer) and either what it `means` or the messages in `vi` and `en`.
"""

import json
from pathlib import Path

import pytest

from app.localities.places import Places
from app.translations import translator
from app.wizard.context import Context
from app.wizard.groups import finish
from app.wizard.question_types import QUESTION_TYPES
from app.wizard.state import State
from tests.support.wizard import TODAY, make_definition, make_step

FOLDER = Path(__file__).parent / "bad_input"
TABLES = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))}
PLACES = Places()
READERS = {
    "vi": Context(PLACES, TODAY, "vi", translator("vi").ugettext),
    "en": Context(PLACES, TODAY, "en"),
}
GROUP = "group"


def test_every_type_has_its_table_and_a_group_too():
    assert set(TABLES) == {*QUESTION_TYPES, GROUP}


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_has_what_is_accepted_and_what_is_said_of_the_rest(kind):
    rows = [row for table in TABLES[kind] for row in table["rows"]]
    refused = [row for row in rows if "vi" in row]

    assert len(rows) > len(refused)
    assert len(refused) >= 3 or kind in ("information", "calculated"), "of these nothing is read"


def rows(*kinds):
    return [
        pytest.param(table, row, id=f"{kind}-{json.dumps(shown, ensure_ascii=True)[:60]}")
        for kind in kinds
        for table in TABLES[kind]
        for row in table["rows"]
        for shown in [row.get("typed", row.get("changed", row.get("file", row.get("items"))))]
    ]


@pytest.mark.parametrize(("table", "row"), rows(*sorted({*TABLES} - {GROUP, "file"})))
def test_what_is_typed_is_understood_or_refused_in_plain_words(table, row):
    question = make_definition(make_step("s", {"key": "q", **table["asked"]})).question("q")
    typed = {**table["whole"], **row["changed"]} if "changed" in row else row["typed"]
    form = {f"q{name}": repeated(text) for name, text in named(typed).items()}

    readings = {lang: question.read(form, reader) for lang, reader in READERS.items()}

    for lang, reader in READERS.items():
        said = {name: message.text(reader) for name, message in readings[lang].errors.items()}
        assert said == {f"q{name}": text for name, text in named(row.get(lang, {})).items()}
        assert readings[lang].value == row.get("means")


@pytest.mark.parametrize(("table", "row"), rows("file"))
def test_a_file_joins_its_question_or_is_refused_in_plain_words(table, row):
    question = make_definition(make_step("s", {"key": "q", **table["asked"]})).question("q")

    for lang, reader in READERS.items():
        missing = question.read({}, reader).errors["q"]
        found = question.refusal(row["file"], [{}] * row["held"]) if row["file"] else missing
        assert (found.text(reader) if found else None) == row.get(lang)


@pytest.mark.parametrize(("table", "row"), rows(GROUP))
def test_a_list_is_finished_or_what_is_missing_is_said(table, row):
    group = make_definition(make_step("group", *table["asked"]["questions"], repeat=table["asked"]["repeat"]))
    state = State(answers={"group": row["items"]})

    for lang, reader in READERS.items():
        errors = finish(group, state, "group", reader).errors
        assert {name: said.text(reader) for name, said in errors.items()} == (
            {"group": row[lang]} if lang in row else {}
        )


def named(typed):
    """Texts by what follows the question's key in the name of their field."""
    return typed if isinstance(typed, dict) else {"": typed}


def repeated(text):
    """The values of a field."""
    if isinstance(text, list) and len(text) == 2 and isinstance(text[1], int):
        return [text[0] * text[1]]
    return text if isinstance(text, list) else [text]
