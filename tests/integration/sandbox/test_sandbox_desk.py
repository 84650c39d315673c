"""Officers do what is lawful, and the portal hears of it."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.sandbox.agencies.statuses import statuses
from app.sandbox.backstage import backstage
from app.sandbox.desk.actions import ACTIONS
from app.sandbox.desk.service import Desk, Point
from app.sandbox.errors import Unacceptable, Unlawful
from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings
from tests.support.clock import MovableClock
from tests.support.html import HtmlPage
from tests.support.sandbox import DEFINITIONS, Browser, Gateway, file_entry, make_application

NEXT_WEEK = date(2026, 11, 30)
POINTS = [
    Point({"vi": "Ảnh rõ hơn của cây", "en": "A clearer photo of the tree"}, "file"),
    Point({"vi": "Cây cao bao nhiêu?"}, "text"),
]
STEPS: dict[int, Any] = {
    2: lambda desk, code: desk.accept(code),
    3: lambda desk, code: desk.refuse(code, "Không thuộc thẩm quyền"),
    4: lambda desk, code: desk.start(code),
    5: lambda desk, code: desk.ask_supplement(code, POINTS, NEXT_WEEK),
    6: lambda desk, code: desk.ask_payment(code, "Lệ phí 50.000 đồng"),
    8: lambda desk, code: desk.stop(code, "Người nộp không trả lời"),
    9: lambda desk, code: desk.finish(code),
    10: lambda desk, code: desk.hand_over(code),
}
WAYS = {1: [], 2: [2], 3: [3], 4: [2, 4], 5: [5], 6: [6], 8: [2, 8], 9: [2, 4, 9], 10: [2, 4, 9, 10]}
LAWFUL = {
    1: {2, 3, 5, 6},
    2: {4, 5, 6, 8},
    3: set(),
    4: {5, 6, 8, 9},
    5: {2, 3, 4, 8},
    6: {2, 4, 8},
    8: set(),
    9: {10},
    10: set(),
}


def walk(desk: Desk, code: str, way: list[int]) -> None:
    for status in way:
        STEPS[status](desk, code)


@pytest.fixture(scope="module")
def lasting_gateway(tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    """One sandbox for the whole table, which needs no clean one."""
    folder = tmp_path_factory.mktemp("sandbox")
    settings = SandboxSettings.for_tests(folder, definitions_dir=DEFINITIONS)
    return Gateway(create_sandbox(settings, clock=MovableClock()))


@pytest.mark.parametrize("before", sorted(WAYS))
@pytest.mark.parametrize("after", sorted(STEPS))
def test_only_lawful_steps_are_possible(lasting_gateway: Gateway, before: int, after: int) -> None:
    gateway = lasting_gateway
    code = gateway.apply()["dossier_code"]
    with gateway.desk() as desk:
        walk(desk, code, WAYS[before])

    with gateway.desk() as desk:
        if after in LAWFUL[before]:
            STEPS[after](desk, code)
        else:
            with pytest.raises(Unlawful):
                STEPS[after](desk, code)

    expected = WAYS[before] + ([after] if after in LAWFUL[before] else [])
    with gateway.desk() as desk:
        assert [event.status for event in desk.dossier(code).events] == [1, *expected]


def test_every_action_has_a_status_of_the_official_ten() -> None:
    names = statuses().names

    assert sorted(names) == list(range(1, 11))
    assert {action.status for action in ACTIONS} == set(STEPS)


def test_each_step_is_an_event_with_its_officer_and_note(sandbox: Flask, gateway: Gateway) -> None:
    code = gateway.apply()["dossier_code"]

    with backstage(sandbox).desk("Vũ Quang Minh") as desk:
        desk.accept(code, {"vi": "Đã đủ giấy tờ", "en": "Complete"})

    event = gateway.events()[-1]
    assert (event["version"], event["status"]) == (2, 2)
    assert event["actor"]["name"] == "Vũ Quang Minh"
    assert event["actor"]["unit"]["vi"] == "Ủy ban nhân dân thành phố Hà Nội"
    assert event["note"] == {"vi": "Đã đủ giấy tờ", "en": "Complete"}


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_a_refusal_needs_a_reason(gateway: Gateway, reason: str | None) -> None:
    code = gateway.apply()["dossier_code"]

    with gateway.desk() as desk, pytest.raises(Unacceptable):
        desk.refuse(code, reason)

    assert len(gateway.events()) == 1


@pytest.mark.parametrize(
    ("points", "answer_by"),
    [([], NEXT_WEEK), ([Point({"vi": " "})], NEXT_WEEK), (POINTS, date(2026, 11, 23))],
)
def test_a_supplement_is_asked_with_points_and_a_future_day(
    gateway: Gateway, points: list[Point], answer_by: date
) -> None:
    code = gateway.apply()["dossier_code"]

    with gateway.desk() as desk, pytest.raises(Unacceptable):
        desk.ask_supplement(code, points, answer_by)

    assert len(gateway.events()) == 1


def ask(gateway: Gateway) -> tuple[str, dict[str, Any]]:
    code = gateway.apply()["dossier_code"]
    with gateway.desk() as desk:
        desk.ask_supplement(code, POINTS, NEXT_WEEK)
    return code, gateway.events()[-1]["request"]


def answers(gateway: Gateway, request: dict[str, Any]) -> dict[str, Any]:
    content = b"a clearer photo"
    entry = file_entry(gateway.upload(content), len(content))
    del entry["question"]
    return {
        "request_id": request["id"],
        "answers": [
            {"point": "1", "text": None, "files": [entry]},
            {"point": "2", "text": "Khoảng 7 mét", "files": []},
        ],
    }


def test_a_supplement_asks_for_everything_at_once(gateway: Gateway) -> None:
    _, request = ask(gateway)

    assert [(point["key"], point["kind"]) for point in request["points"]] == [("1", "file"), ("2", "text")]
    assert request["answer_by"] == "2026-11-30"


def test_an_answered_supplement_restarts_the_clock(gateway: Gateway, clock: MovableClock) -> None:
    code, request = ask(gateway)
    body = answers(gateway, request)
    clock.move(days=2)
    gateway.identify()

    answer = gateway.post(f"dossiers/{code}/supplements", body, key="k1")

    entry = body["answers"][0]["files"][0]
    assert answer.status_code == 200
    assert answer.json() == {"files": [{"id": entry["id"], "sha256": entry["sha256"], "size": entry["size"]}]}
    event = gateway.events()[-1]
    assert (event["version"], event["status"], event["due_at"]) == (3, 2, "2026-11-30T10:00:00.000Z")
    with gateway.desk() as desk:
        assert [file.question for file in desk.dossier(code).files] == ["supplement:1"]


def test_a_supplement_counts_once_per_key(gateway: Gateway) -> None:
    code, request = ask(gateway)
    body = answers(gateway, request)
    first = gateway.post(f"dossiers/{code}/supplements", body, key="k1")

    same = gateway.post(f"dossiers/{code}/supplements", body, key="k1")
    other_body = gateway.post(f"dossiers/{code}/supplements", body | {"request_id": "x"}, key="k1")
    other_key = gateway.post(f"dossiers/{code}/supplements", body, key="k2")

    assert (same.status_code, same.json()) == (200, first.json())
    assert (other_body.status_code, other_key.status_code) == (409, 409)
    assert len(gateway.events()) == 3


def test_nothing_can_be_supplemented_that_was_not_asked_for(gateway: Gateway) -> None:
    code = gateway.apply()["dossier_code"]
    body = {"request_id": "none", "answers": [{"point": "1", "text": "x", "files": []}]}

    assert gateway.post(f"dossiers/{code}/supplements", body, key="k1").status_code == 409
    assert gateway.post("dossiers/000.00.00.H26-261123-0999/supplements", body, key="k1").status_code == 404


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body["answers"].pop(),
        lambda body: body["answers"][0].update(files=[]),
        lambda body: body["answers"][1].update(text="  "),
        lambda body: body["answers"].append({"point": "9", "text": "x", "files": []}),
        lambda body: body["answers"].append(body["answers"][1]),
        lambda body: body["answers"][0]["files"][0].update(sha256="0" * 64),
    ],
)
def test_every_point_is_answered_in_its_kind(gateway: Gateway, spoil: Any) -> None:
    code, request = ask(gateway)
    body = answers(gateway, request)
    spoil(body)

    assert gateway.post(f"dossiers/{code}/supplements", body, key="k1").status_code == 422
    assert len(gateway.events()) == 2


def test_the_result_is_a_pdf_the_portal_can_fetch(gateway: Gateway) -> None:
    code = gateway.apply()["dossier_code"]
    with gateway.desk() as desk:
        walk(desk, code, [2, 4, 9, 10])

    result = next(event["result"] for event in gateway.events() if event["status"] == 9)
    (file,) = result["files"]
    fetched = gateway.get(f"results/{file['id']}")

    assert fetched.content.startswith(b"%PDF-") and fetched.content.rstrip().endswith(b"%%EOF")
    assert hashlib.sha256(fetched.content).hexdigest() == file["sha256"]
    assert (len(fetched.content), fetched.headers["Content-Type"]) == (file["size"], "application/pdf")
    assert gateway.get("results/unknown").status_code == 404


@pytest.fixture
def officer(browser: Browser) -> Browser:
    page = browser.visit("/desk")
    browser.press(page, "Đỗ Thu Hà")
    return browser


def test_the_desk_is_closed_to_who_has_not_said_who_works(browser: Browser) -> None:
    page = browser.visit("/desk/procedures")

    assert page.heading == "Ai đang làm việc?"
    assert browser.press(page, "Vũ Quang Minh").heading == "Thủ tục"


def test_signing_in_never_leads_to_another_site(browser: Browser) -> None:
    page = browser.visit("/desk/sign-in?next=http://evil.example/desk")

    assert browser.press(page, "Vũ Quang Minh").url.endswith("/desk")


def test_dossiers_are_listed_by_status(gateway: Gateway, officer: Browser) -> None:
    first, second = gateway.apply()["dossier_code"], gateway.apply()["dossier_code"]
    with gateway.desk() as desk:
        desk.accept(first)

    every, accepted = officer.visit("/desk"), officer.visit("/desk?status=2")

    assert every.texts("main h2") == [second, first]
    assert accepted.texts("main h2") == [first]


def dossier_page(gateway: Gateway, officer: Browser, **changes: Any) -> HtmlPage:
    code = gateway.apply(make_application(**changes))["dossier_code"]
    return officer.visit(f"/desk/dossiers/{code}")


def test_answers_are_shown_with_the_labels_of_the_form(gateway: Gateway, officer: Browser) -> None:
    page = dossier_page(
        gateway,
        officer,
        answers={
            "carer": {"name": "Trần Thị Bình", "birth_date": "1990-03-14"},
            "home": {
                "country": "VN",
                "scheme": "2025",
                "province": "01",
                "ward": "00004",
                "line": "12 Quán Thánh",
            },
            "kind": "phuong",
            "planted_on": "2026-11-01",
            "alone": False,
            "friends": [{"friend_name": "Lê Văn Chính"}, {"friend_name": "Nguyễn Thị Em"}],
        },
    )

    shown = dict(zip(page.texts("dl.facts dt"), page.texts("dl.facts dd"), strict=True))
    assert shown["Người chăm sóc: Họ và tên"] == "Trần Thị Bình"
    assert shown["Người chăm sóc: Ngày sinh"] == "14/03/1990"
    assert shown["Loại cây"] == "Cây phượng"
    assert shown["Ngày trồng"] == "01/11/2026"
    assert shown["Chăm sóc một mình"] == "Không"
    assert shown["Nơi cư trú"] == "12 Quán Thánh, Phường Ba Đình, Thành phố Hà Nội"
    assert {"Người cùng chăm sóc 1", "Người cùng chăm sóc 2"} <= set(page.texts("h3"))


def test_files_are_shown_and_their_hashes_checked(sandbox: Flask, gateway: Gateway, officer: Browser) -> None:
    good, bad = gateway.upload(b"good"), gateway.upload(b"fake")
    entries = [file_entry(good, 4), file_entry(bad, 4, name="khác.html", media_type="text/html")]
    backstage(sandbox).house.shelf.path(bad).write_bytes(b"evil")

    page = dossier_page(gateway, officer, files=entries)
    inline = officer.http.get(page.link("ảnh cây.jpg"))
    saved = officer.http.get(page.link("khác.html"))

    assert "mã băm khớp" in page.texts(".files li")[0]
    assert "MÃ BĂM KHÔNG KHỚP" in page.texts(".files li")[1]
    assert inline.content == b"good"
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_an_officer_asks_for_a_supplement_on_the_page(gateway: Gateway, officer: Browser) -> None:
    page = dossier_page(gateway, officer)
    typed = {
        "vi_1": "Ảnh cây",
        "kind_1": "file",
        "vi_2": "Chiều cao",
        "en_2": "Height",
        "kind_2": "text",
        "answer_by": "2026-12-01",
    }

    done = officer.press(page, "Yêu cầu bổ sung", typed)

    request = gateway.events()[-1]["request"]
    assert "Yêu cầu bổ sung giấy tờ" in done.texts("dl.facts dd")[0]
    assert [point["text"] for point in request["points"]] == [
        {"vi": "Ảnh cây"},
        {"vi": "Chiều cao", "en": "Height"},
    ]


def test_a_bad_supplement_request_keeps_what_was_typed(gateway: Gateway, officer: Browser) -> None:
    page = dossier_page(gateway, officer)

    again = officer.press(page, "Yêu cầu bổ sung", {"vi_1": "Ảnh cây", "answer_by": "2026-11-01"})

    assert again.status == 422
    assert "Hãy chọn một ngày sau hôm nay." in again.text
    assert again.one("#vi_1").attr("value") == "Ảnh cây"
    assert len(gateway.events()) == 1


def test_an_unlawful_step_is_a_page_that_says_so(gateway: Gateway, officer: Browser) -> None:
    page = dossier_page(gateway, officer)
    refuse = page.submission({"note": "Sai thẩm quyền"}, button="Từ chối tiếp nhận")
    officer.send(refuse)

    again = officer.send(refuse)
    shown = HtmlPage(again.text)

    assert again.status_code == 409
    assert shown.heading == "Chưa thể thực hiện bước này"
    assert [event["status"] for event in gateway.events()] == [1, 3]


def test_a_whole_dossier_is_worked_through_on_the_page(gateway: Gateway, officer: Browser) -> None:
    page = dossier_page(gateway, officer)

    for button in ("Tiếp nhận hồ sơ", "Bắt đầu xử lý", "Hoàn thành, có kết quả", "Trả kết quả"):
        page = officer.press(page, button)

    assert [event["status"] for event in gateway.events()] == [1, 2, 4, 9, 10]
    assert "Hồ sơ này đã kết thúc." in page.text
    pdf = officer.http.get(page.link(f"{page.heading.removeprefix('Hồ sơ ')}.pdf"))
    assert pdf.content.startswith(b"%PDF-")


def test_keys_are_rotated_at_the_desk(officer: Browser) -> None:
    page = officer.visit("/desk/keys")

    first = officer.press(page, "Tạo khóa mới").texts("main ol code")
    second = officer.press(officer.visit("/desk/keys"), "Tạo khóa mới").texts("main ol code")

    assert len(first) == 1 and second[1:] == first
    assert [key["kid"] for key in officer.http.get("/oidc/jwks").json()["keys"]] == second


def test_an_unknown_dossier_or_action_is_not_found(gateway: Gateway, officer: Browser) -> None:
    page = dossier_page(gateway, officer)
    press = page.submission(button="Tiếp nhận hồ sơ")

    unknown = officer.visit("/desk/dossiers/000.00.00.H26-261123-9999")
    token = {"csrf_token": press.fields["csrf_token"][0]}
    nonsense = officer.http.post(press.url.replace("/accept", "/dossiers"), data=token)

    assert (unknown.status, nonsense.status_code) == (404, 404)
