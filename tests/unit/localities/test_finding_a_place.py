"""Places found the way people type them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.folding import fold
from app.localities.collate import collate
from app.localities.places import SCHEMES, Places
from app.localities.register import register
from app.localities.slips import corrections

PLACES = Places()
PLACES.find("hà nội")
EVERY_FIFTIETH = [(scheme, code) for scheme in SCHEMES for code in list(register(scheme))[::50]]


def first(text):
    found = PLACES.find(text, 1)
    return found[0].label["vi"] if found else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("tphcm", "Thành phố Hồ Chí Minh"),
        ("hcmc", "Thành phố Hồ Chí Minh"),
        ("ho chi minh city", "Thành phố Hồ Chí Minh"),
        ("sài gòn tp", "Thành phố Hồ Chí Minh"),
        ("HN", "Thành phố Hà Nội"),
        ("hanoi", "Thành phố Hà Nội"),
        ("Hà Nội, Việt Nam", "Thành phố Hà Nội"),
        ("danang", "Thành phố Đà Nẵng"),
        ("thanh hoá", "Tỉnh Thanh Hóa"),
        ("đắc lắc", "Tỉnh Đắk Lắk"),
        ("thừa thiên huế", "Thành phố Huế"),
        ("Ha Giang", "Tỉnh Hà Giang"),
        ("Q.1", "Quận 1, Thành phố Hồ Chí Minh"),
        ("q10", "Quận 10, Thành phố Hồ Chí Minh"),
        ("district 1", "Quận 1, Thành phố Hồ Chí Minh"),
        ("P. Bến Nghé", "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"),
        ("p.bến nghé, q.01, tp.hcm", "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"),
        ("phường 1 quận 10", "Phường 1, Quận 10, Thành phố Hồ Chí Minh"),
        ("ba dinh ward", "Phường Ba Đình, Thành phố Hà Nội"),
        ("ba đ", "Phường Ba Đình, Thành phố Hà Nội"),
        ("12 Hàng Bài, Hoàn Kiếm, Hà Nội", "Phường Hoàn Kiếm, Thành phố Hà Nội"),
        ("Ea H'leo", "Xã Ea H'Leo, Tỉnh Đắk Lắk"),
        ("đặc khu phú quốc", "Đặc khu Phú Quốc, Tỉnh An Giang"),
        ("xã thanh, hướng hóa", "Xã Thanh, Huyện Hướng Hóa, Tỉnh Quảng Trị"),
    ],
)
def test_people_find_a_place_however_they_type_it(typed, meant):
    assert first(typed) == meant


def test_diacritics_decide_between_names_that_differ_in_nothing_else():
    accented = [found.unit.short["vi"] for found in PLACES.find("Xã Tân Thạnh", 3)]
    otherwise = [found.unit.short["vi"] for found in PLACES.find("Xã Tân Thành", 3)]

    assert set(accented) == {"Tân Thạnh"}
    assert set(otherwise) == {"Tân Thành"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hnoai", None),
        ("haiphnog", "Thành phố Hải Phòng"),
        ("tuyeen quang", "Tỉnh Tuyên Quang"),
        ("nam dingh", "Tỉnh Nam Định"),
        ("hoàn kieem", "Phường Hoàn Kiếm, Thành phố Hà Nội"),
    ],
)
def test_a_slip_of_one_letter_is_put_right(typed, meant):
    assert first(typed) == meant


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("tuyeen", {"tuyen"}, ("tuyen",)),
        ("tuye", {"tuyen"}, ("tuyen",)),
        ("tuyne", {"tuyen"}, ("tuyen",)),
        ("tuten", {"tuyen", "tuoen"}, ("tuyen", "tuoen")),
        ("tuyen", {"tuyen", "tuyet"}, ()),
        ("ha", {"hai"}, ()),
        ("2024", {"2025"}, ()),
        ("xxxxx", {"tuyen"}, ()),
    ],
)
def test_words_one_slip_away_are_known(word, known, meant):
    assert sorted(corrections(word, known)) == sorted(meant)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_province_is_found_first_by_its_name_with_and_without_diacritics(scheme):
    for province in PLACES.provinces(scheme):
        for typed in (province.name["vi"], fold(province.name["vi"]), province.name["en"]):
            best = PLACES.find(typed, 1)[0]

            assert best.unit.level == "province"
            assert best.unit.short == province.short, typed


@pytest.mark.parametrize(("scheme", "code"), EVERY_FIFTIETH)
def test_a_unit_is_found_by_its_whole_name_with_and_without_diacritics(scheme, code):
    unit = PLACES.unit(scheme, code)
    label = PLACES.label(unit)["vi"]

    for typed in (label, fold(label), fold(label).upper().replace(",", "")):
        assert label in [found.label["vi"] for found in PLACES.find(typed, 20)]


@pytest.mark.parametrize(("scheme", "code"), EVERY_FIFTIETH[::3])
def test_what_is_found_comes_with_what_it_is_today(scheme, code):
    unit = PLACES.unit(scheme, code)

    for found in PLACES.find(unit.name["vi"], 5):
        assert found.today
        assert all(heir.unit.scheme == "2025" for heir in found.today)
        assert found.today[0].is_default


def test_only_the_levels_asked_for_are_found():
    levels = {found.unit.level for found in PLACES.find("hà", 50, levels=("province",))}

    assert levels == {"province"}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        ",,,",
        "😀",
        "\x00\x01",
        "'; DROP TABLE units; --",
        "zzzzzz",
        "<b>",
        "٣",
        "²",
        "a" * 10_000,
        "ha " * 5_000,
        "x\u0323b lanx",
    ],
)
def test_nonsense_finds_little_and_never_fails(typed):
    assert len(PLACES.find(typed, 10)) <= 10


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_there_is_an_answer(typed):
    assert len(PLACES.find(typed, 5)) <= 5


def test_no_more_than_the_limit_are_found():
    assert len(PLACES.find("phú", 3)) == 3
    assert PLACES.find("phú", 0) == ()


def test_provinces_found_by_one_letter_are_those_that_begin_with_it():
    found = PLACES.find("h", 100, levels=("province",))

    assert {"Hà Nội", "Hải Phòng", "Huế", "Hưng Yên"} <= {hit.unit.short["vi"] for hit in found}
    assert collate("Hà Nội") < collate("Hải Phòng")
