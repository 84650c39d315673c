"""The sandbox keeps the contract that every agency is asked to keep (docs/contract/openapi.yaml)."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from schemathesis import Case
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.sandbox.backstage import backstage
from app.sandbox.desk.service import Point
from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings
from tests.support.clock import MovableClock
from tests.support.contract import CONTRACT, DOCUMENT, complaints
from tests.support.sandbox import DEFINITIONS, Gateway, client, file_entry, make_application

SCHEMA = schemathesis.openapi.from_path(DOCUMENT)
CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    """One sandbox for the whole module, with a dossier in every kind of state."""
    folder = tmp_path_factory.mktemp("sandbox")
    sandbox = create_sandbox(
        SandboxSettings.for_tests(folder, definitions_dir=DEFINITIONS), clock=MovableClock()
    )
    gateway = Gateway(sandbox)
    codes = [gateway.apply()["dossier_code"] for _ in range(4)]
    with gateway.desk() as desk:
        desk.accept(codes[0])
        desk.refuse(codes[1], {"vi": "Sai thẩm quyền", "en": "Not within our competence"})
        desk.ask_supplement(codes[2], [Point({"vi": "Ảnh cây"}, "file")], date(2026, 12, 1))
        for step in (desk.accept, desk.start, desk.finish, desk.hand_over):
            step(codes[3])
    with backstage(sandbox).letters() as letters:
        letters.write(codes[0], {"vi": "Bạn nộp bản chính tại Bộ phận Một cửa."})
    with backstage(sandbox).catalogue() as catalogue:
        catalogue.withdraw("1.900002.000.00.00.H17", note={"vi": "Hết thời gian thí điểm"})
    return gateway


@SCHEMA.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_any_request_gets_an_answer_of_the_contract(gateway: Gateway, case: Case) -> None:
    response = send(gateway, case)

    case.validate_response(response, checks=CHECKS)


def send(gateway: Gateway, case: Case) -> httpx2.Response:
    request = case.as_transport_kwargs(base_url="http://127.0.0.1:8001/gateway")
    request.pop("cookies", None)
    if isinstance(request.get("data"), bytes | str):
        request["content"] = request.pop("data")
    if case.operation.path == "/oauth/token":
        with client(gateway.sandbox) as stranger:
            return stranger.request(**request)
    request["headers"] = {**gateway.http.headers, **request["headers"]}
    return gateway.http.request(**request)


def test_the_events_of_every_state_are_as_described(gateway: Gateway) -> None:
    events = gateway.events()

    assert {event["status"] for event in events} >= {1, 2, 3, 4, 5, 9, 10}
    assert any(event["request"] for event in events) and any(event["result"] for event in events)
    assert [complaint for event in events for complaint in complaints("Event", event)] == []


def test_how_far_dossiers_are_is_as_described(gateway: Gateway) -> None:
    page = gateway.get("dossiers/versions").json()

    assert len(page["items"]) >= 4
    assert complaints("VersionPage", page) == []


def test_the_catalogue_is_as_described(gateway: Gateway) -> None:
    page = gateway.get("procedures").json()

    assert {item["kind"] for item in page["items"]} == {"changed", "withdrawn"}
    assert complaints("ProcedurePage", page) == []


@pytest.mark.parametrize("number", ["001190000011", "079085000022", "022190000056"])
def test_persons_are_as_described(gateway: Gateway, number: str) -> None:
    assert complaints("Person", gateway.post("people/lookup", {"id_number": number}).json()) == []


def test_an_application_of_the_contract_is_taken_and_answered_as_described(gateway: Gateway) -> None:
    application = make_application(files=[file_entry(gateway.upload(b"tree"), 4)])
    key = application["application_id"]

    first = gateway.post("applications", application, key=key)
    again = gateway.post("applications", application, key=key)
    other = gateway.post("applications", application | {"receipt_number": "P-2"}, key=key)

    assert complaints("Application", application) == []
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 409]
    assert complaints("Acknowledgement", first.json()) == [] and again.json() == first.json()
    assert complaints("Error", other.json()) == []


def test_a_refused_item_of_the_catalogue_is_reported_once_as_described(gateway: Gateway) -> None:
    report = {
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "cursor": "12",
        "code": None,
        "reason": "not JSON",
        "refused_at": "2026-11-23T03:20:00Z",
    }

    sent = [gateway.post("procedures/refusals", report, key="r") for _ in range(2)]
    other = gateway.post("procedures/refusals", report | {"reason": "khác"}, key="r")
    nameless = gateway.post("procedures/refusals", report)

    assert [answer.status_code for answer in (*sent, other, nameless)] == [200, 200, 409, 422]
    assert sent[0].json() == sent[1].json() == {"digest": report["digest"]}
    assert complaints("Error", other.json()) == []


def test_messages_and_withdrawals_go_both_ways_as_described(gateway: Gateway) -> None:
    code = gateway.apply()["dossier_code"]
    message = {
        "message_id": str(uuid.uuid4()),
        "text": "Tôi nộp bản chính ở đâu?",
        "language": "vi",
        "sent_at": "2026-11-23T03:20:00Z",
    }
    wish = {"withdrawal_id": str(uuid.uuid4()), "reason": None, "asked_at": "2026-11-23T03:30:00Z"}

    sent = [gateway.post(f"dossiers/{code}/messages", message, key="m") for _ in range(2)]
    asked = [gateway.post(f"dossiers/{code}/withdrawal", wish, key="w") for _ in range(2)]
    other = gateway.post(f"dossiers/{code}/messages", message | {"text": "khác"}, key="m")
    with backstage(gateway.sandbox).letters() as letters:
        seen = letters.thread(code)
        letters.write(code, {"vi": "Tại Bộ phận Một cửa.", "en": "At the one-stop desk."})
        letters.decline(code, {"vi": "Đã cấp giấy."})

    items = [
        one for one in gateway.get("dossiers/correspondence").json()["items"] if one["dossier_code"] == code
    ]
    assert [answer.status_code for answer in (*sent, *asked, other)] == [200, 200, 200, 200, 409]
    assert [said.text for said in seen] == ["Tôi nộp bản chính ở đâu?"]
    assert [item["kind"] for item in items] == ["read", "message", "withdrawal_declined"]
    assert [item["about"] for item in items] == [message["message_id"], None, wish["withdrawal_id"]]
    assert [complaint for item in items for complaint in complaints("CorrespondenceItem", item)] == []


def test_missing_files_are_listed_as_described(gateway: Gateway) -> None:
    application = make_application(files=[file_entry("0" * 64, 4)])

    answer = gateway.post("applications", application, key=application["application_id"])

    assert (answer.status_code, answer.json()["missing_files"]) == (422, ["0" * 64])
    assert complaints("Error", answer.json()) == []


def test_the_forms_of_the_sandbox_are_as_described(tmp_path: Path) -> None:
    shipped = Gateway(create_sandbox(SandboxSettings.for_tests(tmp_path)))

    listed = shipped.get("definitions").json()["items"]

    assert "birth-registration" in {entry["id"] for entry in listed}
    for entry in listed:
        name = f"definitions/{entry['id']}/{entry['version']}"
        assert complaints("DefinitionEntry", entry) == []
        assert complaints("Definition", shipped.get(name).json()) == []
        Draft202012Validator.check_schema(shipped.get(f"{name}/schema").json())


def examples() -> list[tuple[str, str, Any]]:
    """Every example of a body in the contract: where, its media type's schema, the value."""
    found = []
    for path, operations in CONTRACT["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for body in bodies:
                for content in body.get("content", {}).values():
                    if "example" in content:
                        found.append((f"{method} {path}", content["schema"], content["example"]))
    return found


@pytest.mark.parametrize(("where", "schema", "example"), examples(), ids=lambda value: str(value)[:40])
def test_examples_meet_their_schemas(where: str, schema: dict[str, Any], example: Any) -> None:
    contract = CONTRACT | {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema_at_root(schema)

    errors = list(Draft202012Validator(contract).iter_errors(example))

    assert [error.message for error in errors] == [], where


def schema_at_root(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema beside `components`, so that its references lead into the contract."""
    return {"allOf": [schema]}


def test_every_address_of_the_gateway_is_in_the_contract(gateway: Gateway) -> None:
    sandbox: Flask = gateway.sandbox
    served = {
        (method.lower(), rule.rule.removeprefix("/gateway").replace("<int:version>", "{version}"))
        for rule in sandbox.url_map.iter_rules()
        if rule.rule.startswith("/gateway")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {
        (method, path)
        for path, operations in CONTRACT["paths"].items()
        for method in operations
        if method != "parameters"
    }

    assert {(method, braces(path)) for method, path in served} == described


def braces(rule: str) -> str:
    return rule.replace("<definition_id>", "{id}").replace("<", "{").replace(">", "}")


def test_no_call_works_without_a_token(gateway: Gateway) -> None:
    for path, operations in CONTRACT["paths"].items():
        if path == "/oauth/token":
            continue
        address = path.format(id="street-tree", version=1, sha256="0" * 64, code="x", file_id=uuid.uuid4())
        for method in operations.keys() - {"parameters"}:
            answer = gateway.http.request(
                method.upper(), f"/gateway{address}", headers={"Authorization": "Bearer guessed"}
            )
            assert answer.status_code == 401, path
            assert complaints("Error", answer.json()) == []
