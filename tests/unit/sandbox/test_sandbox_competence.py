"""Who handles what: the kind of office by the procedure, which one by the place."""

import json
from pathlib import Path

import pytest

from app.dossier_codes import read_dossier_code
from app.sandbox.agencies.competence import competence, competent, in_english
from app.sandbox.agencies.offices import offices
from app.sandbox.registries.units import units

HERE = Path(__file__).parents[3] / "app" / "sandbox" / "agencies" / "definitions"


@pytest.mark.parametrize(
    ("procedure", "ward", "code", "english"),
    [
        ("1.001193", "00004", "H26.00.004", "People's Committee of Ba Dinh Ward"),
        ("1.004222", "00004", "G01.01.00.004", "Police of Ba Dinh Ward"),
        ("1.004222", None, "G01.01", "Police of Hanoi City"),
        ("1.001939.01", None, "G12.24.01", "Social Security of Hanoi City"),
        ("1.008498", "00004", "G12.18.01", "Tax Office of Hanoi City"),
        ("2.001583", None, "H26.31", "Department of Finance of Hanoi City"),
        ("9.999999", "00004", "000.00.00.H26", "People's Committee of Hanoi City"),
    ],
)
def test_procedure_and_place_name_the_office(procedure, ward, code, english):
    office = competent(procedure, "01", ward)

    assert (office.code, office.name["en"]) == (code, english)


def test_without_a_place_the_office_is_a_central_one():
    assert competent("1.005129", None, None).name["vi"] == "Bộ Nội vụ"
    assert competent("9.999999", None, None) == offices().central


def test_nobody_handles_what_is_nowhere():
    assert competent("1.001193", "99", None) is None
    assert competent("1.001193", "01", "99999") is None


def test_every_published_form_is_handled_by_somebody_and_the_codes_of_its_dossiers_can_be_read():
    for file in HERE.glob("*/1.json"):
        procedure = json.loads(file.read_text(encoding="utf-8"))["procedure"]
        for province in offices().provinces:
            office = competent(procedure, province, "00004")
            day = "261123" if office.code.startswith("000.") else "20261123"
            assert read_dossier_code(f"{office.code}-{day}-0001"), office
            assert "{" not in office.name["vi"] + office.name["en"]


def test_every_kind_of_office_is_used():
    table = competence()

    spare = {kind.without_ward for kind in table.offices.values()}
    assert set(table.offices) == set(table.procedures.values()) | (spare - {None})


def test_every_ward_has_an_english_name_of_plain_letters():
    assert in_english("Đặc khu Phú Quốc") == "Phu Quoc Special Zone"
    assert all(in_english(ward).isascii() for ward in units().wards.values())
