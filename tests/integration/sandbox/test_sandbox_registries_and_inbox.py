"""The register of persons, and the letters the portal sends."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.sandbox.backstage import backstage
from app.sandbox.identity.people import demo_people
from app.sandbox.registries.people import look_up
from tests.support.clock import MovableClock
from tests.support.sandbox import BINH, Browser, Gateway, client

HERE = Path(__file__)
SHARED = Path(os.environ.get("PORTAL_SHARED_DATA", HERE.parents[4] / "shared" / "domain" / "data"))
MAIL = {"to": "binh@example.vn", "subject": "Đã nhận hồ sơ", "text": "Chào bạn <b>Bình</b>", "language": "vi"}
SMS = {"to": "+84912000011", "text": "Your application has arrived.", "language": "en"}


def everybody() -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    waiting = list(demo_people())
    while waiting:
        entry = look_up(waiting.pop())
        found[entry["id_number"]] = entry
        relatives = [child["id_number"] for child in entry["children"]]
        relatives += [entry["marriage"]["spouse"]["id_number"]] if entry["marriage"] else []
        waiting += [number for number in relatives if number not in found]
    return list(found.values())


def test_the_register_knows_a_persons_marriage_and_children(gateway: Gateway) -> None:
    person = gateway.post("people/lookup", {"id_number": BINH}).json()

    assert person["marriage"]["spouse"]["name"] == "Nguyễn Văn An"
    assert person["marriage"]["certificate_number"] == "58/2016"
    assert [child["name"] for child in person["children"]] == ["Nguyễn Trần Gia Hân"]
    assert (person["ethnicity"], person["nationality"], person["sex"]) == ("Kinh", "VN", "female")


def test_an_unknown_person_is_not_found_and_nonsense_refused(gateway: Gateway) -> None:
    assert gateway.post("people/lookup", {"id_number": "999999999999"}).status_code == 404
    assert gateway.post("people/lookup", {"id_number": "12"}).status_code == 422


@pytest.mark.parametrize("person", everybody(), ids=lambda person: person["name"])
def test_an_id_number_tells_province_sex_and_year_of_birth(person: dict[str, Any]) -> None:
    number, born = person["id_number"], date.fromisoformat(person["birth_date"])

    century = {19: 0, 20: 2, 21: 4}[born.year // 100]
    assert int(number[3]) == century + (person["sex"] == "female")
    assert number[4:6] == f"{born:%y}"
    assert number[:3] in {"001", "079", "037", "048", "022"}


def test_spouses_name_each_other_and_children_are_younger() -> None:
    by_number = {person["id_number"]: person for person in everybody()}

    for person in by_number.values():
        if person["marriage"]:
            spouse = by_number[person["marriage"]["spouse"]["id_number"]]
            assert spouse["marriage"]["spouse"]["id_number"] == person["id_number"]
            assert spouse["marriage"]["certificate_number"] == person["marriage"]["certificate_number"]
        assert all(child["birth_date"] > person["birth_date"] for child in person["children"])


def test_the_claims_and_the_register_agree() -> None:
    for number, person in demo_people().items():
        entry = look_up(number)
        assert (entry["name"], entry["birth_date"], entry["sex"]) == (
            person.name,
            person.birthdate,
            person.gender,
        )
        assert entry["residence"] == person.residence


def test_a_message_is_kept_once_per_key(gateway: Gateway, sandbox: Flask) -> None:
    first = gateway.post("messages/mail", MAIL, key="m1")
    again = gateway.post("messages/mail", MAIL, key="m1")
    other = gateway.post("messages/mail", MAIL | {"text": "Khác"}, key="m1")
    gateway.post("messages/sms", SMS, key="m2")

    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 409)
    with backstage(sandbox).inbox() as inbox:
        assert [(letter.kind, letter.recipient) for letter in inbox.letters()] == [
            ("sms", "+84912000011"),
            ("mail", "binh@example.vn"),
        ]


def test_ten_parallel_sendings_of_one_message_arrive_once(gateway: Gateway, sandbox: Flask) -> None:
    def send(_number: int) -> int:
        headers = {**gateway.http.headers, "Idempotency-Key": "m1"}
        with client(sandbox, headers=headers) as http:
            return http.post("/gateway/v1/messages/mail", json=MAIL).status_code

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(send, range(10))) == {202}

    with backstage(sandbox).inbox() as inbox:
        assert len(inbox.letters()) == 1


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("mail", MAIL, None),
        ("mail", MAIL | {"to": "nobody"}, "k"),
        ("mail", MAIL | {"subject": ""}, "k"),
        ("sms", SMS | {"to": "call me"}, "k"),
        ("sms", SMS | {"language": "fr"}, "k"),
        ("sms", MAIL, "k"),
    ],
)
def test_a_message_that_cannot_go_out_is_refused(
    gateway: Gateway, kind: str, body: dict[str, Any], key: str | None
) -> None:
    assert gateway.post(f"messages/{kind}", body, key=key).status_code == 422


def test_the_inbox_shows_the_newest_first_and_only_text(
    gateway: Gateway, browser: Browser, clock: MovableClock
) -> None:
    gateway.post("messages/mail", MAIL, key="m1")
    clock.move(minutes=1)
    gateway.post("messages/sms", SMS, key="m2")

    page = browser.visit("/inbox")
    only = browser.visit("/inbox?to=binh@example.vn")

    assert page.texts(".letters h2") == ["Tin nhắn", "Thư điện tử: Đã nhận hồ sơ"]
    assert [letter.attr("lang") for letter in page.all(".letter")] == ["en", "vi"]
    assert only.texts(".letter") == ["Chào bạn <b>Bình</b>"]
    assert not only.has(".letter b")


def test_addresses_of_people_are_units_of_today() -> None:
    units = SHARED / "units" / "units_34_2026-07.json"
    if not units.is_file():
        pytest.skip(f"the table of administrative units is not at {units}")
    provinces = json.loads(units.read_text(encoding="utf-8"))
    wards = {(province["Code"], ward["Code"]) for province in provinces for ward in province["Wards"]}

    for person in everybody():
        for place in (person["residence"], person["hometown"]):
            assert (place["province"], place["ward"]) in wards
