"""What the pages of an application show."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.pages import Pages, owner_pages
from app.texts import N_, say
from app.web.locale import gettext, lazy_gettext
from app.wizard import groups, typed
from app.wizard.explanation import because
from app.wizard.fields import Field
from app.wizard.groups import Item
from app.wizard.meanwhile import beside, held
from app.wizard.progress import Progress
from app.wizard.question_types.file import FileQuestion
from app.wizard.question_types.tax_code import TaxCodeQuestion
from app.wizard.services import Refusal
from app.wizard.state import held_answers
from app.wizard.structure import Step

Answered = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step as it is shown: its questions, or the list of a repeating step.

    `meanwhile` are labels and answers another window saved that what is typed here would undo. `removing`
    is the item of the list that is asked about: may it go?
    """

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
    held: str = ""
    meanwhile: Answered = ()
    removing: int | None = None

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
    def heading(self) -> str:
        """What the page is called: its step's title, the item's of a repeating step, or the question."""
        if self.removing is not None:
            return gettext("Remove %(item)s?", item=self.items[self.removing].called)
        if self.item is None:
            return say(self.step.title, self.draft.context.lang)
        return groups.title(self.step, self.item, self.draft.context)

    @property
    def lists_items(self) -> bool:
        """Whether this is the list page of a repeating step."""
        return self.step.repeat is not None and self.item is None

    @property
    def items_hold_files(self) -> bool:
        """Whether the items of this list may have files."""
        return any(question.type == "file" for question in self.step.questions)

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(field.type == "file" for field in self.fields)


_DONE, _BEGUN = lazy_gettext("Done"), lazy_gettext("Being filled in")
_NEW, _LATER = lazy_gettext("Not started"), lazy_gettext("Cannot start yet")


@dataclass(frozen=True, slots=True)
class Task:
    """A section of a form whose order is free; without `href` it waits for those named in `after`."""

    text: str
    href: str | None
    state: str
    words: Any
    after: tuple[str, ...]


def step_page(
    draft: OpenDraft,
    step: Step,
    item: int | None,
    extra_errors: Mapping[str, str] | None = None,
    pages: Pages | None = None,
    removing: str | None = None,
) -> StepPage:
    """The step of an open draft, with the errors of the last try and any of this request.

    `pages` are those of whoever is at work, its owner's without. `removing` names the item of the list, by
    place and mark, that is asked about.
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
        meanwhile=() if listing else answered(draft, step, item, beside(*at, item)),
        held="" if listing else held(draft.state, step, item, secrets.token_hex(4)),
        removing=groups.named(draft.state, step, removing) if listing and removing else None,
    )


def page_asked_for(
    draft: OpenDraft, key: str, item: int | None, asked: MultiDict[str, str], pages: Pages | None = None
) -> StepPage:
    """The step as an address asks for it, which may say that an item is to go (`removing`), or which
    questions' files could not be kept when the language was switched (`again`)."""
    step = draft.flow.visit(key)
    lost = _chosen_again(draft, step, asked.getlist("again"))
    return step_page(draft, step, item, lost, pages, asked.get("removing"))


def _chosen_again(draft: OpenDraft, step: Step, keys: Iterable[str]) -> dict[str, str]:
    files = [question for question in step.questions if isinstance(question, FileQuestion)]
    words = N_("Choose another file for %(name)s: the one you chose cannot be used")
    return {
        question.key: question.problem(words).text(draft.context)
        for question in files
        if question.key in keys
    }


def answered(
    draft: OpenDraft, step: Step, item: int | None, keys: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """The labels of these questions and what is answered to them."""
    answers, context = held_answers(draft.state, step, item), draft.context
    questions = [step.question(key) for key in keys]
    return tuple(
        (
            say(question.label, context.lang),
            ", ".join(line.text for line in question.show(answers[question.key], context)),
        )
        for question in questions
    )


def task_list(draft: OpenDraft) -> tuple[Task, ...]:
    """Every section of the form with its state."""
    path = draft.flow.steps()
    left = {one.step.key: say(one.step.title, draft.context.lang) for one in path if one.state != "done"}
    return tuple(_task(draft, progress, left) for progress in path)


def _task(draft: OpenDraft, progress: Progress, left: Mapping[str, str]) -> Task:
    step = progress.step
    words = {"done": _DONE, "open": _BEGUN if draft.flow.begun(step.key) else _NEW}
    open_to = progress.state in words
    address = owner_pages(draft.id).address(step.key) if open_to else None
    return Task(
        text=say(step.title, draft.context.lang),
        href=address,
        state=progress.state,
        words=words.get(progress.state, _LATER),
        after=() if open_to else tuple(left[key] for key in step.needs if key in left),
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
