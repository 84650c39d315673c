"""Every answer as the check page and the application's papers show it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.drafts.outlook import Outlook, outlook_of
from app.features.applications.pages import Pages, owner_pages
from app.features.applications.people.companions import Beside
from app.features.applications.people.parties import Involved
from app.features.catalogue.reach import Offer
from app.texts import say
from app.web.locale import lazy_gettext
from app.wizard.review import Row, sections
from app.wizard.sharing import OWNER, seats

SOURCES = {
    "identity": lazy_gettext("From your sign-in"),
    "registry": lazy_gettext("From the national population database"),
    "answers": lazy_gettext("From your other answers"),
    "place": lazy_gettext("The place you chose"),
    "business": lazy_gettext("From the business register"),
    "earlier": lazy_gettext("From your earlier application"),
}


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """One step on the check page, its rows in the words of the summary list.

    `by` names the other person who answers it, and `waits` says that he or she has not yet.
    """

    title: str
    rows: tuple[dict[str, Any], ...]
    by: str | None = None
    waits: bool = False

    @property
    def because(self) -> tuple[str, ...]:
        """Which answers brought its questions up, each said once."""
        return tuple(dict.fromkeys(reason for row in self.rows for reason in row["because"]))


@dataclass(frozen=True, slots=True)
class FiledAlong:
    """A linked procedure as it will be sent: every answer, what it costs and when it is due."""

    sections: tuple[AnswerSection, ...]
    outlook: Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody declares; `fingerprint` stands for exactly these answers, also of `along`.

    `agreed` are the other people who have declared the same before.
    """

    draft: OpenDraft
    sections: tuple[AnswerSection, ...]
    fingerprint: str
    along: tuple[OpenDraft, ...] = ()
    agreed: tuple[Involved, ...] = ()

    @property
    def outlook(self) -> Outlook:
        """Papers, fees and the day of the answer."""
        return outlook_of(self.draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage(Statement):
    """Everything that will be sent, and whether it can be."""

    offer: Offer

    @property
    def seen(self) -> str:
        """Stands for everything the page shows that is declared: the answers, and what others have said."""
        papers = [one.paper.sha256 for one in self.agreed if one.paper]
        return hashlib.sha256("|".join([self.fingerprint, *papers]).encode()).hexdigest()

    def filed_along(self, procedure: str) -> FiledAlong | None:
        """What is sent to the agency of a linked procedure, None when it is not filed."""
        form = next((form for form in self.along if form.definition.procedure == procedure), None)
        return FiledAlong(answer_sections(form), outlook_of(form)) if form else None


def check_page(draft: OpenDraft, offer: Offer, beside: Beside) -> CheckPage:
    """Every answer that will be sent, each with the way to change it; `offer` says whether it can be."""
    return CheckPage(
        draft=draft,
        sections=answer_sections(draft),
        fingerprint=answers_digest(draft, *beside.along),
        along=beside.along,
        agreed=tuple(one for one in beside.involved if one.standing == "agreed"),
        offer=offer,
    )


def statement(draft: OpenDraft, pages: Pages, *, sent: bool = False) -> Statement:
    """What somebody who was invited declares, with the way to his or her own `pages` until it was sent."""
    sections = answer_sections(draft, pages, fixed=sent)
    return Statement(draft=draft, sections=sections, fingerprint=answers_digest(draft))


def answers_digest(*forms: OpenDraft) -> str:
    """SHA-256 of the answers of forms that are declared together."""
    told = [form.relevant for form in forms]
    return hashlib.sha256(msgspec.json.encode(told if told[1:] else told[0], order="sorted")).hexdigest()


def answer_sections(
    draft: OpenDraft, pages: Pages | None = None, *, fixed: bool = False
) -> tuple[AnswerSection, ...]:
    """Every answer that will be sent, by section; the reader can change his or her own unless `fixed`."""
    flow, here = draft.flow, pages or owner_pages(draft.id)
    own = set() if fixed else {step.key for step in flow.own}
    others = seats(draft.definition, flow.live, draft.context.today)
    names = {party.key: say(party.named, draft.context.lang) for party in draft.definition.parties}
    found = []
    for section in sections(draft.definition, draft.state, draft.context):
        by, mine = names.get(others.get(section.step, OWNER)), section.step in own
        waits = not flow.done(section.step)
        rows = () if waits else tuple(_answer_row(row, here if mine else None) for row in section.rows)
        found.append(AnswerSection(section.title, rows, by, waits))
    return tuple(found)


def _answer_row(row: Row, pages: Pages | None) -> dict[str, Any]:
    source = SOURCES.get(row.source or "")
    return {
        "label": row.label,
        "lines": [line.said() for line in row.lines],
        "href": f"{pages.address(row.step, row.item)}#{row.question}" if pages and row.asked else None,
        "change": row.label,
        "source": source and str(source),
        "because": row.because,
    }
