"""Failures happen where they are switched on, and nowhere else."""

from __future__ import annotations

import time
from typing import Any

import httpx2
import pytest
from flask import Flask

from app.sandbox.backstage import backstage
from app.sandbox.factory import create_sandbox
from app.sandbox.failures.service import AREAS
from app.sandbox.settings import SandboxSettings
from tests.support.sandbox import Authorization, Browser, Gateway, client, make_application


def calls(gateway: Gateway) -> dict[str, httpx2.Response]:
    """One call to every area."""
    application = make_application()
    mail = {"to": "binh@example.vn", "subject": "Chào", "text": "Chào bạn", "language": "vi"}
    return {
        "identity": gateway.http.get("/oidc/jwks"),
        "catalogue": gateway.get("procedures"),
        "applications": gateway.post("applications", application, key=application["application_id"]),
        "files": gateway.get("results/unknown"),
        "events": gateway.get("dossiers/events"),
        "people": gateway.post("people/lookup", {"id_number": "001190000011"}),
        "messages": gateway.post("messages/mail", mail, key=application["application_id"]),
        "signing": gateway.http.post("/signing/csc/v2/info", json={}),
    }


def switch(sandbox: Flask, **wish: Any) -> httpx2.Response:
    with client(sandbox) as http:
        return http.post("/failures", json=wish)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(("kind", "status"), [("down", 503), ("refuses", 422), ("lost_response", 500)])
def test_a_failure_strikes_its_own_area_only(
    sandbox: Flask, gateway: Gateway, area: str, kind: str, status: int
) -> None:
    whole = {name: answer.status_code for name, answer in calls(gateway).items()}

    switch(sandbox, area=area, kind=kind)
    broken = {name: answer.status_code for name, answer in calls(gateway).items()}

    assert broken == whole | {area: status}


def test_a_lost_response_has_done_its_work(sandbox: Flask, gateway: Gateway) -> None:
    application = make_application()
    switch(sandbox, area="applications", kind="lost_response", times=1)

    lost = gateway.post("applications", application, key=application["application_id"])
    again = gateway.post("applications", application, key=application["application_id"])

    assert (lost.status_code, again.status_code) == (500, 200)
    assert [event["version"] for event in gateway.events()] == [1]


def test_a_failure_can_end_by_itself(sandbox: Flask, gateway: Gateway) -> None:
    switch(sandbox, area="people", kind="down", times=2)

    seen = [gateway.post("people/lookup", {"id_number": "001190000011"}).status_code for _ in range(3)]

    assert seen == [503, 503, 200]
    assert client(sandbox).get("/failures").json() == {"items": []}


def test_slow_waits_as_long_as_it_is_told(sandbox: Flask, gateway: Gateway) -> None:
    switch(sandbox, area="people", kind="slow", value=150)

    begun = time.monotonic()
    answer = gateway.post("people/lookup", {"id_number": "001190000011"})

    assert answer.status_code == 200
    assert time.monotonic() - begun >= 0.15


@pytest.mark.parametrize(
    "wish",
    [
        {"area": "moon", "kind": "down"},
        {"area": "people", "kind": "forged"},
        {"area": "people", "kind": "slow", "value": -1},
        {"area": "people", "kind": "slow", "value": 10**9},
        {"area": "people", "kind": "down", "times": 0},
        {"area": "people"},
        {"area": "people", "kind": "down", "more": 1},
    ],
)
def test_a_failure_that_makes_no_sense_is_refused(sandbox: Flask, wish: dict[str, Any]) -> None:
    assert switch(sandbox, **wish).status_code == 422
    assert client(sandbox).get("/failures").json() == {"items": []}


def test_only_json_switches_failures(sandbox: Flask) -> None:
    with client(sandbox) as http:
        answer = http.post("/failures", data={"area": "people", "kind": "down"})

    assert answer.status_code == 422


def test_failures_survive_a_restart_and_are_said_on_every_page(
    sandbox: Flask, settings: SandboxSettings
) -> None:
    assert not Browser(sandbox).visit("/").has(".failing")
    switch(sandbox, area="people", kind="slow", value=1500)

    browser = Browser(create_sandbox(settings))
    pages = [browser.visit(address) for address in ("/", "/inbox", "/desk", Authorization().address())]

    assert all("Cơ sở dữ liệu dân cư – trả lời chậm 1500 ms" in page.one(".failing").text for page in pages)


def test_everything_can_be_switched_off_at_once(sandbox: Flask) -> None:
    switch(sandbox, area="people", kind="down")
    switch(sandbox, area="events", kind="forged")

    with client(sandbox) as http:
        assert http.delete("/failures").json() == {"items": []}


def test_switches_are_set_on_their_page(sandbox: Flask) -> None:
    browser = Browser(sandbox)
    page = browser.press(browser.visit("/desk/failures"), "Đỗ Thu Hà")

    page = browser.press(
        page,
        "Lưu",
        {"events.forged": "on", "people.slow": "on", "people.milliseconds": "700"},
        form="main form",
    )

    with backstage(sandbox).failures() as failures:
        assert [(one.area, one.kind, one.value) for one in failures.all()] == [
            ("events", "forged", None),
            ("people", "slow", 700),
        ]
    cleared = browser.press(page, "Tắt mọi sự cố", form="main form")
    assert not cleared.has(".failing")
