"""Administrative units as open data: by name, by what lies above, before and since 1 July 2025."""

import jsonschema
import pytest


@pytest.fixture
def localities(client):
    """Ask for units; the answer is checked against its description."""
    document = client.get("/api/v1/openapi.json").get_json()
    schema = {"$ref": "#/components/schemas/Localities", "components": document["components"]}

    def ask(**query):
        answer = client.get("/api/v1/localities", query_string=query)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        jsonschema.validate(answer.get_json(), schema)
        return answer.get_json()

    return ask


def test_without_a_question_every_province_of_today_is_listed(localities):
    answer = localities(per_page=100)

    assert answer["total"] == len(answer["items"]) == 34
    assert {item["valid_from"] for item in answer["items"]} == {"2025-07-01"}


def test_the_provinces_before_july_2025_name_what_they_are_today(localities):
    items = {item["code"]: item for item in localities(scheme="2024", per_page=100)["items"]}

    assert len(items) == 63
    assert {item["valid_until"] for item in items.values()} == {"2025-06-30"}
    assert [heir["code"] for heir in items["24"]["successors"]] == ["24"]
    assert items["24"]["successors"][0]["name"]["en"] == "Bac Ninh Province"


@pytest.mark.parametrize(
    ("scheme", "parent", "total"), [("2025", "01", 126), ("2024", "01", 30), ("2024", "001", 13)]
)
def test_what_lies_below_a_unit(localities, scheme, parent, total):
    answer = localities(scheme=scheme, parent=parent, per_page=5)

    assert answer["total"] == total
    assert all(item["parent"] == parent for item in answer["items"])


def test_every_page_together_is_every_unit_once(localities):
    codes = [
        item["code"] for page in (1, 2) for item in localities(parent="01", per_page=100, page=page)["items"]
    ]

    assert len(codes) == len(set(codes)) == 126


@pytest.mark.parametrize("typed", ["phường bến nghé", "phuong ben nghe q1 tphcm", "ben nghe"])
def test_an_old_ward_is_found_by_name_and_says_what_it_is_today(localities, typed):
    found = localities(q=typed)["items"]
    old = next(item for item in found if item["code"] == "26740" and item["scheme"] == "2024")

    assert old["level"] == "ward"
    assert [heir["default"] for heir in old["successors"]].count(True) == 1
    assert {heir["province"] for heir in old["successors"]} == {"79"}


def test_a_unit_of_today_names_what_it_was_made_of(localities):
    ba_dinh = next(item for item in localities(parent="01", per_page=100)["items"] if item["code"] == "00004")

    assert len(ba_dinh["predecessors"]) > 1
    assert ba_dinh["successors"] == []
    assert ba_dinh["divided"] is False


@pytest.mark.parametrize("query", [{"parent": "99"}, {"parent": "x" * 99}, {"scheme": "2024", "parent": "9"}])
def test_an_unknown_unit_has_nothing_below_it(localities, query):
    assert localities(**query) == {"total": 0, "items": []}


def test_an_unchanged_answer_is_not_sent_again(client):
    first = client.get("/api/v1/localities?parent=01")

    again = client.get("/api/v1/localities?parent=01", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert "Set-Cookie" not in first.headers
