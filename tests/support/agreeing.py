"""What stands between the answers and sending: other people, and what is filed along."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.features.applications.drafts.service import DraftService
from app.features.applications.models import Draft, DraftParty
from app.features.applications.people.parties import Parties, fingerprint
from app.web.services import use
from app.wizard.structure import Definition
from tests.support.html import HtmlPage
from tests.support.journeys import Answers, go_on
from tests.support.visitor import Visitor
from tests.support.worlds import World

SECOND = "048178000044"
AGREEMENT = "main form[action*='/shared/']"


def ready_to_send(
    world: World,
    visitor: Visitor,
    check: HtmlPage,
    definition: Definition,
    answers: Answers,
    *,
    exactly: bool = False,
) -> HtmlPage:
    """The check page when everybody has answered and agreed; what still has questions is not filed along."""
    page = check
    if page.has("#along") and not page.has("[name=declared]"):
        page = visitor.send(page, {"along": []}, form="#along form")
    if page.has("#others input[name=id_number]"):
        return second_answers(world, visitor, page, definition, answers, exactly=exactly)
    return everybody_agrees(world, visitor, page)


def invite(visitor: Visitor, check: HtmlPage, **values: str) -> str:
    """The link for the first person who is not invited yet."""
    page = visitor.send(check, values, form="#others form[action*='/others/']:not([action$='/again'])")
    return str(page.one("#link").attr("value"))


def opened(second: Visitor, link: str) -> HtmlPage:
    """The application, by whoever was invited."""
    return second.send(second.visit(link), form="main form[action*='/join/']")


def agree(second: Visitor, page: HtmlPage) -> HtmlPage:
    """The second person declares what the page shows, without a certificate."""
    return second.send(page, button="agree=declaration", form=AGREEMENT)


def second_answers(
    world: World,
    visitor: Visitor,
    check: HtmlPage,
    definition: Definition,
    answers: Answers,
    *,
    exactly: bool = False,
) -> HtmlPage:
    """The check page once a second person, invited by link, has filled in their steps and agreed."""
    second = Visitor(world.portal, world.sandbox)
    second.sign_in(SECOND)
    link = invite(visitor, check, id_number=SECOND)
    page = opened(second, link)
    first = page.one("main a.button[href*='/shared/']").attr("href")
    last = page.url.rsplit("/", 1)[1]
    page = go_on(second, second.visit(str(first)), definition, answers, until=last, exactly=exactly)
    agree(second, page)
    return visitor.visit(check.url)


def everybody_agrees(world: World, visitor: Visitor, check: HtmlPage) -> HtmlPage:
    """The check page once whoever has to agree has; the same page when nobody has to."""
    if not check.has("#others"):
        return check
    draft_id = UUID(check.url.split("/applications/")[1].split("/")[0])
    with world.portal.test_request_context(method="POST"):
        session = use(Session)
        owner = session.get_one(Draft, draft_id).owner_id
        draft = use(DraftService).open(draft_id, owner=owner, language="vi")
        for one in use(Parties).of(draft, owner=owner):
            said = {"agreed_at": draft.now, "fingerprint": fingerprint(draft)}
            when = {"invited_at": draft.now, "expires_at": draft.now}
            session.add(DraftParty(draft_id=draft_id, key=one.party.key, **when, **said))
        session.commit()
    return visitor.visit(check.url)


def sign(second: Visitor, page: HtmlPage) -> HtmlPage:
    """The second person signs what the page shows, with a certificate of their own."""
    asked = second.send(page, button="agree=certificate", form=AGREEMENT)
    return second.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")
