"""What editors and agencies are told of the format is what the portal reads, whatever is written.

A definition in which one place is changed by chance is refused by the published schema and by the reader
alike, or the reader alone refuses it because its parts do not fit each other.
"""

import copy
import json
import random
import re
from pathlib import Path

import jsonschema
import pytest

from app.wizard.reading.authoring import published
from app.wizard.reading.definition import check
from tests.support.wizard import FOLDER
from tests.support.wrong_definitions import RIGHT

FORMAT = Path(__file__).parents[2] / "docs" / "contract" / "form-definition.schema.json"
SCHEMA = jsonschema.Draft202012Validator(json.loads(FORMAT.read_text(encoding="utf-8")))
FORMS = {
    "one of each part": RIGHT,
    "every kind": published(FOLDER / "every_kind.json"),
    "measures": published(FOLDER / "measures.json"),
}
WRITTEN = ["x", 5, -1.5, None, [], {}, True, ["x"], {"vi": "x"}, {"x": 1}]
CHANGES = 60
# What the reader says of a value of another shape than the format has.
SHAPE = re.compile(r"Expected `|Object |Invalid |missing, or not|not an object|unknown question type")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("place", ["anywhere", "in conditions"])
def test_one_change_by_chance_is_judged_alike_by_schema_and_reader(name, place):
    chance = random.Random(f"{name}/{place}")
    differently = {}

    for _ in range(CHANGES):
        form, change = changed(FORMS[name], chance, place)
        faults = [str(fault) for fault in check(form)]
        if SCHEMA.is_valid(form):
            strange = [fault for fault in faults if SHAPE.search(fault)]
        else:
            strange = [] if faults else ["refused by the schema alone"]
        if strange:
            differently[change] = strange

    assert differently == {}


@pytest.mark.parametrize(
    ("moment", "right"),
    [
        ({"today": True, "plus": {"working_days": 3}}, True),
        ({"date": "2026-11-22", "plus": {"years": 1, "months": -1, "days": 59, "working_days": -1}}, True),
        ({"today": True, "plus": {}}, True),
        ({"today": False, "plus": {"working_days": 3}}, False),
        ({"today": True, "plus": {"working_days": 1.5}}, False),
        ({"today": True, "plus": {"working_days": True}}, False),
        ({"today": True, "plus": {"working_days": "3"}}, False),
        ({"today": True, "plus": {"working_day": 3}}, False),
        ({"today": True, "plus": {"hours": 3}}, False),
        ({"today": True, "plus": None}, False),
        ({"question": 7}, False),
        ("", False),
        (3, False),
    ],
    ids=str,
)
def test_a_moment_is_judged_alike_by_schema_and_reader(moment, right):
    form = copy.deepcopy(FORMS["measures"])
    start = next(q for step in form["steps"] for q in step["questions"] if q["key"] == "start")

    start["earliest"] = moment

    assert SCHEMA.is_valid(form) is right
    assert (check(form) == []) is right


def changed(form, chance, place):
    """The form with one value taken away, replaced, or given a part that the format does not know."""
    form = copy.deepcopy(form)
    found = [path for path in paths(form) if place == "anywhere" or "when" in path]
    *above, last = chance.choice(found or list(paths(form)))
    inside = form
    for step in above:
        inside = inside[step]
    how = chance.choice(["take", "add", "write", "write"])
    written = chance.choice(WRITTEN)
    if how == "take":
        del inside[last]
    elif how == "add" and isinstance(inside[last], dict):
        inside[last]["strange"] = 1
    else:
        inside[last] = written
    return form, f"{how} {written!r} at {'.'.join(map(str, [*above, last]))}"


def paths(node, path=()):
    """Every place below a value, by the keys and numbers that lead there."""
    if path:
        yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in inner:
        yield from paths(value, (*path, step))
