"""The process ends at any commit of the way back from signing: what was signed is used, or it is said."""

from contextlib import contextmanager
from itertools import count

import pytest
from flask import request, request_started
from sqlalchemy import func, select

from app.features.applications.models import AgreedPaper, Application
from app.features.applications.sending.models import Signing
from app.papers.signatures import TrustList, verify
from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from tests.support.agreeing import AGREEMENT, SECOND, invite, opened
from tests.support.drafting import TREE, ask, publish, text, tree_form
from tests.support.journeys import complete
from tests.support.power_cuts import PowerCut, cut_at
from tests.support.visitor import PORTAL
from tests.support.wizard import make_step

PARTNER = {"name": "Nguyễn Thị Em", "paper_type": "cccd", "paper_number": SECOND}
WHO = make_step("who", ask("carer", "Người chăm sóc"))
OTHER = make_step("other", ask("partner", "Người cùng chăm sóc", "person", asked=["name", "paper"]))
SIGNING = {"signing": {"methods": ["certificate", "declaration"]}}
ALONE = tree_form(WHO, **SIGNING)
TOGETHER = tree_form(
    WHO,
    OTHER,
    parties=[{"key": "partner", "name": text("Người cùng chăm sóc"), "person": "partner"}],
    **SIGNING,
)
SAID = "#signing-failure"
KEPT = "chữ ký vẫn được giữ"
CHECK = "main form[action$='/check']"
MOMENTS = pytest.mark.parametrize("after", [False, True], ids=["before", "after"])


@pytest.fixture
def passed(world):
    """What went by: the addresses people came back to, and how often the provider signed."""
    back, signed = [], []

    def came(_portal, **_more):
        if request.path.endswith("/applications/signed"):
            back.append(request.full_path)

    def asked(_sandbox, **_more):
        if request.path.endswith("/signHash"):
            signed.append(request.path)

    with (
        request_started.connected_to(came, world.portal),
        request_started.connected_to(asked, world.sandbox),
    ):
        yield back, signed


@pytest.fixture
def again(world, clock, passed):
    """What a person does whose way back was cut: comes to the end; how often the provider signed for it."""

    def go_on(person, own, reloads, press):
        back, signed = passed
        page = person.visit(back[-1]) if reloads else person.visit(own)
        said = page.one(SAID).text if page.has(SAID) else ""
        if "Chưa nhận được chữ ký" in said:
            clock.move(minutes=2)
            page = person.visit(own)
            said = page.one(SAID).text
        if KEPT in said:
            before = len(signed)
            page = press(page)
            assert len(signed) == before
        elif said:
            assert "Dịch vụ ký số không trả lời" in said or "Bạn đã bắt đầu ký" in said
            clock.move(minutes=1)
            page = permit(person, press(page))
        return page

    return go_on


@contextmanager
def cut(world, number, *, after):
    """The list has an entry when the portal died at this commit."""
    died = []
    try:
        with cut_at(world.database, number, after=after):
            yield died
    except PowerCut:
        died.append(number)
        world.database.dispose()


def reloads(number, after):
    """Whether the page that was cut is opened again, or another: after one commit is before the next."""
    return (number + after) % 2 == 0


def permit(person, asked):
    return person.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")


def signers(world, clock, pdf):
    trust = TrustList.read(world.folder / "sandbox" / "signing-authority" / "signing-ca.pem")
    return [one.who for one in verify(pdf, trust, clock()) if one.good]


def left(world):
    """How many attempts still hold something of the paper."""
    with world.database.session(writes=False) as session:
        return session.scalar(select(func.count()).where(Signing.work.is_not(None)))


@MOMENTS
def test_the_applicants_signature_is_sent_once_wherever_it_dies(
    world, visitor, sign_in, clock, passed, again, after
):
    publish(world, ALONE)
    sign_in()

    def press(page):
        return visitor.send(page, {"declared": "y"}, button="by=certificate", form=CHECK)

    deaths = 0
    for number in count(1):
        check = complete(visitor, TREE, {"carer": f"Người thứ {number}"}, definition=load(ALONE))
        asked = press(check)
        signed = len(passed[1])
        with cut(world, number, after=after) as died:
            permit(visitor, asked)
        receipt = (
            again(visitor, check.url, reloads(number, after), press) if died else visitor.visit(check.url)
        )
        visitor.visit(passed[0][-1])
        clock.move(minutes=3)
        visitor.sign_in("001190000011")
        world.deliver("deliveries")

        assert receipt.url.endswith("/received")
        assert len(passed[1]) - signed in ({1, 2} if died else {1})
        assert left(world) == 0
        deaths += len(died)
        if not died:
            break

    assert deaths >= 4
    with world.database.session(writes=False) as session:
        payloads = [one.payload for one in session.scalars(select(Application))]
    with backstage(world.sandbox).desk() as desk:
        arrived = [one.application_id for one in desk.dossiers()]
    assert sorted(one["application_id"] for one in payloads) == sorted(arrived)
    assert len(payloads) == deaths + 1
    assert all(one["application_pdf"]["signed"] for one in payloads)
    last = visitor.client.get(receipt.link("Đơn của bạn"), base_url=PORTAL).data
    assert signers(world, clock, last) == ["Trần Thị Bình"]


@MOMENTS
def test_the_second_persons_signature_counts_once_wherever_it_dies(
    world, visitor, sign_in, another_visitor, clock, passed, again, after
):
    publish(world, TOGETHER)
    sign_in()
    answers = {"carer": "Trần Thị Bình", "partner": PARTNER}
    check = complete(visitor, TREE, answers, definition=load(TOGETHER))
    second = another_visitor()
    second.sign_in(SECOND)
    page = opened(second, invite(visitor, check))

    def press(shown):
        return second.send(shown, button="agree=certificate", form=AGREEMENT)

    deaths = 0
    for number in count(1):
        step = visitor.visit(check.url.replace("/check", "/who"))
        visitor.send(step, {"carer": f"Người thứ {number}"}, form="#step-form")
        clock.move(minutes=1)
        asked = press(second.visit(page.url))
        with cut(world, number, after=after) as died:
            permit(second, asked)
        seen = again(second, page.url, reloads(number, after), press) if died else second.visit(page.url)
        coming_back = second.visit(passed[0][-1])

        assert "Bạn đã ký hồ sơ này" in seen.text and "Bạn đã ký hồ sơ này" in coming_back.text
        assert left(world) == 0
        deaths += len(died)
        if not died:
            break

    assert deaths >= 3
    with world.database.session(writes=False) as session:
        (paper,) = session.scalars(select(AgreedPaper)).all()
        assert signers(world, clock, paper.pdf) == ["Nguyễn Thị Em"]
    assert visitor.visit(check.url).has("[name=declared]")


@pytest.fixture
def kept(world, visitor, sign_in, another_visitor):
    """The second person's page, when what was signed could not be used; its reader."""
    publish(world, TOGETHER)
    sign_in()
    answers = {"carer": "Trần Thị Bình", "partner": PARTNER}
    check = complete(visitor, TREE, answers, definition=load(TOGETHER))
    second = another_visitor()
    second.sign_in(SECOND)
    page = opened(second, invite(visitor, check))
    asked = second.send(page, button="agree=certificate", form=AGREEMENT)
    with cut(world, 3, after=False) as died:
        permit(second, asked)
    assert died and KEPT in second.visit(page.url).one(SAID).text
    return check, second, second.visit(page.url)


def test_what_was_signed_about_other_answers_is_not_used(visitor, kept, passed):
    check, second, page = kept
    step = visitor.visit(check.url.replace("/check", "/who"))
    visitor.send(step, {"carer": "Lê Văn Ba"}, form="#step-form")

    seen = second.visit(page.url)
    asked = second.send(seen, button="agree=certificate", form=AGREEMENT)

    assert "đã thay đổi trong lúc bạn ký" in seen.one(SAID).text
    assert "/signing/oauth2/authorize" in asked.url
    assert not visitor.visit(check.url).has("[name=declared]")


def test_who_declines_or_only_declares_after_all_leaves_no_signature(world, kept):
    _, second, page = kept
    declined = second.send(page, {"reason": ""}, button="decline=1", form=AGREEMENT)

    assert left(world) == 0
    assert not declined.has(SAID)


def test_a_signature_that_nobody_uses_goes_after_a_day_and_that_is_said(world, kept, clock):
    _, second, page = kept
    clock.move(hours=2)
    world.deliver("signings")
    assert left(world) == 1

    clock.move(hours=23)
    world.deliver("signings")

    second.sign_in(SECOND)
    assert left(world) == 0
    assert "Đã hết thời gian ký" in second.visit(page.url).one(SAID).text
