"""Blocks that definitions share, written out the same way on both sides."""

import json

import pytest

from app.sandbox.agencies.blocks import written_out
from app.wizard.reading.authoring import check_files
from app.wizard.reading.blocks import BlockError, expand
from tests.support.wizard import PUBLISHED, make_raw, make_step

BLOCKS = {
    "person": {
        "parameters": {"key": "who", "label": {"vi": "Ai", "en": "Who"}, "needed": True, "must": None},
        "items": [
            {"key": "{key}", "label": "{label}", "required": "{needed}", "hint": "số {must}"},
            {"key": "{key}_age", "when": {"answered": "{key}"}},
        ],
    },
    "two": {
        "items": [{"use": "person", "with": {"must": 1}}, {"use": "person", "with": {"key": "b", "must": 2}}]
    },
    "endless": {"items": [{"use": "endless"}]},
}


def written(*steps):
    return expand({"steps": list(steps)}, BLOCKS.get)["steps"]


def test_a_block_is_written_out_with_its_parameters():
    label = {"vi": "Mẹ", "en": "Mother"}
    (first, second) = written(
        {"use": "person", "with": {"key": "mother", "label": label, "needed": False, "must": 7}}
    )

    assert first == {"key": "mother", "label": label, "required": False, "hint": "số 7"}
    assert second == {"key": "mother_age", "when": {"answered": "mother"}}


def test_a_condition_of_the_use_holds_for_every_item():
    rule = {"equals": ["a", True]}
    (first, second) = written({"use": "person", "with": {"must": 1}, "when": rule})

    assert first["when"] == rule
    assert second["when"] == {"all": [rule, {"answered": "who"}]}


def test_blocks_may_use_blocks():
    assert [item["key"] for item in written({"use": "two"})] == ["who", "who_age", "b", "b_age"]


@pytest.mark.parametrize(
    ("use", "path"),
    [
        ({"use": "nobody"}, "steps[0].use"),
        ({"use": "person"}, "steps[0].with"),
        ({"use": "person", "with": {"strange": 1}}, "steps[0].with.strange"),
        ({"use": "person", "width": {}}, "steps[0]"),
    ],
)
def test_a_use_that_cannot_be_written_out_is_named_by_path(use, path):
    with pytest.raises(BlockError) as caught:
        written(use)

    assert caught.value.path == path


def test_blocks_that_use_each_other_for_ever_are_refused():
    with pytest.raises(BlockError, match="deep"):
        written({"use": "endless"})


def test_both_sides_write_a_definition_out_alike(tmp_path):
    for name, block in BLOCKS.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(block), encoding="utf-8")
    raw = {"steps": [{"use": "two", "when": {"answered": "x"}}, {"key": "own"}]}

    assert written_out(raw, tmp_path) == expand(raw, BLOCKS.get)


def test_the_published_blocks_make_a_right_form(tmp_path):
    names = ["applicant", "residence", "business", "contact", "office", "receive_result"]
    raw = make_raw(*({"use": name} for name in names), locality="office", subject="applicant.name")
    (tmp_path / "blocks").symlink_to(PUBLISHED / "blocks")
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "1.json").write_text(json.dumps(raw), encoding="utf-8")

    assert check_files(tmp_path) == []


def test_a_missing_block_is_reported_with_file_and_path(tmp_path):
    (tmp_path / "tiny").mkdir()
    raw = make_raw(make_step("s"), {"use": "nobody"})
    (tmp_path / "tiny" / "1.json").write_text(json.dumps(raw), encoding="utf-8")

    missing = "no block 'nobody' in the folder blocks beside the forms"
    assert check_files(tmp_path) == [f"tiny/1.json: steps[1].use: {missing}"]
