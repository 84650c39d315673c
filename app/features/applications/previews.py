"""Operators see every published form, page by page, without beginning an application."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Blueprint, Response, request

from app.features.applications.drafts import DraftService
from app.web.guards import operator
from app.web.locale import lang
from app.web.pages import page
from app.web.services import use
from app.wizard.conditions import Rule
from app.wizard.context import Context
from app.wizard.definition import Definition, Step
from app.wizard.fields import Field, present


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a page as it is shown, and the condition under which it is asked."""

    field: Field
    when: str


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a definition, with every question it may show."""

    definition: Definition
    step: Step
    when: str
    questions: tuple[Asked, ...]


def preview(definition: Definition, key: str | None, context: Context) -> Preview:
    """The page called `key`, the first without one; raises `NotFound`."""
    step = definition.step(key) if key else definition.steps[0]
    asked = tuple(
        Asked(present(question, {}, context, heading=step.title), _written(question.when))
        for question in step.questions
    )
    return Preview(definition, step, _written(step.when), asked)


def add_to(bp: Blueprint) -> None:
    """The addresses of the previews."""
    bp.add_url_rule("/operations/definitions", view_func=forms)
    bp.add_url_rule("/operations/definitions/<definition_id>/<int:version>", view_func=form)


@operator
def forms() -> Response:
    """Every form the agencies published, each version."""
    return page("applications/forms.html", forms=use(DraftService).published())


@operator
def form(definition_id: str, version: int) -> Response:
    """One page of one version; nothing typed in it goes anywhere."""
    definition, context = use(DraftService).version(definition_id, version, lang())
    shown = preview(definition, request.args.get("step"), context)
    return page("applications/preview.html", shown=shown)


def _written(rule: Rule | None) -> str:
    return "" if rule is None else json.dumps(rule, ensure_ascii=False)
