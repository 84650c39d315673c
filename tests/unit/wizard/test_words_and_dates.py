"""Typed text and dates."""

from datetime import date

import pytest

from app.wizard.lists import entries, match
from app.wizard.rules.dates import in_words, shown, years_between
from app.wizard.text import deceives, is_name, line, lines, plain, storable


def test_decomposed_vietnamese_becomes_composed_and_spaces_shrink():
    assert line("  Nguye\u0302\u0303n \t Va\u0306n\u00a0An\u200b ") == "Nguyễn Văn An"


def test_paragraphs_are_kept_and_empty_lines_shrink():
    assert lines("Một \r\n\r\n\r\n\r\n hai\rba\n\n") == "Một\n\nhai\nba"


def test_full_width_digits_are_digits():
    assert plain(" ０９１２ 345 ") == "0912345"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "An\u202egnp", "a\x85b"])
def test_control_characters_and_direction_overrides_deceive(text):
    assert deceives(text)


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "Mary-Jane O’Neil", "H'Hen Niê", "J. R.", "李明"])
def test_names_of_many_peoples_are_names(text):
    assert is_name(text)


@pytest.mark.parametrize("text", ["", "12", "An2", "An <b>", "...", "👶"])
def test_what_is_no_name_is_refused(text):
    assert not is_name(text)


def test_what_no_database_takes_is_replaced_before_it_is_kept():
    assert storable("a\ud800b\x00c" + "x" * 100, 5) == "a?b\ufffdc"


def test_dates_are_written_as_each_language_writes_them():
    assert shown("2026-11-02", "vi") == "02/11/2026"
    assert shown("2026-11-02", "en") == "2 November 2026"
    assert shown("1990", "en") == "1990"
    assert shown("nonsense", "vi") == "nonsense"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        (date(2000, 4, 1), "ngày mồng một tháng tư năm hai nghìn"),
        (date(2005, 1, 15), "ngày mười lăm tháng một năm hai nghìn không trăm lẻ năm"),
        (date(1990, 10, 30), "ngày ba mươi tháng mười năm một nghìn chín trăm chín mươi"),
        (date(1900, 12, 11), "ngày mười một tháng mười hai năm một nghìn chín trăm"),
        (date(2015, 5, 24), "ngày hai mươi bốn tháng năm năm hai nghìn không trăm mười lăm"),
    ],
)
def test_dates_are_said_in_vietnamese_words(day, words):
    assert in_words(day) == words


def test_someone_born_on_29_february_is_a_year_older_on_1_march():
    assert years_between(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert years_between(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_the_list_of_ethnic_groups_has_54_and_another():
    assert len(entries("ethnicities")) == 55


def test_every_country_is_named_in_both_languages_and_vietnam_comes_first():
    countries = entries("countries")

    assert next(iter(countries)) == "VN"
    assert all(names["vi"] and names["en"] for names in countries.values())
    assert len(countries) > 190


def test_a_registry_s_own_words_are_understood():
    assert match("nationalities", "Việt Nam") == "VN"
    assert match("nationalities", "vietnam") == "VN"
    assert match("ethnicities", "TÀY") == "Tày"
    assert match("ethnicities", "Atlantis") is None
