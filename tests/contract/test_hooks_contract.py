"""The examples of the push contract are what the portal takes, and its answers are what the contract says."""

from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml

from app.features.intake.keys import AgencyKeys
from app.gateways.dossier_records import DossierRecord
from app.sandbox.agencies.pushing import Sender

CONTRACT = yaml.safe_load((Path(__file__).parents[2] / "docs" / "contract" / "hooks.yaml").read_text("utf-8"))
POST = CONTRACT["paths"]["/hooks/dossiers"]["post"]
EXAMPLES = POST["requestBody"]["content"]["application/json"]["examples"]


def check(value, name):
    schema = {"$ref": f"#/components/schemas/{name}", "components": CONTRACT["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


@pytest.fixture
def push(world, clock):
    sender = Sender("h26", clock)
    with world.database.transaction() as session:
        AgencyKeys(session, clock).add("h26", "H26", "ed25519", sender.public_key)

    def send(value, **changed):
        body = msgspec.json.encode(value)
        headers = sender.headers("POST", "http://portal.test/hooks/dossiers", body) | changed
        client = world.portal.test_client()
        return client.post("/hooks/dossiers", base_url="http://portal.test", data=body, headers=headers)

    return send


def test_every_example_is_taken(push):
    for name, example in EXAMPLES.items():
        check(example["value"], "Batch")

        response = push(example["value"])

        assert response.status_code == 200, name
        check(response.json, "Report")
        assert {one["outcome"] for one in response.json["results"]} == {"applied"}


def test_a_whole_dossier_is_described_as_it_is_read():
    described = CONTRACT["components"]["schemas"]["Dossier"]
    read = msgspec.inspect.type_info(DossierRecord).fields

    whole = [one for one in EXAMPLES["ours"]["value"]["items"] if one["kind"] == "dossier"]
    assert whole
    for one in whole:
        check(one, "Dossier")
    assert set(described["properties"]) == {"kind", *(field.name for field in read)}
    assert set(described["required"]) == {"kind", *(field.name for field in read if field.required)}


def test_a_refusal_is_a_problem_of_the_contract(push):
    response = push(EXAMPLES["ours"]["value"], Signature="agency=:AAAA:")

    assert str(response.status_code) in POST["responses"]
    assert response.content_type == "application/problem+json"
    check(response.json, "Problem")
