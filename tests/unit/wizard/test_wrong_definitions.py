"""A definition that is wrong never starts: each rule of the checker names file, path and reason."""

import ast
import copy
import json
import re
from pathlib import Path

import pytest

from app.wizard import question_types
from app.wizard.reading import coherence, definition, reachability, rule_faults, service_faults
from app.wizard.reading.authoring import check_files
from tests.support import wrong_definitions as forms
from tests.support import wrong_services as services

ROWS = [
    *(forms.HEAD + forms.STEPS + forms.RULES + forms.QUESTIONS),
    *(services.PAPERS + services.MONEY + services.PEOPLE),
]
PLACE = re.compile(r"([a-z_]+)|\[(\d+)\]")
CHECKERS = (coherence, definition, reachability, rule_faults, service_faults)


@pytest.fixture
def reported(tmp_path):
    """What is reported of a definition in a folder of definitions."""

    def report(raw):
        folder = tmp_path / "tiny"
        folder.mkdir()
        (folder / "1.json").write_text(json.dumps(raw), encoding="utf-8")
        return check_files(tmp_path)

    return report


def test_the_definition_that_is_changed_is_right(reported):
    assert reported(forms.RIGHT) == []


@pytest.mark.parametrize(
    ("path", "reason", "changes"), ROWS, ids=[f"{path}: {reason}"[:80] for path, reason, _ in ROWS]
)
def test_what_is_wrong_is_named_by_file_path_and_reason(reported, path, reason, changes):
    lines = reported(changed(changes))

    wanted = re.compile(rf"\S*tiny/1\.json: {re.escape(path)}: (?:{reason})")
    assert any(wanted.fullmatch(line) for line in lines), lines


def test_every_rule_of_the_checker_has_a_row():
    files = [Path(module.__file__) for module in CHECKERS]
    files += sorted(Path(question_types.__file__).parent.glob("*.py"))
    reasons = [reason.replace("\\", "") for _, reason, _ in ROWS]

    rules = {rule for file in files for rule in said(ast.parse(file.read_text(encoding="utf-8")))}
    missing = [rule for rule in sorted(rules) if not any(alike(rule, reason) for reason in reasons)]

    assert len(rules) > 80
    assert missing == []


def changed(changes):
    """The right definition with these places changed; "+" after a list's name adds an entry."""
    raw = copy.deepcopy(forms.RIGHT)
    for path, value in changes:
        steps = [int(number) if number else name for name, number in PLACE.findall(path)]
        place = raw
        for step in steps[:-1]:
            place = place[step]
        if path.endswith("+"):
            place[steps[-1]].append(value)
        elif value == "-":
            del place[steps[-1]]
        else:
            place[steps[-1]] = value
    return raw


def said(tree):
    """The reasons a module can give, as patterns: yielded with a path, or in a list of (field, reason)."""
    for node in ast.walk(tree):
        pairs = []
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            pairs = [node.value]
        elif isinstance(node, ast.FunctionDef) and node.name == "faults":
            pairs = [one for one in ast.walk(node) if isinstance(one, ast.Tuple)]
        for pair in pairs:
            if len(pair.elts) == 2 and isinstance(pair.elts[1], ast.Constant | ast.JoinedStr):
                yield pattern(pair.elts[1])


def pattern(text):
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)


def alike(rule, reason):
    """Whether a row's reason, which may be a pattern, is one of this rule."""
    plain = ".*".join(re.escape(part) for part in rule.split("…"))
    beginning = reason.split(".*")[0].split("|")[0]
    return bool(re.fullmatch(plain, reason)) or (".*" in reason and rule.startswith(beginning[:25]))
