"""Tiny definitions, a context to judge answers in, and forms that a person might send."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from app.wizard.context import Context
from app.wizard.flow import Flow
from app.wizard.groups import finish
from app.wizard.questions import Question, Reading
from app.wizard.reading.authoring import read
from app.wizard.reading.definition import load
from app.wizard.state import State
from app.wizard.structure import Definition, Step
from app.wizard.typed import answer, attach
from tests.support.answers import FILE
from tests.support.forms import TODAY, valid_form
from tests.support.units import SmallCountry

FOLDER = Path(__file__).parent / "definitions"
PUBLISHED = Path(__file__).parents[2] / "app" / "sandbox" / "agencies" / "definitions"


def context(lang: str = "en") -> Context:
    """A reader in the small country, on 21 November 2026."""
    return Context(SmallCountry(), TODAY, lang)


def raw_definition(name: str) -> dict[str, Any]:
    """The JSON of a tiny definition."""
    raw: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return raw


def definition(name: str) -> Definition:
    """A tiny definition, loaded."""
    return load(raw_definition(name))


def birth() -> Definition:
    """The published birth registration form."""
    return read(PUBLISHED / "birth-registration" / "1.json")


def make_definition(*steps: dict[str, Any], **head: Any) -> Definition:
    """A definition of these steps."""
    return load(make_raw(*steps, **head))


def make_raw(*steps: dict[str, Any], **head: Any) -> dict[str, Any]:
    """The JSON of a definition of these steps."""
    text = {"vi": "Biểu mẫu", "en": "Form"}
    common = {"id": "tiny", "version": 1, "procedure": "9.000001", "minutes": 10, "declaration": text}
    provenance = {"source": text, "confidence": "memory"}
    return {**common, "title": text, "summary": text, "provenance": provenance, "steps": list(steps), **head}


def make_step(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The JSON of a step."""
    return {
        "key": key,
        "title": {"vi": f"Bước {key}", "en": f"Step {key}"},
        "questions": list(questions),
        **more,
    }


def make_question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """The JSON of a question."""
    return {"key": key, "type": kind, "label": {"vi": f"câu {key}", "en": f"the {key}"}, **more}


def options(*values: str) -> list[dict[str, Any]]:
    """The JSON of options."""
    return [{"value": value, "label": {"vi": f"{value} (vi)", "en": value.title()}} for value in values]


def ask_one(kind: str, **more: Any) -> Question:
    """A question called q of this kind."""
    return make_definition(make_step("s", make_question("q", kind, **more))).question("q")


def read_form(question: Question, **typed: str) -> Reading:
    """The reading of a form; a double underscore in a name is the hyphen of a part."""
    form = {name.replace("__", "-"): [value] for name, value in typed.items()}
    return question.read(form, context())


def answered(form: Definition, state: State, key: str, item: int | None = None, **typed: Any) -> State:
    """The state after these fields were sent and accepted."""
    fields = {name.replace("__", "-"): [value] for name, value in typed.items()}
    outcome = answer(form, state, key, fields, context(), item)
    assert not outcome.errors, outcome.errors
    return outcome.state


def walk(form: Definition, state: State, seed: int) -> State:
    """The state after someone answered everything, deciding by chance."""
    chance = random.Random(seed)
    for _ in range(300):
        step = Flow(form, state.answers, TODAY).first_open()
        if step is None:
            return state
        state = _walk_step(form, state, step, chance)
    raise AssertionError(f"no end after 300 answers, at {step.key if step else None}")


def _walk_step(form: Definition, state: State, step: Step, chance: random.Random) -> State:
    if step.repeat is None:
        return _answer(form, state, step, None, chance)
    for item in range(max(step.repeat.min, chance.randint(0, min(step.repeat.max, 3)))):
        while not Flow(form, state.answers, TODAY).item(step.key, item).complete:
            state = _answer(form, state, step, item, chance)
    outcome = finish(form, state, step.key, context())
    assert not outcome.errors
    return outcome.state


def _answer(form: Definition, state: State, step: Step, item: int | None, chance: random.Random) -> State:
    fields: dict[str, list[str]] = {"_shown": []}
    for question in Flow(form, state.answers, TODAY).questions(step.key, item):
        fields["_shown"].append(question.key)
        fields |= valid_form(question, chance, Flow(form, state.answers, TODAY).live)
        if question.type == "file" and (question.required or chance.random() < 0.5):
            state = attach(form, state, step.key, question.key, FILE, context(), item).state
    outcome = answer(form, state, step.key, fields, context(), item)
    assert not outcome.errors, (
        step.key,
        {name: found.text(context()) for name, found in outcome.errors.items()},
    )
    return outcome.state
