"""Valid answers to any definition, decided by chance: for property tests and journeys of every service."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from app.localities.places import Places
from app.wizard.context import Context
from app.wizard.flow import Flow, relevant_answers
from app.wizard.questions import Question
from app.wizard.state import State
from app.wizard.structure import Definition, Step
from app.wizard.typed import fields
from tests.support.forms import TODAY, DeadEnd, valid_form

FILE = {
    "id": "3f1f1f1f-0000-4000-8000-000000000001",
    "name": "giấy chứng sinh 👶.pdf",
    "media_type": "application/pdf",
    "size": 1234,
    "sha256": "ab" * 32,
}
_PLACES = Places()
_MOST_TRIES = 60
_MOST_VISITS = 400
_MOST_WALKS = 500


def random_walk(
    definition: Definition,
    seed: int,
    *,
    today: date = TODAY,
    fixed: dict[str, Any] | None = None,
    facts: dict[str, dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Answers that complete `definition`, as they are sent; `fixed` ones are taken as they are.

    What registers know (`facts`) and the person cannot change is taken from there. A walk that the
    definition refuses (eligibility) is begun anew with other chances.
    """
    for attempt in range(_MOST_WALKS):
        chance = random.Random(f"{seed}/{attempt}")
        answers = _walk(definition, chance, today, fixed or {}, facts or {})
        if answers is not None:
            return relevant_answers(definition, answers, today)
    raise DeadEnd(f"{definition.id}: every walk with seed {seed} was refused")


def _walk(
    definition: Definition,
    chance: random.Random,
    today: date,
    fixed: dict[str, Any],
    facts: dict[str, dict[str, Any]],
) -> dict[str, Any] | None:
    answers: dict[str, Any] = {}
    for _ in range(_MOST_VISITS):
        flow = Flow(definition, answers, today)
        if flow.refused:
            return None
        step = flow.first_open()
        if step is None:
            return answers
        if step.repeat is None:
            known = fixed | _locked(definition, step, answers, facts, today)
            answers = {**answers, **_page(flow, step, None, answers, chance, today, known)}
        elif step.key in fixed:
            answers = {**answers, step.key: fixed[step.key]}
        else:
            answers = {**answers, step.key: _items(definition, answers, step, chance, today)}
    raise DeadEnd(f"{definition.id}: no end after {_MOST_VISITS} pages, at {step.key if step else None}")


def _locked(
    definition: Definition,
    step: Step,
    answers: dict[str, Any],
    facts: dict[str, dict[str, Any]],
    today: date,
) -> dict[str, Any]:
    """The step's answers that a register gives for good."""
    if not any(question.locked for question in step.questions):
        return {}
    state, context = State(answers=answers, facts=facts), Context(_PLACES, today, "en")
    shown = fields(definition, state, step.key, context)
    return {field.name: field.value for field in shown if field.locked}


def _items(
    definition: Definition, answers: dict[str, Any], step: Step, chance: random.Random, today: date
) -> list[dict[str, Any]]:
    assert step.repeat is not None
    count = chance.randint(step.repeat.min, min(step.repeat.max, max(step.repeat.min, 3)))
    items: list[dict[str, Any]] = []
    for number in range(count):
        items.append({})
        for _ in range(_MOST_TRIES):
            flow = Flow(definition, {**answers, step.key: items}, today)
            if flow.item(step.key, number).complete:
                break
            given = _page(flow, step, number, items[number], chance, today, {})
            items[number] = {**items[number], **given}
    return items


def _page(
    flow: Flow,
    step: Step,
    item: int | None,
    held: dict[str, Any],
    chance: random.Random,
    today: date,
    fixed: dict[str, Any],
) -> dict[str, Any]:
    """Answers to the questions the page shows now; what they bring up is answered in the next round."""
    given: dict[str, Any] = {}
    for question in flow.questions(step.key, item):
        if question.type in ("information", "calculated"):
            given |= {question.key: None} if question.type == "information" else {}
            continue
        if question.key in held and held[question.key] is not None:
            continue
        if question.key in fixed:
            given[question.key] = fixed[question.key]
        elif not question.required and chance.random() < 0.5:
            given[question.key] = None
        else:
            given[question.key] = answer(question, chance, {**flow.live, **held, **given}, today)
    return given


def answer(
    question: Question, chance: random.Random, beside: dict[str, Any] | None = None, today: date = TODAY
) -> Any:
    """A valid value of `question`, given the answers `beside` it."""
    context = Context(_PLACES, today, "en").given(beside or {})
    found: dict[str, Any] = {}
    for _ in range(_MOST_TRIES):
        form = valid_form(question, chance, beside or {}, today)
        reading = question.read(form, context, [_file(question)] if question.type == "file" else None)
        if not reading.errors and reading.value is not None:
            return reading.value
        found = {name: said.text(context) for name, said in reading.errors.items()}
    raise DeadEnd(f"{question.key} ({question.type}): no valid answer, {found}")


def _file(question: Question) -> dict[str, Any]:
    """A file of a kind the question takes."""
    accepted = getattr(question, "accept", ())
    return FILE if FILE["media_type"] in accepted else {**FILE, "media_type": accepted[0]}
