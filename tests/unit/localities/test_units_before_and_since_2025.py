"""Units, their names and how they belong together, in both schemes."""

from __future__ import annotations

import time
from datetime import date

import pytest

from app.errors import NotFound
from app.localities.collate import collate
from app.localities.places import Places
from app.localities.register import Register, register
from app.wizard.places import Places as WizardPlaces

PLACES = Places()


def test_there_are_63_provinces_696_districts_and_10035_wards_before_july_2025():
    provinces = PLACES.provinces("2024")

    districts = [district for province in provinces for district in PLACES.districts(province.code)]
    wards = [ward for province in provinces for ward in PLACES.wards("2024", province.code)]

    assert (len(provinces), len(districts), len(wards)) == (63, 696, 10_035)


def test_there_are_34_provinces_and_3321_wards_since_july_2025():
    provinces = PLACES.provinces()

    wards = [ward for province in provinces for ward in PLACES.wards("2025", province.code)]

    assert (len(provinces), len(wards)) == (34, 3_321)


@pytest.mark.parametrize(("scheme", "units"), [("2024", 10_794), ("2025", 3_355)])
def test_codes_are_unique_within_a_scheme(scheme, units):
    codes = list(register(scheme))

    assert len(codes) == len(set(codes)) == units


@pytest.mark.parametrize("scheme", ["2024", "2025"])
def test_every_list_of_units_is_in_alphabetical_order(scheme):
    lists = [PLACES.provinces(scheme)]
    lists += [PLACES.districts(province.code) for province in PLACES.provinces(scheme)]
    lists += [register(scheme).below(parent) and PLACES._below(scheme, parent) for parent in register(scheme)]

    for units in lists:
        shorts = [collate(unit.short["vi"])[0] for unit in units]
        assert shorts == sorted(shorts)


def test_a_unit_has_whole_and_short_names_in_both_languages():
    ward = PLACES.unit("2025", "00004")

    assert ward.name == {"vi": "Phường Ba Đình", "en": "Ba Dinh Ward"}
    assert ward.short == {"vi": "Ba Đình", "en": "Ba Dinh"}
    assert (ward.province, ward.district, ward.level) == ("01", None, "ward")


@pytest.mark.parametrize(
    ("scheme", "code", "english"),
    [
        ("2024", "760", "District 1"),
        ("2024", "26890", "Ward 1"),
        ("2024", "00625", "My Dinh 1 Ward"),
        ("2025", "01", "Hanoi City"),
        ("2025", "26732", "Con Dao Special Zone"),
    ],
)
def test_english_names_put_the_kind_before_a_number_and_behind_a_name(scheme, code, english):
    assert PLACES.unit(scheme, code).name["en"] == english


def test_units_know_when_they_applied():
    old, new = PLACES.unit("2024", "001"), PLACES.unit("2025", "00004")

    assert (old.valid_from, old.valid_until) == (None, date(2025, 6, 30))
    assert (new.valid_from, new.valid_until) == (date(2025, 7, 1), None)


def test_an_address_reads_smallest_first_in_both_languages():
    vietnamese = PLACES.name("2024", "79", "760", "26740", "vi", line="5 Đồng Khởi")
    english = PLACES.name("2024", "79", "760", "26740", "en")

    assert vietnamese == "5 Đồng Khởi, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"
    assert english == "Ben Nghe Ward, District 1, Ho Chi Minh City"


def test_an_address_leaves_out_what_is_unknown():
    assert PLACES.name("2025", "01", None, "99999", "vi") == "Thành phố Hà Nội"
    assert PLACES.name("1999", "01", None, None, "vi", line="5 Hàng Bài") == "5 Hàng Bài"
    assert PLACES.address(None, "vi") == ""


def test_an_address_abroad_is_shown_as_it_was_written():
    assert (
        PLACES.address({"country": "FR", "free": "3 rue de Rivoli, Paris"}, "vi") == "3 rue de Rivoli, Paris"
    )


@pytest.mark.parametrize(
    ("scheme", "province", "district", "ward"),
    [
        ("2025", "01", None, "00004"),
        ("2025", "01", None, None),
        ("2024", "79", "760", "26740"),
        ("2024", "79", "760", None),
        ("2024", "79", None, "26740"),
        ("2024", "48", "498", None),
    ],
)
def test_codes_that_belong_together_are_valid(scheme, province, district, ward):
    assert PLACES.valid(scheme, province, district, ward)


@pytest.mark.parametrize(
    ("scheme", "province", "district", "ward"),
    [
        ("2025", "79", None, "00004"),
        ("2025", "01", "001", "00004"),
        ("2025", "02", None, None),
        ("2025", "01", None, "01"),
        ("2025", "", None, "00004"),
        ("2024", "01", "760", "26740"),
        ("2024", "79", "761", "26740"),
        ("2024", "760", None, None),
        ("1999", "01", None, None),
    ],
)
def test_codes_that_do_not_belong_together_are_not_valid(scheme, province, district, ward):
    assert not PLACES.valid(scheme, province, district, ward)


def test_every_ward_is_valid_under_its_own_province_and_district():
    for scheme in ("2024", "2025"):
        for code in register(scheme):
            unit = PLACES.unit(scheme, code)
            ward = code if unit.level == "ward" else None

            assert PLACES.valid(scheme, unit.province, unit.district, ward), unit


def test_unknown_places_have_no_units_and_cannot_be_fetched():
    assert PLACES.provinces("1999") == PLACES.districts("99") == PLACES.wards("2025", "99") == ()
    assert PLACES.districts("760") == PLACES.wards("2024", "01", "760") == PLACES.wards("2024", "") == ()

    for scheme, code in [("2025", "00001"), ("1999", "01"), ("2025", "")]:
        with pytest.raises(NotFound):
            PLACES.unit(scheme, code)


def test_the_wizard_can_ask_these_places():
    places: WizardPlaces = PLACES

    assert places.wards("2025", "01", None)[0].name["vi"].startswith(("Phường", "Xã"))


def test_the_lists_load_in_a_moment():
    started = time.perf_counter()

    Register("2024"), Register("2025")

    assert time.perf_counter() - started < 0.5
