"""Who had agreed to answers that were changed since is asked to look again: once for each time."""

import pytest

from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from tests.support.agreeing import SECOND, agree, invite, opened, sign
from tests.support.drafting import MARKET, TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, go_on
from tests.support.power_cuts import dies_at_every_commit
from tests.support.wizard import make_step

PARTNER = {"name": "Người Cùng Chăm", "paper_type": "cccd", "paper_number": SECOND}
OTHER = make_step("other", ask("partner", "Người cùng chăm sóc", "person", asked=["name", "paper"]))
PARTIES = [{"key": "partner", "name": text("Người cùng chăm sóc"), "person": "partner"}]
SIGNED = {"parties": PARTIES, "signing": {"methods": ["certificate", "declaration"]}}
FORM = tree_form(make_step("who", ask("carer", "Người chăm sóc")), OTHER, **SIGNED)
ALONG = tree_form(
    make_step("who", ask("seller", "Người bán"), ask("goods", "Hàng bán")),
    OTHER,
    code=MARKET,
    **SIGNED,
)
MAIN = tree_form(
    make_step("who", ask("carer", "Người chăm sóc")),
    linked=[
        {
            "procedure": MARKET,
            "definition": ALONG["id"],
            "name": text("Chợ"),
            "summary": text("Chợ"),
            "answers": {"seller": "carer"},
        }
    ],
)


@pytest.fixture
def check(world, visitor, sign_in):
    """The check page of an application that names a second person."""
    publish(world, FORM)
    sign_in()
    return complete(visitor, TREE, {"carer": "Trần Thị Bình", "partner": PARTNER}, definition=load(FORM))


@pytest.fixture
def change(visitor, check):
    """The applicant changes an answer."""

    def answer(carer):
        step = visitor.visit(check.url.replace("/check", "/who"))
        visitor.send(step, {"carer": carer}, form="#step-form")

    return answer


@pytest.fixture
def later(world, clock):
    """The worker goes round, so many minutes later."""

    def go(minutes=6):
        clock.move(minutes=minutes)
        world.deliver("agreements")
        world.deliver("deliveries")

    return go


@pytest.fixture
def told(world):
    """The mails the second person got about an agreement that counts no more."""

    def arrived():
        with backstage(world.sandbox).inbox() as inbox:
            letters = inbox.letters(recipient="em@example.vn")
        return [letter for letter in letters if "đồng ý lại" in letter.subject]

    return arrived


def test_who_had_signed_is_told_once_and_again_when_it_happens_again(
    visitor, check, second, page, change, later, told
):
    sign(second, page)
    change("Lê Văn Ba")
    later(2)
    assert told() == []
    assert "khi bạn không sửa gì thêm trong năm phút" in visitor.visit(check.url).one("#others").text

    later()
    change("Lê Văn Tư")
    later()
    later()
    (letter,) = told()
    seen = visitor.visit(check.url)
    sign(second, second.visit(page.url))
    later()
    change("Lê Văn Năm")
    later()

    assert page.url.partition("8000")[2] in letter.text
    assert "Cần có người đồng ý lại" in seen.text and "Người Cùng Chăm" in seen.texts("#check .notice")[0]
    assert "Cần ký lại" in seen.one("#others").text and "Người này đã được báo" in seen.one("#others").text
    assert len(told()) == 2
    assert (
        len([row for row in second.visit("/vi/notices").texts(".inbox-row h2") if "đồng ý lại" in row]) == 2
    )


def test_the_mail_says_nothing_that_the_invitation_did_not(second, page, change, later, told):
    agree(second, page)
    change("Lê Văn Ba")
    later()

    (letter,) = told()
    about = f"{letter.subject} {letter.text}"
    assert "vừa được sửa" in about and "không còn giá trị" in about
    assert not [one for one in ("Bình", "Lê Văn Ba", "Biểu mẫu", "Người Cùng", SECOND, "cây") if one in about]


def test_what_was_changed_back_counts_again_and_the_next_change_is_told(
    visitor, check, second, page, change, later, told
):
    agree(second, page)
    change("Lê Văn Ba")
    change("Trần Thị Bình")
    later()
    assert told() == []

    change("Lê Văn Ba")
    later()
    change("Trần Thị Bình")
    later()
    assert visitor.visit(check.url).has("[name=declared]")
    change("Lê Văn Ba")
    later()

    assert len(told()) == 2


def test_nobody_is_asked_to_agree_in_another_persons_place(visitor, check, second, page, later, told):
    agree(second, page)
    step = visitor.visit(check.url.replace("/check", "/other"))
    visitor.send(step, {"partner-paper_number": "001180000099"}, form="#step-form")
    later()

    assert told() == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_worker_that_dies_at_any_commit_tells_once(world, second, page, change, clock, later, told, after):
    agree(second, page)
    change("Lê Văn Ba")
    clock.move(minutes=6)

    _, deaths = dies_at_every_commit(world.database, lambda: world.deliver("agreements"), after=after)
    later()

    assert deaths
    assert len(told()) == 1


def test_who_agreed_to_what_is_filed_along_is_told_when_the_main_answers_change(
    world, visitor, sign_in, second, later, told
):
    publish(world, ALONG, MAIN)
    sign_in()
    check = complete(visitor, TREE, {"carer": "Trần Thị Bình"}, definition=load(MAIN))
    step = visitor.send(check, button=f"answer={MARKET}", form="#along form")
    after = go_on(visitor, step, load(ALONG), {"goods": "Rau", "partner": PARTNER})
    agree(second, opened(second, invite(visitor, after)))
    later()
    assert told() == []

    step = visitor.visit(check.url.replace("/check", "/who"))
    visitor.send(step, {"carer": "Lê Văn Ba"}, form="#step-form")
    later()

    assert len(told()) == 1
