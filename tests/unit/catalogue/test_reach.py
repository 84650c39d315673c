"""What is offered where and when, and the offices that are named instead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.features.catalogue.counters import counters
from app.features.catalogue.on_offer import OnOffer
from app.features.catalogue.reach import Reach
from app.localities.chosen import place
from app.localities.places import Places
from tests.support.procedures import record

PLACES = Places()
OPEN = OnOffer()
HANOI, BA_DINH, CA_MAU, THAI_NGUYEN = (place(PLACES, code) for code in ("01", "00004", "96", "19"))
IN_PERSON_TOO = [
    {"channel": name, "time": {"amount": 3, "unit": "day", "note": None}, "fees": [], "note": None}
    for name in ("online", "counter")
]


def offer(where=None, *, form=OPEN, now="2026-11-22T05:00:00+00:00", **changes):
    reach = Reach(PLACES, lambda: datetime.fromisoformat(now).astimezone(UTC))
    return reach.offer(record(**{"channels": IN_PERSON_TOO} | changes), where, form)


def limited(*provinces, kind="provinces", since=None, until=None):
    return {"kind": kind, "provinces": list(provinces), "from": since, "to": until}


@pytest.mark.parametrize(
    ("where", "changes", "expected"),
    [
        (None, {}, "open"),
        (HANOI, {}, "open"),
        (HANOI, {"form": None}, "no_form"),
        (HANOI, {"form": None, "channels": IN_PERSON_TOO[1:]}, "in_person"),
        (None, {"availability": limited("01")}, "ask"),
        (HANOI, {"availability": limited("01")}, "open"),
        (BA_DINH, {"availability": limited("01")}, "open"),
        (CA_MAU, {"availability": limited("01")}, "not_here"),
        (CA_MAU, {"availability": limited("01"), "form": None}, "not_here"),
        (CA_MAU, {"availability": limited("01"), "channels": IN_PERSON_TOO[:1]}, "elsewhere"),
    ],
)
def test_place_form_and_channels_decide(where, changes, expected):
    assert offer(where, **changes).online == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-30T23:59:59+07:00", "not_yet"),
        ("2026-12-01T00:00:00+07:00", "open"),
        ("2026-12-31T23:59:59+07:00", "open"),
        ("2027-01-01T00:00:00+07:00", "ended"),
    ],
)
@pytest.mark.parametrize("where", [HANOI, BA_DINH])
def test_a_pilot_opens_and_ends_by_the_vietnamese_calendar(now, expected, where):
    pilot = limited("01", kind="pilot", since="2026-12-01", until="2026-12-31")

    assert offer(where, availability=pilot, now=now).online == expected


def test_a_pilot_elsewhere_is_not_here_whatever_the_day():
    pilot = limited("01", kind="pilot", since="2026-12-01", until="2026-12-31")

    assert offer(CA_MAU, availability=pilot).online == "not_here"


def test_another_provinces_form_is_named_only_where_the_law_lets_one_use_it():
    bound = offer(THAI_NGUYEN, availability=limited("04", "79"))
    free = offer(THAI_NGUYEN, availability=limited("04", "79"), handed_in="anywhere")

    assert bound.nearest is None
    assert free.nearest is not None
    assert free.nearest.code == "04"


def test_the_last_day_is_told_while_it_is_open():
    pilot = limited("01", kind="pilot", until="2026-12-31")

    assert str(offer(HANOI, availability=pilot).until) == "2026-12-31"
    assert offer(CA_MAU, availability=pilot).until is None


def test_provinces_stand_in_the_order_of_the_alphabet():
    assert [unit.code for unit in offer(availability=limited("79", "01", "91")).provinces] == [
        "91",
        "01",
        "79",
    ]


def executed_by(name, *levels, where=BA_DINH):
    made = record(executing=[{"code": None, "name": {"vi": name}}], levels=list(levels))
    return [(c.name["vi"], c.of["vi"] if c.of else None) for c in counters(made, where)]


def test_a_commune_committee_receives_at_the_service_centre_of_the_ward():
    found = executed_by("Ủy ban nhân dân cấp xã", "WARD")

    assert found[0] == ("Trung tâm Phục vụ hành chính công phường Ba Đình", "Thành phố Hà Nội")
    assert found[1] == ("Trung tâm Phục vụ hành chính công thành phố Hà Nội", None)


def test_a_department_receives_at_the_service_centre_of_the_province():
    assert executed_by("Sở Công Thương", "PROVINCE", where=CA_MAU) == [
        ("Trung tâm Phục vụ hành chính công tỉnh Cà Mau", None)
    ]


def test_other_agencies_have_counters_of_their_own():
    assert executed_by("Công an cấp xã", "VERTICAL") == [
        ("Công an cấp xã", "Phường Ba Đình, Thành phố Hà Nội")
    ]
    assert executed_by("Bảo hiểm xã hội tỉnh", "VERTICAL") == [("Bảo hiểm xã hội tỉnh", "Thành phố Hà Nội")]


def test_a_central_agency_is_not_said_to_be_in_the_province():
    assert executed_by("Cục Cảnh sát giao thông", "MINISTRY", where=CA_MAU) == [
        ("Cục Cảnh sát giao thông", None)
    ]


def test_without_a_place_offices_are_named_by_their_kind():
    assert executed_by("Ủy ban nhân dân cấp xã", "WARD", where=None) == [("Ủy ban nhân dân cấp xã", None)]


def test_a_remembered_code_that_is_no_unit_of_today_is_no_place():
    assert place(PLACES, "00001") is None
    assert place(PLACES, "") is None
    assert place(PLACES, None) is None
    assert place(PLACES, "x" * 500) is None
