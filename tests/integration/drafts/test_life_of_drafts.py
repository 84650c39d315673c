"""Put away and taken back, expiring after two notices, and gone in the end with its files."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.features.applications.models import Draft
from app.features.documents.models import StoredFile
from app.features.notices.models import Notice
from app.wizard.reading.definition import load
from tests.support.drafting import TREE, ask, publish, tree_form
from tests.support.journeys import complete
from tests.support.visitor import PORTAL, with_fields
from tests.support.wizard import make_step

STEPS = (
    make_step("who", ask("carer", "Người chăm sóc")),
    make_step("photo", ask("picture", "Ảnh cây", "file")),
)


@pytest.fixture
def draft(world, visitor, sign_in):
    """A draft with a name and a photo."""
    form = tree_form(*STEPS)
    publish(world, form)
    sign_in()
    page = complete(visitor, TREE, {"carer": "Trần Thị Bình"}, definition=load(form))
    return page.url.split("/applications/")[1].split("/")[0]


def all_of(world, model):
    with world.database.session(writes=False) as session:
        return session.scalars(select(model)).all()


def delete(visitor, draft):
    return visitor.send(visitor.visit(f"/vi/applications/{draft}/delete"), button="Xoá bản nháp")


def test_a_deleted_draft_can_be_taken_back_for_thirty_days(visitor, draft, clock, sign_in):
    delete(visitor, draft)
    clock.move(days=29)
    sign_in()
    page = visitor.visit(f"/vi/applications/{draft}/photo")

    back = visitor.send(page, form="main form")
    assert "Bạn đã xoá ngày 23/11/2026" in page.one(".notice").text
    assert "giữ đến 23/12/2026" in page.one(".notice").text

    assert back.url.endswith("/check")
    assert "Trần Thị Bình" in back.text
    assert not visitor.visit("/vi/applications/deleted").has("main form")


def test_after_thirty_days_it_is_gone_with_its_files(world, visitor, draft, clock, sign_in):
    delete(visitor, draft)
    clock.move(days=31)
    world.deliver()

    assert all_of(world, Draft) == []
    assert [file.released_at for file in all_of(world, StoredFile)] == [clock()]
    sign_in()
    told = "câu trả lời và tệp mất hẳn"
    assert told in visitor.visit(f"/vi/applications/{draft}/", status=404).text
    assert told in visitor.visit(f"/vi/applications/deleted?draft={draft}").one(".notice").text
    assert "Không có bản nháp đã xoá" in visitor.visit("/vi/applications/deleted").text


def test_who_types_in_a_deleted_draft_keeps_the_page_and_is_told(visitor, draft):
    typing = visitor.visit(f"/vi/applications/{draft}/who")
    delete(visitor, draft)

    asked = with_fields(typing.submission({"carer": "Trần Thị Bình Minh"}, form="#step-form"), _action="save")
    told = visitor.submit(asked, target="p#saved", status=404)

    assert "Hồ sơ này đã bị xoá" in told.one("#saved").text
    assert told.link("Hoàn tác việc xoá").endswith(f"/vi/applications/deleted?draft={draft}")


def test_nobody_else_sees_or_takes_back_a_deleted_draft(visitor, draft, another_visitor):
    delete(visitor, draft)
    stranger = another_visitor()
    stranger.sign_in("048178000044")
    page = stranger.visit("/vi/applications/deleted")

    assert not page.has("main form")
    told = set()
    for of in (draft, uuid4()):
        refused = stranger.visit(f"/vi/applications/{of}/photo", status=404)
        assert refused.heading == "Không tìm thấy trang này"
        told.add(stranger.visit(f"/vi/applications/deleted?draft={of}").one("main").text)
    assert len(told) == 1
    form = stranger.visit(f"/vi/applications/start/{TREE}").one("main form [name=csrf_token]")
    token = {"csrf_token": form.attr("value")}
    answer = stranger.client.post(f"/vi/applications/{draft}/restore", data=token, base_url=PORTAL)
    assert answer.status_code == 404


def test_the_list_says_until_when_a_draft_is_kept(visitor, draft):
    assert "giữ đến 22/05/2027" in visitor.visit("/vi/dossiers").text


def test_two_notices_then_it_moves_to_the_recently_deleted(world, visitor, draft, clock, sign_in):
    for days in (150, 1, 22, 1, 6):
        clock.move(days=days)
        world.deliver()
        world.deliver()

    notices = [notice for notice in all_of(world, Notice) if notice.kind == "draft_expiring"]
    assert len(notices) == 2
    assert {notice.matter["day"] for notice in notices} == {"2027-05-22"}
    assert all_of(world, Draft)[0].expired
    sign_in()
    assert "180 ngày không ai sửa" in visitor.visit("/vi/applications/deleted").text
    assert "đã hết hạn lưu" in visitor.visit(f"/vi/applications/{draft}/").one(".notice").text


def test_touching_a_draft_gives_it_its_whole_time_again(world, visitor, draft, clock, sign_in):
    clock.move(days=160)
    world.deliver()
    sign_in()
    page = visitor.visit(f"/vi/applications/{draft}/who")
    visitor.send(page, {"carer": "Trần Thị Bình Minh"}, form="#step-form")
    clock.move(days=149)
    world.deliver()

    assert all_of(world, Draft)[0].deleted_at is None
    assert len([notice for notice in all_of(world, Notice) if notice.kind == "draft_expiring"]) == 1
