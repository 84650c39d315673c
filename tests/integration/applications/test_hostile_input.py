"""Wrong, over-long, wrongly encoded and hostile values change nothing and lose nothing."""

import pytest

from tests.support.births import PAPER


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x" * 20_000,
        "\x00\x07",
        "<script>alert(1)</script>",
        "'; DROP TABLE draft; --",
        "😀" * 50,
        "\u202eevil",
    ],
)
def test_a_hostile_name_is_refused_and_stays_typed(at_step, send, value):
    page = at_step("child")

    refused = send(page, {"child_name": value, "child_sex": "female"}, status=422)

    assert "child_name" in refused.errors
    assert refused.values()["child_sex"] == "female"
    assert not refused.has("script:not([src])")


def test_broken_utf8_is_answered_with_a_page(at_step, client):
    page = at_step("child")
    token = page.values()["csrf_token"]

    answer = client.post(
        page.url,
        data=b"child_name=%ff%fe&child_sex=female&_shown=child_name&_shown=child_sex&csrf_token="
        + token.encode(),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422


def test_a_value_that_was_never_offered_is_refused(at_step, client):
    page = at_step("requester_role")

    answer = client.post(
        page.url,
        data={**page.values(), "requester_role": "president", "_shown": "requester_role"},
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "action",
    [
        "nonsense",
        "remove:not-an-id",
        "remove-item:999999",
        "upload:child_name",
        "units",
        "place:nothing:1",
    ],
)
def test_an_unknown_button_changes_nothing(at_step, client, action):
    page = at_step("child")

    answer = client.post(page.url, data={**page.values(), "_action": action})

    assert answer.status_code in {200, 303, 422}


def test_an_item_cannot_be_removed_from_a_step_that_has_none(at_step, visit, client):
    page = visit(at_step("child").url.replace("/child", "/requester_role"))

    answer = client.post(page.url, data={**page.values(), "_action": "remove-item:0"})

    assert answer.status_code == 303
    assert visit(page.url).values()["requester_role"] == "mother"


def test_a_form_without_its_token_is_refused(at_step, client, visit):
    page = at_step("child")

    answer = client.post(
        page.url, data={"child_name": "Kẻ Lạ", "child_sex": "male", "_shown": ["child_name"]}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/", "/child", "/check", "/received", "/delete", "/files/00000000-0000-4000-8000-000000000000"],
)
def test_an_unknown_draft_is_not_found(sign_in, visit, path):
    sign_in()

    visit("/vi/applications/00000000-0000-4000-8000-000000000000" + path, status=404)


def test_a_foreign_draft_its_files_and_receipt_are_not_found(at_step, sign_in, send, another_visitor):
    page = at_step("birth_certificate")
    shown = send(page, files={"birth_certificate": PAPER}, button="_action=upload:birth_certificate")
    (remove,) = [b for b in shown.all("button") if (b.attr("value") or "").startswith("remove:")]
    file_id = str(remove.attr("value")).partition(":")[2]
    stranger = another_visitor()
    stranger.sign_in("079085000022")
    draft = page.url.rpartition("/")[0]

    for path in ("/", "/birth_certificate", "/check", "/received", "/delete", f"/files/{file_id}"):
        stranger.visit(draft + path, status=404)


def test_who_is_not_signed_in_is_asked_to_and_comes_back(visit, sign_in):
    landed = sign_in(to="/vi/applications/start/1.001193")

    assert landed.heading == "Nộp hồ sơ: Đăng ký khai sinh"


def test_what_has_no_form_cannot_be_started(sign_in, visit):
    sign_in()

    visit("/vi/applications/start/9.999999", status=404)
