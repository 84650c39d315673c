"""Dossier codes are recognised however they are copied, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dossier_codes import read_dossier_code

OLD = "000.00.00.H26-191209-0001"
NEW = "G09.20-20260609-0092637"


@pytest.mark.parametrize(
    "typed",
    [
        OLD,
        OLD.lower(),
        f"  {OLD}\n",
        "000.00.00.H26 - 191209 - 0001",
        "000.00.00.H26–191209—0001",
        "OOO.OO.OO.H26-I912O9-OOOl",
        "000,00,00,H26-191209-0001",
        "0000000H26-191209-0001",
        "0000000h261912090001",
        "０００.００.００.Ｈ２６-191209-0001",
    ],
)
def test_the_form_of_2018_is_read_however_it_is_copied(typed):
    assert read_dossier_code(typed) == OLD


@pytest.mark.parametrize(
    "typed",
    [
        NEW,
        NEW.lower(),
        "G09.20 - 20260609 - 0092637",
        "g09.20 20260609 0092637",
        "GO9.2O-2O26O6O9-OO92637",
        "609.20-20260609-0092637",
    ],
)
def test_the_form_since_2020_is_read_however_it_is_copied(typed):
    assert read_dossier_code(typed) == NEW


def test_an_agency_has_none_or_many_subordinate_units():
    assert read_dossier_code("h54-20260609-0001") == "H54-20260609-0001"
    assert read_dossier_code("H54.02.105-20260609-0001") == "H54.02.105-20260609-0001"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "khai sinh",
        "1.001193",
        "000.00.00.H26-191309-0001",
        "000.00.00.H26-190229-0001",
        "000.00.00.H26-191209-0000",
        "000.00.00.H26-191209",
        "000.00.00.226-1912X9-0001",
        "G09.20-20261301-0092637",
        "G09.20-20260609-000",
        "001190000011",
        "0912345678",
        "x" * 10_000,
        "٣٣٣.00.00.H26-191209-0001",
    ],
)
def test_other_texts_are_not_dossier_codes(typed):
    assert read_dossier_code(typed) is None


@given(st.text(max_size=80))
def test_any_text_is_answered_and_a_code_read_twice_is_the_same(typed):
    code = read_dossier_code(typed)

    assert code is None or read_dossier_code(code) == code
