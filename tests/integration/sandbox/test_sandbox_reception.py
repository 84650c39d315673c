"""Agencies receive every application exactly once."""

from __future__ import annotations

import hashlib
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings
from tests.support.clock import MovableClock
from tests.support.sandbox import Gateway, client, file_entry, make_application


def test_an_application_becomes_a_dossier_with_code_date_and_files(gateway: Gateway) -> None:
    content = b"a photo of a tree"
    entry = file_entry(gateway.upload(content), len(content))
    application = make_application(files=[entry])

    answer = gateway.post("applications", application, key=application["application_id"])

    assert answer.status_code == 201
    told = answer.json()
    assert told["dossier_code"] == "000.00.00.H26-261123-0001"
    assert told["agency"]["name"]["en"] == "People's Committee of Hanoi City"
    assert told["received_at"] == "2026-11-23T02:00:00.000Z"
    assert told["due_at"] == "2026-11-27T10:00:00.000Z"
    assert told["files"] == [{"id": entry["id"], "sha256": entry["sha256"], "size": len(content)}]


def test_the_first_event_says_newly_submitted(gateway: Gateway) -> None:
    application = make_application()

    told = gateway.apply(application)

    (event,) = gateway.events()
    assert (event["version"], event["status"], event["dossier_code"]) == (1, 1, told["dossier_code"])
    assert event["application_id"] == application["application_id"]
    assert event["due_at"] == told["due_at"]


def test_the_same_application_twice_gets_the_same_answer(gateway: Gateway, clock: MovableClock) -> None:
    application = make_application()
    first = gateway.apply(application)
    clock.move(hours=5)
    gateway.identify()

    again = gateway.post("applications", application, key=application["application_id"])

    assert (again.status_code, again.json()) == (200, first)
    assert len(gateway.events()) == 1


def test_the_same_key_with_another_body_is_a_conflict(gateway: Gateway) -> None:
    application = make_application()
    gateway.apply(application)

    changed = application | {"language": "en"}
    answer = gateway.post("applications", changed, key=application["application_id"])

    assert (answer.status_code, answer.json()["error"]) == (409, "conflict")


def test_twenty_parallel_sendings_give_one_dossier(sandbox: Flask, gateway: Gateway) -> None:
    application = make_application()
    key = application["application_id"]

    def send(_number: int) -> tuple[int, str]:
        with client(sandbox, headers=gateway.http.headers) as http:
            answer = http.post("/gateway/v1/applications", json=application, headers={"Idempotency-Key": key})
        return answer.status_code, answer.json().get("dossier_code", answer.text)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))

    assert {code for _, code in answers} == {"000.00.00.H26-261123-0001"}
    assert sorted(status for status, _ in answers) == [200] * 19 + [201]
    assert [event["version"] for event in gateway.events()] == [1]


def test_parallel_applications_get_numbers_without_gaps(sandbox: Flask, gateway: Gateway) -> None:
    def send(_number: int) -> str:
        application = make_application()
        headers = {**gateway.http.headers, "Idempotency-Key": application["application_id"]}
        with client(sandbox, headers=headers) as http:
            return str(http.post("/gateway/v1/applications", json=application).json()["dossier_code"])

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(send, range(12)))

    assert sorted(codes) == [f"000.00.00.H26-261123-{number:04d}" for number in range(1, 13)]


def test_the_number_begins_anew_for_each_agency_and_each_vietnamese_day(
    gateway: Gateway, clock: MovableClock
) -> None:
    codes = [gateway.apply()["dossier_code"]]
    codes.append(gateway.apply(make_application(locality={"province": "48", "ward": None}))["dossier_code"])
    codes.append(gateway.apply(make_application(locality=None))["dossier_code"])
    clock.set(datetime(2026, 11, 23, 17, 30, tzinfo=UTC))
    gateway.identify()
    codes.append(gateway.apply()["dossier_code"])

    assert codes == [
        "000.00.00.H26-261123-0001",
        "000.00.00.H17-261123-0001",
        "000.00.00.G22-261123-0001",
        "000.00.00.H26-261124-0001",
    ]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"answers": {"carer": {"name": "A"}}}, "$.answers"),
        ({"answers": {"carer": {"name": "A"}, "kind": "oak"}}, "$.answers.kind"),
        (
            {"answers": {"carer": {"name": "A", "birth_date": "1990-02-30"}, "kind": "sau"}},
            "$.answers.carer.birth_date",
        ),
        ({"answers": {"carer": {"name": "A"}, "kind": "sau", "extra": 1}}, "$.answers"),
        ({"procedure": "1.001193"}, "$.procedure"),
        ({"locality": {"province": "99", "ward": None}}, "$.locality.province"),
        ({"definition": {"id": "street-tree", "version": 9}}, "$.definition"),
        ({"unexpected": True}, "$"),
        ({"language": "fr"}, "$.language"),
        ({"submitted_at": "2026-11-23T02:00:00"}, "$.submitted_at"),
        ({"application_id": "not-an-id"}, "$.application_id"),
        ({"files": [file_entry("F" * 64, 3)]}, "$.files[0].sha256"),
        ({"files": [file_entry("f" * 64, 0)]}, "$.files[0].size"),
        ({"files": [file_entry("f" * 64, 1, media_type="text/html\r\nX: y")]}, "$.files[0].media_type"),
        ({"files": [file_entry("f" * 64, 1, name="a\r\nb")]}, "$.files[0].name"),
    ],
)
def test_what_the_contract_forbids_is_refused_with_its_path(
    gateway: Gateway, changes: dict[str, Any], path: str
) -> None:
    application = make_application(**changes)

    answer = gateway.post("applications", application, key=application["application_id"])

    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")
    assert path in [problem["path"] for problem in answer.json()["errors"]]
    assert gateway.events() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"a":' * 3000])
def test_a_body_that_is_no_application_is_refused(gateway: Gateway, body: bytes) -> None:
    answer = gateway.http.post("/gateway/v1/applications", content=body)

    assert answer.status_code == 422


@pytest.mark.parametrize("key", [None, "", "another"])
def test_the_key_must_be_the_application_id(gateway: Gateway, key: str | None) -> None:
    answer = gateway.post("applications", make_application(), key=key)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "Idempotency-Key"


def test_files_must_be_there_before_the_application(gateway: Gateway) -> None:
    absent = hashlib.sha256(b"absent").hexdigest()
    application = make_application(files=[file_entry(absent, 6)])

    answer = gateway.post("applications", application, key=application["application_id"])

    assert (answer.status_code, answer.json()["error"]) == (422, "missing_files")
    assert answer.json()["missing_files"] == [absent]


def test_a_file_of_another_size_than_said_is_refused(gateway: Gateway) -> None:
    application = make_application(files=[file_entry(gateway.upload(b"four"), 5)])

    answer = gateway.post("applications", application, key=application["application_id"])

    assert answer.status_code == 422
    assert "4 bytes" in answer.text


def test_bytes_with_another_hash_are_not_kept(gateway: Gateway, settings: SandboxSettings) -> None:
    named = hashlib.sha256(b"what was promised").hexdigest()

    answer = gateway.http.put(f"/gateway/v1/files/{named}", content=b"what came")

    assert answer.status_code == 422
    assert list((settings.data_dir / "files").iterdir()) == []


def test_the_same_file_again_changes_nothing(gateway: Gateway) -> None:
    sha256 = gateway.upload(b"once")

    again = gateway.http.put(f"/gateway/v1/files/{sha256}", content=b"once")

    assert (again.status_code, again.json()) == (200, {"sha256": sha256, "size": 4})


@pytest.mark.parametrize("name", ["abc", "F" * 64, "..%2f..%2fsandbox.sqlite3"])
def test_a_file_is_named_by_its_hash_only(gateway: Gateway, name: str) -> None:
    answer = gateway.http.put(f"/gateway/v1/files/{name}", content=b"x")

    assert answer.status_code in {404, 422}


@pytest.mark.parametrize("header", [None, "Bearer guessed", "Basic cG9ydGFsOng=", "Bearer"])
def test_nobody_gets_in_without_a_token(sandbox: Flask, header: str | None) -> None:
    with client(sandbox, headers={"Authorization": header} if header else {}) as http:
        answer = http.get("/gateway/v1/procedures")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_token"


def test_a_token_lives_an_hour(gateway: Gateway, clock: MovableClock) -> None:
    assert gateway.get("definitions").status_code == 200

    clock.move(hours=1)

    assert gateway.get("definitions").status_code == 401


def test_the_callers_request_id_comes_back(gateway: Gateway) -> None:
    sent = str(uuid.uuid4())

    echoed = gateway.http.get("/gateway/v1/definitions", headers={"X-Request-Id": sent})
    replaced = gateway.http.get("/gateway/v1/definitions", headers={"X-Request-Id": "x" * 500})

    assert echoed.headers["X-Request-Id"] == sent
    assert re.fullmatch("[0-9a-f]{16}", replaced.headers["X-Request-Id"])


def test_definitions_come_with_the_schema_of_their_answers(gateway: Gateway) -> None:
    (listed,) = gateway.get("definitions").json()["items"]

    definition = gateway.get("definitions/street-tree/1").json()
    schema = gateway.get("definitions/street-tree/1/schema").json()

    assert (listed["id"], listed["version"], listed["procedure"]) == (
        "street-tree",
        1,
        definition["procedure"],
    )
    assert schema["required"] == ["carer", "kind"]
    assert gateway.get("definitions/street-tree/2").status_code == 404


def test_a_restart_loses_nothing(settings: SandboxSettings, gateway: Gateway, clock: MovableClock) -> None:
    application = make_application()
    told = gateway.apply(application)
    kept = gateway.upload(b"kept")

    later = Gateway(create_sandbox(settings, clock=clock))
    with_file = make_application(files=[file_entry(kept, 4)])

    assert later.apply(application) == told
    assert later.apply(with_file)["dossier_code"].endswith("-0002")
    assert [event["version"] for event in later.events()] == [1, 1]
    assert len(later.get("procedures").json()["items"]) == 3
