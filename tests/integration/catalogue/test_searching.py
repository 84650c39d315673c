"""The search page: suggestions, groups, dossier codes, answers, and whatever may be typed."""

import time
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.features.catalogue.searching.misses import Misses, MissService
from app.features.catalogue.searching.visits import Visits
from app.web.services import use
from tests.support.procedures import own_record

OLD = "000.00.00.H26-191209-0001"
HOSTILE = [
    "",
    "%20%09",
    "a" * 10_000,
    "%00%01%1b%5b31m",
    quote("😀🎉👨‍👩‍👧‍👦"),
    quote("'; DROP TABLE procedures; --"),
    quote("<script>alert(1)</script>"),
    quote('" onmouseover="x'),
    "%ff%fe%c3%28",
    "%ed%a0%80khai+sinh",
    quote("{{ 7*7 }} %(count)s"),
    "khai+sinh&field=nothing&agency=%00&level=x&locality=99&channel=%ff",
    "khai+sinh&page=1000000000",
    "khai+sinh&page=-5",
    "khai+sinh&page=%F0%9F%98%80",
    "&".join(["q=khai"] * 200),
    "khai+sinh" + "".join(f"&field=f{number}" for number in range(500)),
]
PLACES = [
    ("/vi/procedures?q={}", None),
    ("/en/procedures?q={}", "div#results"),
    ("/vi/procedures/suggestions?q={}", "div#suggestions"),
    ("/api/v1/procedures?q={}", None),
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(("address", "target"), PLACES, ids=["page", "fragment", "suggestions", "api"])
def test_whatever_is_typed_gets_a_sensible_answer_in_bounded_time(portal, typed, address, target):
    client = portal.test_client()
    client.get("/vi/procedures")
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}

    began = time.perf_counter()
    answer = client.get(address.format(typed), headers=headers)

    assert answer.status_code in {200, 400, 414, 422}
    assert b"<script>alert" not in answer.data
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("address", ["/vi/procedures?q=khai+sinh", "/en/procedures?q=passport&level=full"])
def test_searching_issues_at_most_ten_statements(visit, statements, address):
    visit(address)

    with statements() as sql:
        visit(address)

    assert len(sql) <= 10, "\n".join(sql)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (OLD, OLD),
        (OLD.lower(), OLD),
        ("000.00.00.h26 - 191209 - 0001", OLD),
        ("OOO.00.00.H26-191209-0001", OLD),
        ("g09.2O 2o26o6o9 oo92637", "G09.20-20260609-0092637"),
        ("cdv 261122 7k3m9 qxz4a", "CDV-261122-7K3M9-QXZ4A"),
        ("CDV–26l122–7K3M9–QXZ4A", "CDV-261122-7K3M9-QXZ4A"),
    ],
)
def test_a_dossier_s_code_or_receipt_number_leads_to_tracking(portal, typed, code):
    answer = portal.test_client().get("/vi/procedures", query_string={"q": typed})

    assert (answer.status_code, answer.location) == (303, f"/vi/track?code={code}")


def test_while_a_dossier_s_code_is_typed_it_is_only_offered(portal, fragment):
    typing = {"HX-Request": "true", "HX-Target": "div#results", "HX-Source": "input#q"}
    answer = portal.test_client().get("/en/procedures", query_string={"q": OLD}, headers=typing)

    assert f'href="/en/track?code={OLD}"' in answer.get_data(as_text=True)
    assert fragment(f"/en/procedures/suggestions?q={OLD}", "div#suggestions").link(
        f"{OLD} Track this dossier"
    )


def test_suggestions_are_procedures_life_events_agencies_and_fields(fragment):
    events = fragment("/en/procedures/suggestions?q=having", "div#suggestions").texts("small")
    agencies = fragment("/vi/procedures/suggestions?q=bo+tu+ph", "div#suggestions").texts("small")
    fields = fragment("/vi/procedures/suggestions?q=ho+tich", "div#suggestions").texts("small")

    assert "Life event" in events
    assert agencies[0] == "Cơ quan"
    assert "Lĩnh vực" in fields


def test_a_group_opens_to_its_members(visit, take_feed):
    name = {"vi": "Đăng ký khai sinh tại nơi khác", "en": "Birth registration elsewhere"}
    record = own_record("1.991193", name=name, variant_of="1.001193")
    report = take_feed({"cursor": "1", "kind": "changed", "code": "1.991193", "record": record})
    assert not report.refused, report

    page = visit("/vi/procedures?q=dang+ky+khai+sinh")

    assert page.one("details.variants summary").text == "Còn 1 thủ tục cùng loại ở cấp hoặc nơi khác"
    assert {"1.001193", "1.991193"} & {
        link.attr("href").rpartition("/")[2] for link in page.all("details.variants a")
    }


@pytest.mark.parametrize(("lang", "time_said"), [("vi", "9 ngày làm việc"), ("en", "9 working days")])
def test_a_member_of_a_group_says_how_the_others_differ(visit, take_feed, lang, time_said):
    name = {"vi": "Đăng ký khai sinh tại nơi khác", "en": "Birth registration elsewhere"}
    record = own_record("1.991193", name=name, variant_of="1.001193")
    record["channels"][0]["time"] = {"amount": 9, "unit": "working_day", "note": None}
    report = take_feed({"cursor": "1", "kind": "changed", "code": "1.991193", "record": record})
    assert not report.refused, report

    page = visit(f"/{lang}/procedures/1.001193")

    assert page.link(name[lang]).endswith(f"/{lang}/procedures/1.991193")
    assert any(time_said in text for text in page.texts("#variants ~ ul small"))


def test_nothing_found_is_no_dead_end(visit):
    page = visit("/vi/procedures?q=zzzz+qqqq")

    assert page.has('a[href="tel:18001096"]')
    assert page.has('a[href="/vi/fields"]')
    assert len(page.all("#results article")) >= 3


def test_the_answer_is_counted_once_and_thanked_for_in_place(visitor, portal):
    page = visitor.visit("/en/procedures?q=flying+carpet")

    thanks = visitor.send(page, form="#verdict-form", button="No", target="div#verdict")
    again = visitor.visit("/en/procedures?q=flying+carpet")

    assert "Thank you" in thanks.one("#verdict").text
    assert "Thank you" in again.one("#verdict").text
    assert not again.has("#verdict button")
    assert [(miss.query, miss.unfitting) for miss in misses(portal).top] == [("flying carpet", 1)]


def test_without_scripts_the_answer_leads_back_to_the_results(visitor, portal):
    page = visitor.visit("/vi/procedures?q=khai+sinh")

    back = visitor.send(page, form="#verdict-form", button="Có")

    assert back.one("#q").attr("value") == "khai sinh"
    assert "Cảm ơn" in back.one("#verdict").text
    assert misses(portal).fitting == 1


def test_an_answer_from_elsewhere_is_not_counted(portal):
    client = portal.test_client()

    answer = client.post("/vi/procedures/verdict", data={"q": "khai sinh", "answer": "no"})

    assert answer.status_code == 400
    assert misses(portal).unfitting == 0


def test_searches_that_find_nothing_are_counted_unless_still_typed(portal):
    client = portal.test_client()
    typing = {"HX-Request": "true", "HX-Target": "div#results", "HX-Source": "input#q"}

    client.get("/vi/procedures?q=zzzz+qqqq+001190000011")
    client.get("/vi/procedures?q=zzzz+qqq", headers=typing)
    client.get("/vi/procedures?q=khai+sinh")

    assert [(miss.query, miss.empty) for miss in misses(portal).top] == [("zzzz qqqq …", 1)]


def test_opening_a_procedure_counts_a_visit_without_writing(portal, visit, statements):
    with statements() as sql:
        visit("/vi/procedures/1.001193")
        visit("/vi/procedures/1.001193")

    with portal.test_request_context("/"):
        use(Visits).flush()
    assert not [line for line in sql if line.startswith(("INSERT", "UPDATE"))]
    with portal.test_request_context("/"):
        assert use(Session).execute(text("SELECT code, visits FROM procedure_visits")).all() == [
            ("1.001193", 2)
        ]


def misses(portal):
    with portal.test_request_context("/"):
        use(Misses).flush()
        return use(MissService).overview()


def test_every_chosen_filter_stands_above_the_results_and_is_taken_out_by_its_link(visit):
    page = visit("/en/procedures?q=licence&level=full&audience=citizen&apply=1")

    taken_out = {link.text: link.attr("href") for link in page.all(".chosen li a")}

    assert len(taken_out) == 3
    for name, address in taken_out.items():
        assert "level=full" in address or name.endswith("Wholly online")
        assert "audience=citizen" in address or name.endswith("Citizens")
        assert "apply=1" in address or name.endswith("Apply here")
    assert not page.one("#facets").has_attr("open")


def test_a_search_that_nothing_narrows_has_no_filters_to_take_out(visit):
    assert not visit("/vi/procedures?q=khai+sinh").has(".chosen")
