"""Steps that only the second person answers: from their own records, and changed by nobody else."""

import pytest
from sqlalchemy import select

from app.features.applications.models import Application
from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from tests.support.agreeing import SECOND, agree, invite, opened
from tests.support.drafting import TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, go_on, submit
from tests.support.wizard import make_step

OF_THE_REGISTER = {"name": "name", "paper_type": {"literal": "cccd"}, "paper_number": "id_number"}
FORM = tree_form(
    make_step("who", ask("carer", "Người chăm sóc")),
    make_step(
        "partner_step",
        ask(
            "partner",
            "Người cùng chăm sóc",
            "person",
            asked=["name", "paper"],
            prefill=[{"source": "registry", "value": OF_THE_REGISTER}],
        ),
    ),
    make_step("proof", ask("scan", "Giấy tờ", "file", max_files=1)),
    make_step("tree", ask("species", "Loại cây")),
    parties=[
        {
            "key": "partner",
            "name": text("Người cùng chăm sóc"),
            "person": "partner",
            "steps": ["partner_step", "proof"],
        }
    ],
)
OWN = {"carer": "Trần Thị Bình", "species": "Cây sấu"}


@pytest.fixture
def check(world, visitor, sign_in):
    """The check page of the owner, whose part is complete."""
    publish(world, FORM)
    sign_in()
    return complete(visitor, TREE, OWN, definition=load(FORM))


@pytest.fixture
def second(another_visitor):
    """The second person, signed in."""
    visitor = another_visitor()
    visitor.sign_in(SECOND)
    return visitor


def joined(visitor, check, second):
    return opened(second, invite(visitor, check, id_number=SECOND))


def begun(second, page):
    return second.visit(page.one("main a.button[href*='/shared/']").attr("href"))


def test_the_owner_never_meets_the_steps_of_the_second_person(visitor, check):
    assert "Người này tự khai" in check.text
    assert not check.has("[name=declared]")
    assert not check.has("a[href*='partner_step']")
    assert "đang chờ phần người khác khai" in visitor.visit("/vi/dossiers").text

    visitor.visit(check.url.replace("/check", "/partner_step"), status=404)


def test_the_second_person_is_known_by_the_number_the_owner_gives(visitor, check):
    form = "#others form[action*='/others/']"

    missing = visitor.send(check, form=form, status=422)
    own = visitor.send(missing, {"id_number": "001190000011"}, form="main form", status=422)
    wrong = visitor.send(own, {"id_number": "123", "email": "không phải"}, form="main form", status=422)

    assert missing.errors["id_number-partner"] == "Nhập đủ 12 chữ số của số định danh người này."
    assert own.errors["id_number-partner"] == "Đây là số định danh của chính bạn."
    assert set(wrong.errors) == {"id_number-partner", "email-partner"}
    assert wrong.one("[name=id_number]").attr("value") == "123"


def test_the_steps_begin_with_what_the_register_knows_of_the_second_person(visitor, check, second):
    step = begun(second, joined(visitor, check, second))

    assert step.one("[name=partner-name]").attr("value") == "Nguyễn Thị Em"
    assert step.one("[name=partner-paper_number]").attr("value") == SECOND
    assert "Trần Thị Bình" not in step.one("#step-form").text


def test_both_parts_arrive_as_one_with_the_second_persons_file(world, visitor, check, second):
    page = joined(visitor, check, second)
    assert not page.has("button[name=agree]")

    last = page.url.rsplit("/", 1)[1]
    page = go_on(second, begun(second, page), load(FORM), {}, until=last)
    agree(second, page)
    after = visitor.visit(check.url)
    assert "Nguyễn Thị Em" in after.text
    submit(visitor, after)
    world.deliver()

    with world.database.session(writes=False) as session:
        payload = session.scalars(select(Application)).one().payload
    with backstage(world.sandbox).desk() as desk:
        dossier = desk.dossier(desk.dossiers()[0].code)
    assert dossier.answers["partner"]["paper_number"] == SECOND
    assert [file.question for file in dossier.files] == ["scan"]
    assert payload["parties"][0]["id_number"] == SECOND


def test_each_keeps_to_their_own_steps(visitor, check, second):
    page = joined(visitor, check, second)

    second.visit(f"{page.url}/who", status=404)
    second.visit(f"{page.url}/proof", status=404)
    second.visit(check.url, status=404)
    visitor.visit(f"{page.url}/partner_step", status=404)


def test_the_second_person_changes_the_language_and_goes_back_without_losing_what_was_typed(
    visitor, check, second
):
    step = begun(second, joined(visitor, check, second))

    english = second.send(
        step, {"partner-name": "Nguyễn Thị Em Út"}, button="_language=en", form="#step-form"
    )
    assert english.url.startswith("http") and "/en/applications/shared/" in english.url
    assert english.one("[name=partner-name]").attr("value") == "Nguyễn Thị Em Út"
    back = second.send(english, button="_action=back", form="#step-form")

    assert back.heading == "An application you take part in"
    assert "Nguyễn Thị Em Út" in back.text


def test_an_answer_of_the_owner_and_one_of_the_second_person_do_not_undo_each_other(visitor, check, second):
    step = begun(second, joined(visitor, check, second))
    mine = visitor.visit(check.url.replace("/check", "/who"))

    second.send(step, {"partner-name": "Nguyễn Thị Em Út"}, form="#step-form")
    visitor.send(mine, {"carer": "Lê Văn Ba"}, form="#step-form")

    after = visitor.visit(check.url)
    assert "Lê Văn Ba" in after.text
    assert "Nguyễn Thị Em Út" in after.text


def test_whoever_comes_next_does_not_see_what_the_one_before_answered(
    visitor, check, second, another_visitor
):
    page = joined(visitor, check, second)
    second.send(begun(second, page), {"partner-name": "Nguyễn Thị Em Út"}, form="#step-form")
    visitor.send(visitor.visit(check.url), button="revoke=1", form="#others form[action$='/again']")
    third = another_visitor()
    third.sign_in("079085000022")

    step = begun(third, opened(third, invite(visitor, visitor.visit(check.url), id_number="079085000022")))

    second.visit(page.url, status=404)
    assert step.one("[name=partner-name]").attr("value") == "Lê Văn Chính"
