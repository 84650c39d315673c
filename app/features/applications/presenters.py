"""What the pages of an application show."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from app.features.applications.editing import OpenDraft
from app.features.applications.outlook import Outlook, outlook_of
from app.features.applications.pages import Pages, owner_pages
from app.features.catalogue.reach import Offer
from app.texts import say
from app.web.locale import lazy_gettext
from app.wizard import groups, typed
from app.wizard.definition import Step
from app.wizard.explanation import because
from app.wizard.fields import Field
from app.wizard.groups import Item
from app.wizard.progress import Progress
from app.wizard.question_types.tax_code import TaxCodeQuestion
from app.wizard.review import Row, sections
from app.wizard.services import Refusal
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
class StepPage:
    """One step as it is shown: its questions, or the list of a repeating step."""

    draft: OpenDraft
    pages: Pages
    step: Step
    item: int | None
    fields: tuple[Field, ...]
    items: tuple[Item, ...]
    errors: Mapping[str, str]
    progress: tuple[Progress, ...]
    because: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def sections(self) -> list[dict[str, str | None]]:
        """The steps of the path for the list beside the form; only reachable ones are links."""
        return [
            {
                "text": say(progress.step.title, self.draft.context.lang),
                "state": progress.state,
                "href": self.pages.address(progress.step.key) if progress.state in {"done", "open"} else None,
            }
            for progress in self.progress
        ]

    @property
    def number(self) -> int:
        """The step's place on the path, from 1."""
        return 1 + next(
            place for place, progress in enumerate(self.progress) if progress.step.key == self.step.key
        )

    @property
    def lists_items(self) -> bool:
        """Whether this is the list page of a repeating step."""
        return self.step.repeat is not None and self.item is None

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(field.type == "file" for field in self.fields)


_DONE, _BEGUN = lazy_gettext("Done"), lazy_gettext("Being filled in")
_NEW, _LATER = lazy_gettext("Not started"), lazy_gettext("Cannot start yet")


@dataclass(frozen=True, slots=True)
class Task:
    """A section of a form whose order is free; without `href` it cannot be started yet."""

    text: str
    href: str | None
    state: str
    words: Any


def step_page(
    draft: OpenDraft,
    step: Step,
    item: int | None,
    extra_errors: Mapping[str, str] | None = None,
    pages: Pages | None = None,
) -> StepPage:
    """The step of an open draft, with the errors of the last try and any of this request.

    `pages` are those of whoever is at work, its owner's without.
    """
    listing = step.repeat is not None and item is None
    extra = extra_errors or {}
    at = (draft.definition, draft.state, step.key, draft.context)
    fields = () if listing else typed.fields(*at, item=item)
    wrong = {name: text for field in fields for name, text in field.errors.items()}
    return StepPage(
        draft=draft,
        pages=pages or owner_pages(draft.id),
        step=step,
        item=item,
        fields=tuple(_with_businesses(_with_error(field, extra), draft) for field in fields),
        items=groups.items(*at) if listing else (),
        errors={**wrong, **extra},
        progress=draft.flow.steps(step.key),
        because=because(draft.definition, step.when, draft.flow.live, draft.context),
        refusals=draft.flow.refused.get(step.key, ()),
    )


def task_list(draft: OpenDraft) -> tuple[Task, ...]:
    """Every section of the form with its state."""
    return tuple(_task(draft, progress) for progress in draft.flow.steps())


def _task(draft: OpenDraft, progress: Progress) -> Task:
    step = progress.step
    words = {"done": _DONE, "open": _BEGUN if draft.flow.begun(step.key) else _NEW}
    open_to = progress.state in words
    address = owner_pages(draft.id).address(step.key) if open_to else None
    return Task(
        say(step.title, draft.context.lang), address, progress.state, words.get(progress.state, _LATER)
    )


def _with_error(field: Field, errors: Mapping[str, str]) -> Field:
    """The field with what this request found wrong with it, such as a file that cannot be taken."""
    found = {name: text for name, text in errors.items() if name == field.name}
    return replace(field, errors={**field.errors, **found}) if found else field


def _with_businesses(field: Field, draft: OpenDraft) -> Field:
    """The question for a tax code with the person's own businesses, where there is more than one."""
    known = draft.state.facts.get("businesses", {}).get("all", ()) if field.type == "tax_code" else ()
    if not known or not _looked_up(draft, field.name):
        return field
    return replace(field, view={**field.view, "businesses": known})


def _looked_up(draft: OpenDraft, key: str) -> bool:
    question = draft.definition.question(key)
    return isinstance(question, TaxCodeQuestion) and question.lookup


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """One step on the check page, its rows in the words of the summary list.

    `by` names the other person who answers it, and `waits` says that he or she has not yet.
    """

    title: str
    rows: tuple[dict[str, Any], ...]
    by: str | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class FiledAlong:
    """A linked procedure as it will be sent: every answer, what it costs and when it is due."""

    sections: tuple[AnswerSection, ...]
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that will be sent; `fingerprint` stands for exactly these answers, also of `along`."""

    draft: OpenDraft
    sections: tuple[AnswerSection, ...]
    fingerprint: str
    offer: Offer
    along: tuple[OpenDraft, ...] = ()

    @property
    def outlook(self) -> Outlook:
        """Papers, fees and the day of the answer."""
        return outlook_of(self.draft)

    def filed_along(self, procedure: str) -> FiledAlong | None:
        """What is sent to the agency of a linked procedure, None when it is not filed."""
        form = next((form for form in self.along if form.definition.procedure == procedure), None)
        return FiledAlong(answer_sections(form), outlook_of(form)) if form else None


def check_page(draft: OpenDraft, offer: Offer, along: tuple[OpenDraft, ...] = ()) -> CheckPage:
    """Every answer that will be sent, each with the way to change it; `offer` says whether it can be.

    `along` are the forms that are filed with it.
    """
    return CheckPage(draft, answer_sections(draft), answers_digest(draft, *along), offer, along)


def answers_digest(*forms: OpenDraft) -> str:
    """SHA-256 of the answers of forms that are declared together."""
    told = [form.relevant for form in forms]
    return hashlib.sha256(msgspec.json.encode(told if told[1:] else told[0], order="sorted")).hexdigest()


def answer_sections(draft: OpenDraft, pages: Pages | None = None) -> tuple[AnswerSection, ...]:
    """Every answer that will be sent, by section; what the reader answered leads back to its step."""
    flow, here = draft.flow, pages or owner_pages(draft.id)
    own = {step.key for step in flow.own}
    others = seats(draft.definition, flow.live, draft.context.today)
    names = {party.key: say(party.name, draft.context.lang) for party in draft.definition.parties}
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
        "lines": [f"{line.label}: {line.text}" if line.label else line.text for line in row.lines],
        "href": f"{pages.address(row.step, row.item)}#{row.question}" if pages else None,
        "change": row.label,
        "source": source and str(source),
        "because": row.because,
    }
