"""Nothing a person reads is missing in Vietnamese; every setting is described."""

import json
import re

from tests.structure.sources import ROOT, python_files
from tests.support.translations import faults


def test_every_message_has_its_vietnamese():
    assert list(faults()) == []


def test_every_text_of_a_definition_has_both_languages():
    silent = [
        f"{path.name}: {where}"
        for path in sorted((ROOT / "app" / "sandbox" / "agencies" / "definitions").rglob("*.json"))
        if not path.name.endswith(".schema.json")
        for where in one_language(json.loads(path.read_text("utf-8")))
    ]

    assert silent == []


def test_every_text_of_the_built_in_catalogue_has_both_languages():
    silent = [
        f"{path.name}: {where}"
        for path in sorted((ROOT / "app" / "features" / "catalogue" / "builtin").glob("*.json"))
        for where in one_language(json.loads(path.read_text("utf-8")))
    ]

    assert silent == []


def test_every_setting_is_described_for_operators():
    named = re.compile(r"\b(?:PORTAL|SANDBOX)_[A-Z0-9_]+\b")
    used = {name for path in python_files("app") for name in named.findall(path.read_text("utf-8"))}
    described = set(named.findall((ROOT / "docs" / "operations.md").read_text("utf-8")))

    assert used - described == set()


def one_language(value, where="$"):
    """Where a bilingual text lacks a language or says nothing in it."""
    if isinstance(value, dict):
        if "vi" in value or ("en" in value and len(value) == 1):
            if not all(str(value.get(lang, "")).strip() for lang in ("vi", "en")):
                yield where
            return
        for key, inner in value.items():
            yield from one_language(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from one_language(inner, f"{where}[{number}]")
