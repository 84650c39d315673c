"""Whatever the sandbox says in English it also says in Vietnamese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import app.sandbox
from app.sandbox.desk.actions import ACTIONS
from app.sandbox.desk.reading import PARTS, WORDS
from app.sandbox.failures.service import AREAS, KINDS, NAMES
from app.sandbox.pushing.manners import MANNERS
from app.sandbox.web.language import words

HERE = Path(app.sandbox.__file__).parent
SAID = re.compile(r"""\b(?:_|translate)\(\s*(?:"([^"]+)"|'([^']+)')""")
PLACE = re.compile(r"%\((\w+)\)s")
DESK_REFUSALS = re.compile(r"""(?:Unlawful|Unacceptable|Unknown)\(\s*"([^"]+)\"""")


def said() -> set[str]:
    files = [*HERE.rglob("*.html"), *HERE.rglob("*.py")]
    found = [match for path in files for match in SAID.findall(path.read_text(encoding="utf-8"))]
    desk = [path.read_text(encoding="utf-8") for path in (HERE / "desk").glob("*.py")]
    refusals = {sentence for text in desk for sentence in DESK_REFUSALS.findall(text)}
    labels = {label for action in ACTIONS for label in (action.label, action.note_label)}
    return (
        {one or two for one, two in found}
        | refusals
        | set(NAMES.values())
        | labels
        | {manner.label for manner in MANNERS.values()}
        | {"applied", "known", "held", "refused"}
        | {*PARTS.values()}
        | {*WORDS.values()}
    )


def test_every_sentence_has_its_vietnamese() -> None:
    assert sorted(said() - words().keys()) == []


def test_every_failure_has_a_name() -> None:
    assert NAMES.keys() == {*AREAS, *(kind for kinds in KINDS.values() for kind in kinds)}


@pytest.mark.parametrize("english", sorted(words()))
def test_a_translation_keeps_the_places_for_values(english: str) -> None:
    assert set(PLACE.findall(english)) == set(PLACE.findall(words()[english]))
