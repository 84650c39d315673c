"""From an old unit or address to today's."""

from __future__ import annotations

import pytest

from app.errors import NotFound
from app.localities.places import Places
from app.localities.register import register, succession

PLACES = Places()
OLD_WARDS = [code for code in register("2024") if len(code) == 5]


def test_every_old_ward_has_a_successor_and_exactly_one_default():
    for code in OLD_WARDS:
        successors = PLACES.successor(code)

        assert [heir.is_default for heir in successors] == [True] + [False] * (len(successors) - 1)
        assert {heir.divided for heir in successors} == {len(successors) > 1}
        assert all(heir.unit.scheme == "2025" and heir.unit.level == "ward" for heir in successors)


def test_471_old_wards_were_divided():
    assert sum(len(succession()[code]) > 1 for code in OLD_WARDS) == 471


def test_a_ward_goes_to_a_ward_of_the_province_that_took_over_its_province():
    for code in OLD_WARDS:
        old = PLACES.unit("2024", code)
        default = PLACES.successor(code)[0].unit

        assert default.province == PLACES.successor(old.province)[0].unit.code, old


def test_every_ward_of_today_was_made_of_old_units_and_is_their_successor():
    for province in PLACES.provinces():
        for ward in PLACES.wards("2025", province.code):
            made_of = PLACES.predecessors(ward.code)

            assert made_of, ward
            assert all(ward in [heir.unit for heir in PLACES.successor(old.code)] for old in made_of)


def test_a_merged_province_is_part_of_a_larger_one():
    assert PLACES.successor("02")[0].unit.name["vi"] == "Tỉnh Tuyên Quang"
    assert [old.short["vi"] for old in PLACES.predecessors("08")] == ["Hà Giang", "Tuyên Quang"]


def test_an_island_district_without_wards_is_a_special_zone():
    (heir,) = PLACES.successor("755")

    assert heir.unit.name == {"vi": "Đặc khu Côn Đảo", "en": "Con Dao Special Zone"}
    assert not heir.divided


def test_an_old_district_is_answered_with_the_wards_it_became():
    names = {heir.unit.short["vi"] for heir in PLACES.successor("760")}

    assert names == {"Sài Gòn", "Bến Thành", "Cầu Ông Lãnh", "Tân Định"}


@pytest.mark.parametrize("code", ["", "99999", "999", "99"])
def test_a_unit_that_never_was_has_no_successor(code):
    with pytest.raises(NotFound):
        PLACES.successor(code)


def test_an_old_address_is_put_in_todays_units_and_keeps_its_line():
    old = {
        "country": "VN",
        "scheme": "2024",
        "province": "79",
        "district": "760",
        "ward": "26740",
        "line": "5 X",
    }

    now = PLACES.today(old)

    assert now.address == {
        "country": "VN",
        "scheme": "2025",
        "province": "79",
        "district": None,
        "ward": "26740",
        "line": "5 X",
    }
    assert PLACES.address(now.address, "vi") == "5 X, Phường Sài Gòn, Thành phố Hồ Chí Minh"
    assert now.changed


def test_the_person_chooses_when_the_ward_was_divided():
    divided = next(code for code in OLD_WARDS if len(succession()[code]) > 1)
    old = PLACES.unit("2024", divided)

    now = PLACES.today(
        {
            "country": "VN",
            "scheme": "2024",
            "province": old.province,
            "district": old.district,
            "ward": divided,
        }
    )

    assert now.address is None
    assert now.candidates == PLACES.successor(divided)


def test_every_old_address_becomes_a_valid_one_or_a_choice():
    for code in OLD_WARDS:
        old = PLACES.unit("2024", code)
        value = {"scheme": "2024", "province": old.province, "district": old.district, "ward": code}

        now = PLACES.today(value)

        if now.address is None:
            assert len(now.candidates) > 1
        else:
            assert PLACES.valid("2025", now.address["province"], None, now.address["ward"])


def test_addresses_of_today_and_abroad_stay_as_they_are():
    here = {
        "country": "VN",
        "scheme": "2025",
        "province": "01",
        "district": None,
        "ward": "00004",
        "line": "",
    }
    abroad = {"country": "FR", "free": "Paris"}

    assert PLACES.today(here).address == here
    assert PLACES.today(abroad).address == abroad
    assert not PLACES.today(here).changed and not PLACES.today(abroad).changed
    with pytest.raises(NotFound):
        PLACES.today({**here, "ward": "99999"})
