"""An agency publishes a new version while somebody is filling in the old one."""

import pytest
from sqlalchemy import select

from app.features.applications.models import Application
from app.wizard.reading.definition import load
from tests.support.drafting import ANSWERS, CHANGES, FIRST, SECOND, TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, submit
from tests.support.wizard import make_step


@pytest.fixture
def begun(world, visitor, sign_in):
    """A draft of version 1 that could be sent."""
    first = tree_form(*FIRST)
    publish(world, first)
    sign_in()
    return complete(visitor, TREE, ANSWERS, definition=load(first))


def draft_of(page):
    return page.url.split("/applications/")[1].split("/")[0]


def test_the_person_sees_what_changed_and_what_moving_costs(world, visitor, begun):
    publish(world, tree_form(*SECOND, version=2, changes=CHANGES))

    page = visitor.visit(f"/vi/applications/{draft_of(begun)}/")

    assert page.heading == "Biểu mẫu này đã thay đổi"
    assert "Mẫu ngắn hơn: không còn hỏi lý do." in page.text
    assert "“Đường phố” nay gọi là “Đường, phố”" in page.text
    assert "Câu hỏi mới: Chiều cao" in page.text
    assert "Không còn hỏi: Lý do" in page.text
    assert "Cho mát" in page.text


def test_after_moving_only_the_new_question_is_open_and_what_was_left_can_be_seen(world, visitor, begun):
    publish(world, tree_form(*SECOND, version=2, changes=CHANGES))
    page = visitor.visit(f"/vi/applications/{draft_of(begun)}/")

    left = visitor.send(page, button="move=1")
    step = visitor.follow(left, "Làm tiếp hồ sơ")

    assert "Cho mát" in left.text
    assert step.url.endswith("/tree")
    assert step.one("[name=species]").attr("value") == "Cây sấu"
    check = visitor.send(step, {"height": "3"}, form="#step-form")
    assert "Phố Huế" in check.text
    assert "Cho mát" not in check.text
    assert visitor.follow(check, "1 câu trả lời không được chuyển sang").has("dl")


def test_what_is_sent_after_moving_is_of_the_new_version_without_the_dropped_answer(world, visitor, begun):
    publish(world, tree_form(*SECOND, version=2, changes=CHANGES))
    left = visitor.send(visitor.visit(f"/vi/applications/{draft_of(begun)}/"), button="move=1")
    step = visitor.follow(left, "Làm tiếp hồ sơ")

    submit(visitor, visitor.send(step, {"height": "3"}, form="#step-form"))
    world.deliver()

    with world.database.session(writes=False) as session:
        payload = session.scalars(select(Application)).one().payload
    assert payload["definition"]["version"] == 2
    assert payload["answers"] == {
        "carer": "Trần Thị Bình",
        "road": "Phố Huế",
        "species": "Cây sấu",
        "age": 4,
        "height": 3,
    }


def test_who_keeps_the_old_form_is_not_asked_again_and_can_send_it(world, visitor, begun):
    publish(world, tree_form(*SECOND, version=2, changes=CHANGES))
    page = visitor.visit(f"/vi/applications/{draft_of(begun)}/")

    check = visitor.send(page, button="keep=1")

    assert check.url.endswith("/check")
    assert "Có bản mới của biểu mẫu này" in check.text
    assert "CDV-" in submit(visitor, check).text


def test_a_mandatory_version_stops_sending_until_the_draft_has_moved(world, visitor, begun):
    must = CHANGES | {"mandatory": True, "legal": text("Điều 1 Thông tư 1", "Article 1, Circular 1")}
    publish(world, tree_form(*SECOND, version=2, changes=must))

    refused = submit(visitor, begun)

    assert refused.url.endswith("/check")
    assert "Bạn cần biểu mẫu mới để nộp hồ sơ" in refused.text
    assert not refused.has("[name=declared]")
    page = visitor.visit(f"/vi/applications/{draft_of(begun)}/")
    assert not page.has("[name=keep]")
    assert "Điều 1 Thông tư 1" in page.text


def test_a_version_that_becomes_mandatory_later_says_from_when(world, visitor, begun, clock):
    must = CHANGES | {"mandatory": True, "effective": "2026-12-01"}
    publish(world, tree_form(*SECOND, version=2, changes=must))
    page = visitor.visit(f"/vi/applications/{draft_of(begun)}/")

    assert "Từ ngày 01/12/2026 chỉ nhận biểu mẫu mới" in page.text
    assert visitor.send(page, button="keep=1").has("[name=declared]")
    clock.move(days=20)
    visitor.sign_in()
    assert visitor.visit(f"/vi/applications/{draft_of(begun)}/").heading == "Biểu mẫu này đã thay đổi"


def test_versions_that_were_skipped_count_together(world, visitor, begun):
    publish(world, tree_form(*SECOND, version=2, changes=CHANGES))
    items = [{"text": text("Đường phố hỏi khác.", "The street is asked otherwise.")}]
    third = {"items": items, "renamed": {"road": "lane"}}
    carer, road = SECOND[0]["questions"]
    renamed = [SECOND[0] | {"questions": [carer, road | {"key": "lane"}]}, SECOND[1]]
    publish(world, tree_form(*renamed, version=3, changes=third))

    page = visitor.visit(f"/vi/applications/{draft_of(begun)}/")
    left = visitor.send(page, button="move=1")
    step = visitor.visit(f"/vi/applications/{draft_of(begun)}/who")

    assert "Mẫu ngắn hơn" in page.text
    assert "Đường phố hỏi khác." in page.text
    assert "Phố Huế" not in left.text
    assert step.one("[name=lane]").attr("value") == "Phố Huế"


def test_nobody_else_moves_or_sees_it(world, visitor, begun, another_visitor):
    publish(world, tree_form(*SECOND, version=2, changes=CHANGES))
    stranger = another_visitor()
    stranger.sign_in("048178000044")

    for end in ("new-version", "set-aside"):
        stranger.visit(f"/vi/applications/{draft_of(begun)}/{end}", status=404)


def test_an_entry_that_has_no_room_any_more_is_named_as_one_thing(world, visitor, sign_in):
    keepers = make_step(
        "keepers",
        ask("keeper", "Người chăm"),
        ask("often", "Mấy ngày một lần", "number"),
        repeat={"item": text("Người chăm"), "named_by": "keeper"},
    )
    first = tree_form(FIRST[0], keepers)
    publish(world, first)
    sign_in()
    given = [{"keeper": name, "often": 2} for name in ("An", "Bình", "Chi")]
    begun = complete(visitor, TREE, ANSWERS | {"keepers": given}, definition=load(first))
    fewer = keepers | {"repeat": keepers["repeat"] | {"max": 2}}
    publish(world, tree_form(FIRST[0], fewer, version=2, changes={"items": CHANGES["items"]}))

    page = visitor.visit(f"/vi/applications/{draft_of(begun)}/")

    (left,) = page.all(".summary-list > div")
    assert left.one("dt").text == "Người chăm 3: Chi"
    assert left.one("dd").text.startswith("Người chăm: ChiMấy ngày một lần: 2")
    assert "2 câu trả lời không được chuyển sang" in page.text
