"""Feeds give everything once, in order, from any cursor; failures are the only exception."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest
from flask import Flask

from app.sandbox.agencies.catalogue import built_in_procedures
from app.sandbox.backstage import backstage
from app.sandbox.errors import Unknown
from tests.support.sandbox import Browser, Gateway, make_application


def busy(gateway: Gateway) -> list[dict[str, Any]]:
    codes = [gateway.apply()["dossier_code"] for _ in range(3)]
    with gateway.desk() as desk:
        for code in codes:
            desk.accept(code)
        desk.start(codes[0])
    return gateway.events()


def test_events_come_in_order_with_versions_without_gaps(gateway: Gateway) -> None:
    found = busy(gateway)

    cursors = [int(event["cursor"]) for event in found]
    assert cursors == sorted(set(cursors)) and len(found) == 7
    for code in {event["dossier_code"] for event in found}:
        versions = [event["version"] for event in found if event["dossier_code"] == code]
        assert versions == list(range(1, len(versions) + 1))


def test_reading_on_from_any_cursor_gives_the_rest(gateway: Gateway) -> None:
    found = busy(gateway)

    for number, event in enumerate(found):
        assert gateway.events(after=event["cursor"]) == found[number + 1 :]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
def test_pages_of_any_size_add_up(gateway: Gateway, limit: int) -> None:
    found, after, pages = busy(gateway), "", []

    while not pages or pages[-1]["more"]:
        pages.append(gateway.get("dossiers/events", after=after, limit=limit).json())
        after = pages[-1]["next"]

    assert [item for page in pages for item in page["items"]] == found
    assert all(len(page["items"]) <= limit for page in pages)
    assert gateway.get("dossiers/events", after=after).json() == {"items": [], "next": after, "more": False}


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"after": "-1"}, {"limit": 0}, {"limit": 501}, {"after": "9" * 40}]
)
def test_a_cursor_of_nobody_is_refused(gateway: Gateway, query: dict[str, Any]) -> None:
    assert gateway.get("dossiers/events", **query).status_code == 422
    assert gateway.get("procedures", **query).status_code == 422


def test_the_catalogue_begins_with_the_built_in_procedures(gateway: Gateway) -> None:
    page = gateway.get("procedures").json()

    assert {item["code"] for item in page["items"]} == {record["code"] for record in built_in_procedures()}
    assert {item["kind"] for item in page["items"]} == {"changed"}
    assert all(item["record"]["name"].keys() == {"vi", "en"} for item in page["items"])


def test_a_published_change_and_a_withdrawal_follow_in_the_feed(sandbox: Flask, gateway: Gateway) -> None:
    after = gateway.get("procedures").json()["next"]
    record = copy.deepcopy(built_in_procedures()[0])
    record["summary"] = {"vi": "Tóm tắt mới"}

    with backstage(sandbox).catalogue() as catalogue:
        catalogue.publish(record, note={"vi": "Sửa tóm tắt"})
        catalogue.withdraw(record["code"], successor="1.900009", note={"vi": "Được thay thế"})
        with pytest.raises(Unknown):
            catalogue.withdraw(record["code"])

    changed, withdrawn = gateway.get("procedures", after=after).json()["items"]
    assert changed["record"] == record and changed["note"] == {"vi": "Sửa tóm tắt"}
    assert (withdrawn["kind"], withdrawn["record"], withdrawn["successor"]) == ("withdrawn", None, "1.900009")


def test_a_changed_processing_time_counts_for_later_dossiers(sandbox: Flask, gateway: Gateway) -> None:
    browser = Browser(sandbox)
    page = browser.press(browser.visit("/desk/procedures"), "Đỗ Thu Hà")
    page = browser.visit(page.link("Đăng ký nhận chăm sóc cây xanh đường phố"))

    refused = browser.press(page, "Công bố", {"days": "soon"})
    browser.press(refused, "Công bố", {"days": "1", "change_note_vi": "Nhanh hơn"})

    assert refused.status == 422
    assert gateway.apply()["due_at"] == "2026-11-25T10:00:00.000Z"
    assert gateway.get("procedures").json()["items"][-1]["note"] == {"vi": "Nhanh hơn"}


def test_a_procedure_is_withdrawn_at_the_desk(sandbox: Flask, gateway: Gateway) -> None:
    browser = Browser(sandbox)
    page = browser.press(browser.visit("/desk/procedures"), "Đỗ Thu Hà")
    page = browser.visit(page.link("Đăng ký chỗ đỗ xe ban đêm cho cư dân"))

    listed = browser.press(page, "Bãi bỏ", {"withdrawal_note_vi": "Hết thời gian thí điểm"})

    assert "Đăng ký chỗ đỗ xe ban đêm cho cư dân" not in listed.text
    assert gateway.get("procedures").json()["items"][-1]["kind"] == "withdrawn"


def test_a_faulty_feed_repeats_reverses_lies_and_skips(sandbox: Flask, gateway: Gateway) -> None:
    found = busy(gateway)
    halfway = found[3]["cursor"]

    def page_with(kind: str) -> dict[str, Any]:
        with backstage(sandbox).failures() as failures:
            failures.clear()
            failures.turn_on("events", kind)
        return gateway.get("dossiers/events", after=halfway).json()

    duplicate, reordered = page_with("duplicate"), page_with("reordered")
    stale, forged, skipping = page_with("stale"), page_with("forged"), page_with("skipping")

    assert set(Counter(item["event_id"] for item in duplicate["items"]).values()) == {2}
    assert reordered["items"] == found[4:][::-1]
    assert stale["items"][:3] == found[4:] and stale["items"][3:] == found
    assert forged["items"][:3] == found[4:]
    assert forged["items"][3]["application_id"] not in {event["application_id"] for event in found}
    assert skipping["items"] == [
        event for event in found[4:-1] if event["dossier_code"] == found[-1]["dossier_code"]
    ]
    pages = (duplicate, reordered, stale, forged, skipping)
    assert {page["next"] for page in pages} == {found[-1]["cursor"]}


def test_how_far_dossiers_are_is_listed_once_each_in_the_order_of_their_last_events(gateway: Gateway) -> None:
    latest = {event["dossier_code"]: event for event in busy(gateway)}
    wanted = sorted(latest.values(), key=lambda event: int(event["cursor"]))

    first, rest = (
        gateway.get("dossiers/versions", limit=1).json(),
        gateway.get("dossiers/versions", after=wanted[0]["cursor"]).json(),
    )

    listed = [*first["items"], *rest["items"]]
    assert listed == [{name: event[name] for name in listed[0]} for event in wanted]
    assert (first["more"], rest["more"], rest["next"]) == (True, False, wanted[-1]["cursor"])
    assert gateway.get("dossiers/versions", after="x").status_code == 422


def test_the_catalogue_can_be_stale_and_repeat_itself_too(sandbox: Flask, gateway: Gateway) -> None:
    plain = gateway.get("procedures").json()["items"]

    with backstage(sandbox).failures() as failures:
        failures.turn_on("catalogue", "stale")
        failures.turn_on("catalogue", "duplicate")

    assert gateway.get("procedures", after=plain[-1]["cursor"]).json()["items"] == plain
    assert len(gateway.get("procedures", limit=1).json()["items"]) == 3


def test_an_event_of_a_withdrawn_application_names_its_own_dossier(gateway: Gateway) -> None:
    application = make_application()
    code = gateway.apply(application)["dossier_code"]

    assert {(event["dossier_code"], event["application_id"]) for event in gateway.events()} == {
        (code, application["application_id"])
    }
