"""Open data says when it is still the same, comes as one file, and is what its description says."""

import gzip
import json

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.procedures import own_record

STRONG = [
    "/api/v1/procedures",
    "/api/v1/procedures/1.001193",
    "/api/v1/procedures.jsonl.gz",
    "/api/v1/statistics",
    "/api/v1/agencies/G15/quality",
]


def changed(code, **changes):
    record = own_record(code, **changes)
    return {
        "cursor": code,
        "kind": "changed",
        "code": code,
        "record": record,
        "successor": None,
        "note": None,
    }


@pytest.fixture
def described(client):
    document = client.get("/api/v1/openapi.json").get_json()
    return lambda name: {"$ref": f"#/components/schemas/{name}", "components": document["components"]}


@pytest.mark.parametrize("address", STRONG)
def test_the_same_answer_has_the_same_strong_validator_and_is_sent_once(client, address):
    first, second = client.get(address), client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert not first.headers["ETag"].startswith("W/")
    assert (first.headers["ETag"], first.data) == (second.headers["ETag"], second.data)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "max-age" in again.headers["Cache-Control"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", STRONG[:4])
def test_a_change_of_the_catalogue_makes_it_another(client, take_feed, address, make_file):
    before = client.get(address).headers["ETag"]

    take_feed(changed("9.000001"), changed("1.001193"))
    make_file()

    assert client.get(address, headers={"If-None-Match": before}).status_code == 200


def test_packed_and_plain_answers_have_different_validators(client):
    plain = client.get("/api/v1/procedures")
    packed = client.get("/api/v1/procedures", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_known_answer_costs_one_statement(client, statements):
    known = client.get("/api/v1/procedures/1.001193").headers["ETag"]

    with statements() as sql:
        client.get("/api/v1/procedures/1.001193", headers={"If-None-Match": known})

    assert len(sql) == 1


def test_the_file_holds_every_procedure_as_its_own_address_gives_it(client, described):
    answer = client.get("/api/v1/procedures.jsonl.gz?lang=en")

    lines = [json.loads(line) for line in gzip.decompress(answer.data).splitlines()]
    total = client.get("/api/v1/procedures").get_json()["total"]
    assert len({line["code"] for line in lines}) == len(lines) == total
    assert client.get("/api/v1/procedures/1.001193").get_json() in lines
    for line in lines:
        jsonschema.validate(line, described("Procedure"))


def test_the_worker_makes_the_file_anew_and_requests_go_on_with_the_old_one(client, take_feed, make_file):
    take_feed({"cursor": "1", "kind": "withdrawn", "code": "3.000348", "successor": None, "note": None})

    before = client.get("/api/v1/procedures.jsonl.gz")
    make_file()
    after = client.get("/api/v1/procedures.jsonl.gz")

    assert '"code":"3.000348"' in gzip.decompress(before.data).decode()
    lines = gzip.decompress(after.data).decode()
    assert '"code":"3.000347"' in lines
    assert '"code":"3.000348"' not in lines
    assert before.headers["ETag"] != after.headers["ETag"]


def test_before_the_first_file_is_made_the_answer_is_to_come_again(client, world):
    for file in (world.folder / "portal" / "open-data").iterdir():
        file.unlink()

    answer = client.get("/api/v1/procedures.jsonl.gz")

    assert (answer.status_code, answer.get_json()) == (503, {"error": "unavailable"})


def test_figures_are_as_described_and_agree_with_each_other(client, described):
    whole = client.get("/api/v1/statistics").get_json()
    justice = client.get("/api/v1/agencies/G15/quality").get_json()

    jsonschema.validate(whole, described("Statistics"))
    jsonschema.validate(justice, described("Quality"))
    procedures = whole["procedures"]
    assert procedures["total"] == sum(procedures[level] for level in ("full", "partial", "counter"))
    assert procedures["total"] == client.get("/api/v1/procedures").get_json()["total"]
    assert justice["procedures"]["total"] == client.get("/api/v1/procedures?agency=G15").get_json()["total"]
    assert justice["ratings"] is None


def test_an_agency_that_is_none_has_no_quality(client):
    answer = client.get("/api/v1/agencies/nobody/quality")

    assert (answer.status_code, answer.get_json()) == (404, {"error": "not_found"})


def test_the_description_names_its_licence_and_every_address(client, portal):
    document = client.get("/api/v1/openapi.json").get_json()

    served = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in portal.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert document["info"]["license"]["name"]
    assert set(document["paths"]) == served


@pytest.mark.parametrize(
    "operation",
    [
        "/api/v1/procedures",
        "/api/v1/procedures/{code}",
        "/api/v1/agencies/{code}/quality",
        "/api/v1/statistics",
    ],
)
def test_real_answers_to_any_question_are_as_described(portal, operation):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", portal)
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]

    @given(case=schema[operation]["GET"].as_strategy())
    @settings(
        max_examples=15,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def ask(case):
        case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

    ask()
