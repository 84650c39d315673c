"""Two people, one application: the second is invited, known by the ID number, and agrees to what is sent."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app.errors import Conflict
from app.features.applications.models import Application, Draft, DraftParty
from app.features.applications.people.agreeing import Agreeing
from app.sandbox.backstage import backstage
from app.web.services import use
from app.wizard.reading.definition import load
from tests.support.agreeing import SECOND, agree, invite, opened
from tests.support.drafting import TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, submit
from tests.support.wizard import make_step

PARTNER = {"name": "Người Cùng Chăm", "paper_type": "cccd", "paper_number": SECOND}
FORM = tree_form(
    make_step("who", ask("carer", "Người chăm sóc")),
    make_step("other", ask("partner", "Người cùng chăm sóc", "person", asked=["name", "paper"])),
    parties=[{"key": "partner", "name": text("Người cùng chăm sóc"), "person": "partner"}],
)


@pytest.fixture
def check(world, visitor, sign_in):
    """The check page of an application that names a second person."""
    publish(world, FORM)
    sign_in()
    return complete(visitor, TREE, {"carer": "Trần Thị Bình", "partner": PARTNER}, definition=load(FORM))


def test_it_cannot_be_sent_before_the_second_person_agree(visitor, check):
    assert "Chưa đồng ý" in check.text
    assert not check.has("[name=declared]")
    assert check.texts(".notice li a[href='#others']") == ["Mời người này: Người Cùng Chăm"]
    invite(visitor, check)
    waiting = visitor.visit(check.url).texts(".notice li a[href='#others']")
    assert waiting == ["Chờ người này đồng ý: Người Cùng Chăm"]


def test_the_second_person_reads_agrees_and_the_agency_learns_who_and_when(world, visitor, check, second):
    page = opened(second, invite(visitor, check))
    assert "Trần Thị Bình" in page.text
    agree(second, page)

    submit(visitor, visitor.visit(check.url))
    world.deliver()

    with world.database.session(writes=False) as session:
        payload = session.scalars(select(Application)).one().payload
    with backstage(world.sandbox).desk() as desk:
        assert len(desk.dossiers()) == 1
    assert [(one["key"], one["id_number"]) for one in payload["parties"]] == [("partner", SECOND)]
    assert payload["parties"][0]["agreed_at"] == "2026-11-23T02:00:00Z"


def test_who_only_agrees_changes_nothing(visitor, check, second):
    page = opened(second, invite(visitor, check))

    assert not page.has("main a[href*='/shared/']")
    second.visit(f"{page.url}/who", status=404)
    second.visit(f"{page.url}/other", status=404)


def test_a_changed_answer_withdraws_the_agreement_and_says_so(visitor, check, second):
    page = opened(second, invite(visitor, check))
    agree(second, page)
    step = visitor.visit(check.url.replace("/check", "/who"))

    visitor.send(step, {"carer": "Lê Văn Ba"}, form="#step-form")

    after = visitor.visit(check.url)
    assert "nên sự đồng ý không còn giá trị" in after.text
    assert not after.has("[name=declared]")
    again = second.visit(page.url)
    assert "Câu trả lời đã thay đổi sau khi bạn đồng ý" in again.text
    (changed,) = again.all("#changed > div")
    assert changed.one("dt").text.startswith("Người chăm sóc")
    assert [line.text for line in changed.all("dd p")] == [
        "Lúc bạn đồng ý: Trần Thị Bình",
        "Bây giờ: Lê Văn Ba",
    ]
    assert not agree(second, again).has("#changed")
    assert visitor.visit(check.url).has("[name=declared]")


def test_an_entry_that_was_taken_out_is_the_one_thing_told(world, visitor, sign_in, second):
    kids = make_step("kids", ask("kid", "Con"), repeat={"item": text("Con thứ"), "named_by": "kid"})
    who, other = FORM["steps"]
    form = tree_form(who, kids, other, parties=FORM["parties"])
    publish(world, form)
    sign_in()
    given = {"carer": "Trần Thị Bình", "kids": [{"kid": "An"}, {"kid": "Chi"}], "partner": PARTNER}
    check = complete(visitor, TREE, given, definition=load(form))
    page = opened(second, invite(visitor, check))
    agree(second, page)
    listed = visitor.visit(check.url.replace("/check", "/kids"))
    first = listed.one("[value^='ask-removal:0']").attr("value")
    asked = visitor.send(listed, button=f"_action={first}")
    removal = asked.one("[value^='remove']").attr("value")

    visitor.send(asked, button=f"_action={removal}")

    (changed,) = second.visit(page.url).all("#changed > div")
    assert changed.one("dt").text == "Đã bỏCon thứ 1: AnBước kids"
    assert changed.one("dd").text == "Con: An"


def test_who_reads_an_old_page_cannot_agree_to_other_answers(visitor, check, second):
    page = opened(second, invite(visitor, check))
    step = visitor.visit(check.url.replace("/check", "/who"))
    visitor.send(step, {"carer": "Lê Văn Ba"}, form="#step-form")

    second.send(page, button="agree=declaration", form="main form[action*='/shared/']", status=409)

    assert not visitor.visit(check.url).has("[name=declared]")


def test_a_refusal_is_shown_with_its_reason_also_when_the_session_ended_meanwhile(
    visitor, check, second, clock
):
    page = opened(second, invite(visitor, check))
    declining = page.submission(
        {"reason": "Tôi bận"}, button="decline=1", form="main form[action*='/shared/']"
    )
    clock.move(hours=3)

    second.submit(declining, status=401)
    again = second.sign_in(SECOND, to=urlsplit(page.url).path)
    second.send(again, button="decline=1", form="main form[action*='/shared/']")
    visitor.sign_in()

    after = visitor.visit(check.url)
    assert "Đã từ chối" in after.text
    assert "Tôi bận" in after.text


def test_another_person_is_refused_and_the_link_still_works_for_the_right_one(
    visitor, check, second, another_visitor
):
    link = invite(visitor, check)
    stranger = another_visitor()
    stranger.sign_in("001180000099")

    page = stranger.visit(link, status=409)

    assert page.heading == "Lời mời này dành cho người khác"
    assert "Trần Thị Bình" not in page.one("main").text
    assert "Trần Thị Bình" in opened(second, link).text


def test_who_used_the_link_comes_back_by_it_and_by_the_list(visitor, check, second):
    link = invite(visitor, check)
    page = opened(second, link)

    assert page.heading == "Hồ sơ bạn tham gia"
    assert second.visit(link).url == page.url
    listed = second.visit("/vi/dossiers")
    assert second.visit(listed.one("#asked a").attr("href")).url == page.url


def test_a_link_is_void_once_taken_back_replaced_or_expired(visitor, check, second, clock):
    taken_back = invite(visitor, check)
    again = "#others form[action$='/again']"
    visitor.send(visitor.visit(check.url), button="revoke=1", form=again)
    assert second.visit(taken_back, status=404).heading == "Lời mời này không còn dùng được"

    first = invite(visitor, visitor.visit(check.url))
    newer = visitor.send(visitor.visit(check.url), form=again).one("#link").attr("value")
    second.visit(first, status=404)
    clock.move(days=6)
    second.sign_in(SECOND)
    page = opened(second, newer)
    assert page.heading == "Hồ sơ bạn tham gia"

    visitor.sign_in("001190000011")
    visitor.send(visitor.visit(check.url), button="revoke=1", form=again)
    second.visit(page.url, status=404)
    late = invite(visitor, visitor.visit(check.url))
    clock.move(days=8)
    second.sign_in(SECOND)
    second.visit(late, status=404)


def test_the_link_and_a_wrong_number_go_along_into_the_other_language(visitor, check, second):
    form = "#others form[action*='/others/']"
    invited = visitor.send(check, {"email": "cung@vidu.vn"}, form=form)
    english = visitor.send(invited, button="_carry_to=en", form="#link-form")
    visitor.send(visitor.visit(check.url), button="revoke=1", form="#others form[action$='/again']")
    wrong = visitor.send(visitor.visit(check.url), {"email": "cùng"}, form=form, status=422)
    mended = visitor.send(wrong, button="_carry_to=en", form="#invitation-partner")

    assert english.heading == "The invitation is ready"
    assert "sent to cung@vidu.vn" in english.text
    assert english.one("#link").attr("value") == invited.one("#link").attr("value")
    assert mended.one("[name=email]").attr("value") == "cùng"
    assert "Enter an e-mail address such as ten@vidu.vn" in mended.one(".error-summary").text
    assert visitor.visit(wrong.url).heading == check.heading


def test_a_reminder_is_mailed_at_most_once_an_hour(world, visitor, check, second, clock):
    link, again = invite(visitor, check, email="cung@vidu.vn"), "#others form[action$='/again']"
    opened(second, link)

    page = visitor.send(visitor.visit(check.url), form=again)
    once_more = visitor.send(visitor.visit(check.url), form=again)
    clock.move(minutes=61)
    visitor.sign_in("001190000011")
    visitor.send(visitor.visit(check.url), form=again)
    world.deliver()

    second.sign_in(SECOND)
    assert "đã gửi đến cung@vidu.vn" in page.text.lower()
    assert "chưa đầy một giờ" in once_more.text
    assert second.visit(page.one("#link").attr("value")).heading == "Hồ sơ bạn tham gia"
    with backstage(world.sandbox).inbox() as inbox:
        subjects = [letter.subject for letter in inbox.letters(recipient="cung@vidu.vn")]
    assert len([subject for subject in subjects if subject.startswith("Nhắc")]) == 2


def test_the_owner_is_told_what_was_said(world, visitor, check, second):
    agree(second, opened(second, invite(visitor, check)))
    world.deliver()

    with backstage(world.sandbox).inbox() as inbox:
        told = [letter.subject for letter in inbox.letters(recipient="binh@example.vn")]
    assert "Nguyễn Thị Em đã đồng ý với hồ sơ của bạn" in told


def test_after_sending_the_second_person_sees_the_receipt_number(world, visitor, check, second):
    page = agree(second, opened(second, invite(visitor, check)))
    receipt = submit(visitor, visitor.visit(check.url))

    after = second.visit(page.url)

    assert receipt.all(".confirmation strong")[0].text in after.text
    assert not after.has("button[name=agree]")
    assert not second.visit("/vi/dossiers").has("#asked")


def test_the_link_is_mailed_and_only_its_digest_is_kept(world, visitor, check):
    link = invite(visitor, check, email="cung@vidu.vn")
    world.deliver()

    with backstage(world.sandbox).inbox() as inbox:
        assert link in inbox.letters(recipient="cung@vidu.vn")[0].text
    with world.database.session(writes=False) as session:
        row = session.scalars(select(DraftParty)).one()
    assert len(row.token_digest) == 32
    assert row.token_digest.hex() not in link


def test_who_was_not_invited_sees_nothing(visitor, check, second, another_visitor):
    page = opened(second, invite(visitor, check))
    stranger = another_visitor()
    stranger.sign_in("001180000099")

    stranger.visit(page.url, status=404)
    visitor.visit(page.url, status=404)


def test_nobody_takes_an_agreement_back_while_the_application_is_being_sent(world, visitor, check, second):
    opened(second, invite(visitor, check))
    with world.database.transaction() as session:
        party = session.scalars(select(DraftParty)).one()
        sent = session.get(Draft, party.draft_id, with_for_update=True)

        def decline():
            with world.portal.test_request_context(method="POST"), pytest.raises(Conflict, match="was sent"):
                use(Agreeing).decline(party.id, person=party.person_id, language="vi", reason="", link="/")

        with ThreadPoolExecutor() as threads:
            said = threads.submit(decline)
            sleep(0.3)
            sent.submitted_at = world.clock()
            session.commit()
            said.result()
