"""Every page of a form without beginning an application: published ones for operators, drafts for authors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, request, url_for

from app.features.applications.drafts.refused_forms import RefusedForms
from app.features.applications.drafts.service import DraftService
from app.features.catalogue.service import CatalogueService
from app.web.guards import operator, public
from app.web.locale import gettext as _
from app.web.locale import lang
from app.web.pages import page
from app.web.services import use
from app.wizard.context import Context
from app.wizard.fields import Field, present
from app.wizard.questions import Question
from app.wizard.reading.authoring import read
from app.wizard.reading.definition import DefinitionError
from app.wizard.reasons import conditional, unconditional, with_options_explained
from app.wizard.rules.conditions import Rule
from app.wizard.structure import Definition, Step


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
    addresses: Mapping[str, str]


def preview(
    definition: Definition, key: str | None, context: Context, address: Callable[[str], str]
) -> Preview:
    """The page called `key`, the first without one; `address` is that of a page. Raises `NotFound`."""
    step = definition.step(key) if key else definition.steps[0]
    asked = tuple(Asked(_shown(one, step, context), _written(one.when)) for one in step.questions)
    addresses = {one.key: address(one.key) for one in definition.steps}
    return Preview(definition, step, _written(step.when), asked, addresses)


def add_to(bp: Blueprint) -> None:
    """The addresses of the previews."""
    bp.add_url_rule("/operations/definitions", view_func=forms)
    bp.add_url_rule("/operations/refused-forms", view_func=refused_forms)
    bp.add_url_rule("/operations/definitions/<definition_id>/<int(max=9999):version>", view_func=form)


@operator
def forms() -> Response:
    """Every form the agencies published, each version."""
    published = use(DraftService).published()
    names = use(CatalogueService).names(procedure for _id, _version, procedure in published)
    return page("applications/forms.html", forms=published, names=names)


@operator
def refused_forms() -> Response:
    """What agencies published and nobody ever meets, with every fault."""
    return page("applications/refused_forms.html", forms=use(RefusedForms).latest())


@operator
def form(definition_id: str, version: int) -> Response:
    """One page of one version; nothing typed in it goes anywhere."""
    definition, context = use(DraftService).version(definition_id, version, lang())
    named: dict[str, Any] = {"definition_id": definition_id, "version": version}
    return _page(definition, context, lambda key: url_for("applications.form", **named, step=key))


def show_file(app: Flask, file: Path) -> str:
    """Let `app` show the pages of a definition that is not published; returns the path they are at.

    The file is read at every request, so that whoever writes it only loads the page anew.
    """
    app.add_url_rule("/<lang:lang>/preview", "preview", public(lambda: _of_file(file)))
    return "/vi/preview"


def _of_file(file: Path) -> Response:
    try:
        definition = read(file)
    except DefinitionError as error:
        return page("applications/preview_faults.html", status=422, file=file.name, faults=error.faults)
    context = use(DraftService).seen_now(lang())
    return _page(definition, context, lambda key: url_for("preview", step=key))


def _page(definition: Definition, context: Context, address: Callable[[str], str]) -> Response:
    shown = preview(definition, request.args.get("step"), context, address)
    return page("applications/preview.html", shown=shown)


def _shown(question: Question, step: Step, context: Context) -> Field:
    """The question with every option it may offer, each with its condition."""
    rules = conditional(question)
    field = present(unconditional(question), {}, context, heading=step.title)
    told = {value: (_("when %(rule)s", rule=_written(rule)),) for value, rule in rules.items()}
    return with_options_explained(field, told) if told else field


def _written(rule: Rule | None) -> str:
    return "" if rule is None else json.dumps(rule, ensure_ascii=False)
