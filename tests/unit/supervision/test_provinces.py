"""A dossier belongs to the province of its place, else to that of its agency's code."""

import csv

import pytest

from app.features.catalogue.records.taxonomy import Taxonomy
from app.features.supervision.provinces import places_of, province_of
from app.localities.places import Places

ROOTS = [f"H{number:02}" for number in range(1, 64)]


@pytest.mark.parametrize(
    ("agency", "place", "province"),
    [
        ("000.00.00.H26", "", "01"),
        ("H26.32", "", "01"),
        ("H26", "", "01"),
        ("000.00.32.H29", "", "79"),
        ("H25.10", "", "37"),
        ("H47.04.105", "", "48"),
        ("G09.20", "", ""),
        ("000.00.00.G01", "", ""),
        ("H64.1", "", ""),
        ("XH26", "", ""),
        ("", "", ""),
        ("G01.5", "00070", "01"),
        ("G01.5", "01", "01"),
        ("H26.32", "26740", "79"),
        ("H26.32", "00001", "01"),
        ("H26.32", "99999", ""),
        ("H26.32", "x", ""),
    ],
)
def test_the_place_counts_before_the_agency(agency, place, province):
    assert province_of(agency, place) == province


def test_every_province_of_today_has_agencies_and_every_agency_a_province():
    of_roots = {province_of(root, "") for root in ROOTS}

    assert of_roots == {province.code for province in Places().provinces()}


def test_the_codes_agree_with_those_of_published_procedures():
    known = {root: Taxonomy().province(root) for root in ROOTS if Taxonomy().province(root)}

    assert len(known) > 30
    assert {root: province_of(root, "") for root in known} == known


def test_the_codes_agree_with_the_list_of_agencies(shared_data):
    with (shared_data / "reference" / "province_agency_codes_H.csv").open(encoding="utf-8") as file:
        listed = {row["code"]: row["gso_code"] for row in csv.DictReader(file)}

    places = Places()
    assert set(listed) == set(ROOTS)
    for root, former in listed.items():
        assert province_of(root, "") == places.successor(former)[0].unit.province


def test_the_places_of_a_province_are_those_that_count_in_it():
    places = {province.code: places_of(province.code) for province in Places().provinces()}

    for code, found in places.items():
        assert code in found
        assert {province_of("", place) for place in found} == {code}
    assert places_of("xx") == {"xx"}
