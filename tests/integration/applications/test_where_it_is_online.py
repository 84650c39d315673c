"""A form is begun and sent only for a place that is served online; the answers stay, and the way is named."""

import pytest

from tests.support.births import file_birth, go_on

SERVED, NOT_SERVED = "01", "15"


@pytest.fixture
def live_in(visitor):
    """Choose a province, or one of its wards."""

    def choose(code):
        page = visitor.visit("/vi/locality?back=/vi/procedures/1.001193")
        submission = page.submission({"typed": ""}, form="form:has(#typed)")
        submission.fields["unit"] = [code]
        return visitor.submit(submission)

    return choose


def test_a_form_cannot_be_begun_where_the_service_is_not_online(visitor, sign_in, live_in):
    sign_in()
    start = visitor.visit("/vi/applications/start/1.001193")
    live_in(NOT_SERVED)

    refused = visitor.send(start, button=None, form="main form", status=409)

    assert "Tỉnh Lào Cai chưa nhận hồ sơ trên mạng" in refused.text
    assert "Trung tâm Phục vụ hành chính công" in refused.text
    assert not refused.has("main form")


def test_where_it_is_online_the_form_begins_with_the_chosen_ward(visitor, sign_in, live_in):
    sign_in()
    live_in("00070")

    page = file_birth(visitor, until="register_at")

    assert page.values("main form")["register_at-ward"] == "00070"
    assert "Nơi bạn đã chọn" in page.text


def test_answers_that_name_a_place_without_the_service_are_kept_and_not_sent(visitor, sign_in):
    sign_in()
    page = file_birth(visitor, until="register_at")
    page = visitor.send(page, {"register_at-province": NOT_SERVED}, button="_action=units")
    ward = page.one("#register_at-ward").all("option")[1].attr("value")
    page = visitor.send(page, {"register_at-province": NOT_SERVED, "register_at-ward": ward})
    check = go_on(visitor, page)

    assert "Nơi bạn ghi chưa nhận hồ sơ này trên mạng" in check.text
    assert "Tỉnh Lào Cai chưa nhận hồ sơ trên mạng" in check.text
    assert not check.has("#declared")
    assert "Nguyễn Minh Anh" in check.text
