"""What stands between the answers and sending: other people, and what is filed along."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.features.applications.drafts import DraftService
from app.features.applications.models import Draft, DraftParty
from app.features.applications.parties import Parties, fingerprint
from app.web.services import use
from tests.support.html import HtmlPage
from tests.support.visitor import Visitor
from tests.support.worlds import World


def ready_to_send(world: World, visitor: Visitor, check: HtmlPage) -> HtmlPage:
    """The check page when everybody has agreed and what still has questions is not filed along."""
    page = check
    if page.has("#along") and not page.has("[name=declared]"):
        page = visitor.send(page, {"along": []}, form="#along form")
    return everybody_agrees(world, visitor, page)


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
