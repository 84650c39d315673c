"""What the pages of an application show."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from flask import url_for

from app.features.applications.editing import OpenDraft
from app.features.catalogue.reach import Offer
from app.texts import say
from app.web.locale import lazy_gettext
from app.wizard import groups, typed
from app.wizard.definition import Step
from app.wizard.fields import Field
from app.wizard.flow import Progress
from app.wizard.groups import Item
from app.wizard.review import Row, sections

SOURCES = {
    "identity": lazy_gettext("From your sign-in"),
    "registry": lazy_gettext("From the national population database"),
    "answers": lazy_gettext("From your other answers"),
    "place": lazy_gettext("The place you chose"),
}


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step as it is shown: its questions, or the list of a repeating step."""

    draft: OpenDraft
    step: Step
    item: int | None
    fields: tuple[Field, ...]
    items: tuple[Item, ...]
    errors: Mapping[str, str]
    progress: tuple[Progress, ...]

    @property
    def sections(self) -> list[dict[str, str | None]]:
        """The steps of the path for the list beside the form; only reachable ones are links."""
        return [
            {
                "text": say(progress.step.title, self.draft.context.lang),
                "state": progress.state,
                "href": self._address(progress.step.key) if progress.state in {"done", "open"} else None,
            }
            for progress in self.progress
        ]

    def _address(self, key: str) -> str:
        return url_for("applications.step", draft_id=self.draft.id, key=key)

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


def step_page(
    draft: OpenDraft, step: Step, item: int | None, extra_errors: Mapping[str, str] | None = None
) -> StepPage:
    """The step of an open draft, with the errors of the last try and any of this request."""
    listing = step.repeat is not None and item is None
    extra = extra_errors or {}
    at = (draft.definition, draft.state, step.key, draft.context)
    wrong = {} if listing else typed.errors(*at, item=item)
    return StepPage(
        draft=draft,
        step=step,
        item=item,
        fields=() if listing else tuple(_with_error(field, extra) for field in typed.fields(*at, item=item)),
        items=groups.items(*at) if listing else (),
        errors={**wrong, **extra},
        progress=draft.flow.steps(step.key),
    )


def _with_error(field: Field, errors: Mapping[str, str]) -> Field:
    """The field with what this request found wrong with it, such as a file that cannot be taken."""
    found = {name: text for name, text in errors.items() if name == field.name}
    return replace(field, errors={**field.errors, **found}) if found else field


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """One step on the check page, its rows in the words of the summary list."""

    title: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that will be sent; `fingerprint` stands for exactly these answers."""

    draft: OpenDraft
    sections: tuple[AnswerSection, ...]
    fingerprint: str
    offer: Offer


def check_page(draft: OpenDraft, offer: Offer) -> CheckPage:
    """Every answer that will be sent, each with the way to change it; `offer` says whether it can be."""
    found = tuple(
        AnswerSection(section.title, tuple(_answer_row(draft, row) for row in section.rows))
        for section in sections(draft.definition, draft.state, draft.context)
    )
    fingerprint = hashlib.sha256(msgspec.json.encode(draft.relevant, order="sorted")).hexdigest()
    return CheckPage(draft, found, fingerprint, offer)


def _answer_row(draft: OpenDraft, row: Row) -> dict[str, Any]:
    address = url_for("applications.step", draft_id=draft.id, key=row.step, item=row.item)
    source = SOURCES.get(row.source or "")
    return {
        "label": row.label,
        "lines": [f"{line.label}: {line.text}" if line.label else line.text for line in row.lines],
        "href": f"{address}#{row.question}",
        "change": row.label,
        "source": source and str(source),
    }
