"""`make shots` knows every page."""

import re
from pathlib import Path

from tests.browser.shots.album import LANG, NOT_PICTURED, PICTURES

RECORDED = (Path(__file__).parent / "urls.txt").read_text("utf-8").splitlines()


def pages():
    """The addresses that answer a GET in a language, without the language."""
    found = (re.fullmatch(rf"(?:\S+\|)?GET(?:\|\S+)? {re.escape(LANG)}(/.*)", line) for line in RECORDED)
    return {match[1] for match in found if match}


def test_every_page_is_pictured_or_a_reason_is_given():
    assert pages() - {picture.rule for picture in PICTURES} - NOT_PICTURED.keys() == set()


def test_nothing_is_pictured_or_excused_that_is_no_page():
    assert {picture.rule for picture in PICTURES} | NOT_PICTURED.keys() <= pages()
    assert all(NOT_PICTURED.values())


def test_a_picture_has_a_name_of_its_own():
    names = [picture.name for picture in PICTURES]

    assert len(names) == len(set(names))
