"""The catalogue as open data: complete, cacheable, readable by any site, as described."""

import jsonschema
import pytest


@pytest.fixture
def describe(client):
    """The described shape of an answer, ready to validate with."""
    document = client.get("/api/v1/openapi.json").get_json()

    def schema(name):
        return {"$ref": f"#/components/schemas/{name}", "components": document["components"]}

    return schema


def test_every_procedure_is_listed_once_over_all_pages(client):
    seen = []
    for page in range(1, 10):
        answer = client.get(f"/api/v1/procedures?per_page=7&page={page}").get_json()
        seen += [item["code"] for item in answer["items"]]

    assert len(seen) == len(set(seen)) == answer["total"]
    assert {"1.001193", "3.000347"} <= set(seen)


@pytest.mark.parametrize(
    "query", ["", "?q=khai+sinh", "?q=licence&lang=en", "?level=counter", "?q=%00&page=x"]
)
def test_a_page_is_as_described(client, describe, query):
    answer = client.get(f"/api/v1/procedures{query}")

    jsonschema.validate(answer.get_json(), describe("Page"))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


def test_a_search_answers_in_the_language_asked(client):
    first = client.get("/api/v1/procedures?q=đổi+giấy+phép+lái+xe&lang=en").get_json()["items"][0]

    assert first["name"] == "Replacement of driving licences"
    assert first["lang"] == "en"
    assert first["agency"] == {"code": "G01", "name": "Ministry of Public Security"}
    assert first["fee"] == {"least": 135000, "most": 135000, "currency": "VND", "see_details": False}
    assert first["time"] == {"amount": 5, "unit": "working_day", "note": None}
    assert first["url"].endswith("/en/procedures/3.000347")


def test_only_what_can_be_applied_for_here(client):
    items = client.get("/api/v1/procedures?apply=1").get_json()["items"]

    assert "1.001193" in [item["code"] for item in items]
    assert all(item["apply"] for item in items)


def test_one_procedure_is_whole_and_as_described(client, describe):
    answer = client.get("/api/v1/procedures/1.001193")

    body = answer.get_json()
    jsonschema.validate(body, describe("Procedure"))
    assert body["name"] == {"vi": "Đăng ký khai sinh", "en": "Registration of birth"}
    assert body["changed_at"].endswith("Z")
    assert body["apply"] is True


@pytest.mark.parametrize(
    "address", ["/api/v1/procedures?q=khai", "/api/v1/procedures/1.001193", "/api/v1/openapi.json"]
)
def test_an_unchanged_answer_is_not_sent_again(client, address):
    tag = client.get(address).headers["ETag"]

    answer = client.get(address, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")


def test_unknown_and_withdrawn_are_told_apart(client, take_feed):
    take_feed(
        {
            "cursor": "1",
            "kind": "withdrawn",
            "code": "3.000348",
            "record": None,
            "successor": "3.000347",
            "note": None,
        }
    )

    unknown = client.get("/api/v1/procedures/9.999999")
    withdrawn = client.get("/api/v1/procedures/3.000348")

    assert (unknown.status_code, unknown.get_json()) == (404, {"error": "not_found"})
    assert (withdrawn.status_code, withdrawn.get_json()) == (
        410,
        {"error": "withdrawn", "successor": "3.000347"},
    )


def test_strange_parameters_get_an_answer(client):
    for query in (
        "per_page=0",
        "per_page=-3",
        "per_page=10000000",
        "page=1000000000",
        "q=" + "a" * 9000,
        "field=%00",
    ):
        answer = client.get(f"/api/v1/procedures?{query}")

        assert answer.status_code == 200, query
        assert len(answer.get_json()["items"]) <= 100
