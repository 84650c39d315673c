"""What a person types in a step: taken into the draft without losing any of it, and shown again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from app.errors import NotFound
from app.texts import say
from app.wizard.context import Context
from app.wizard.fields import SHOWN, Field, present
from app.wizard.flow import flow_of
from app.wizard.messages import Message
from app.wizard.prefill import Offer, matches, step_offers
from app.wizard.question_types.calculated import seen_below
from app.wizard.question_types.file import FileQuestion
from app.wizard.questions import AUTHORITIES, Question, RawForm
from app.wizard.reasons import explained
from app.wizard.state import State, Typed, held_answers, slot, with_answers, with_typed
from app.wizard.structure import Definition, Step
from app.wizard.text import LONGEST, Form, storable

_MOST_VALUES = 100


class Outcome(NamedTuple):
    """The state to save, and what to put right, by form field name."""

    state: State
    errors: dict[str, Message]


def answer(
    definition: Definition, state: State, key: str, form: Form, context: Context, item: int | None = None
) -> Outcome:
    """Continue was pressed: valid answers are kept; with errors so is everything typed.

    NotFound for the list page of a repeating step, which asks nothing: `groups.finish` takes its Continue.
    """
    step = definition.step(key)
    if step.repeat and item is None:
        raise NotFound(key)
    taken = _take(definition, state, step, form, context, item, finished=True)
    typed = Typed(_typed_fields(state, step, form, item), tried=True) if taken.errors else None
    return Outcome(with_typed(taken.state, slot(step, item), typed), taken.errors)


def keep(
    definition: Definition, state: State, key: str, form: Form, context: Context, item: int | None = None
) -> State:
    """Saved in passing (autosave, Back, another language): all that is typed, and what of it is valid."""
    step = definition.step(key)
    if step.repeat and item is None:
        return state
    name = slot(step, item)
    taken = _take(definition, state, step, form, context, item, finished=False)
    before = state.typed.get(name)
    typed = Typed(_typed_fields(state, step, form, item), tried=before is not None and before.tried)
    return with_typed(taken.state, name, typed)


def fields(
    definition: Definition, state: State, key: str, context: Context, item: int | None = None
) -> tuple[Field, ...]:
    """The step's questions as they now stand: typed before answered before prefilled, errors once tried."""
    step = definition.step(key)
    flow = flow_of(definition, state.answers, context)
    questions = flow.questions(key, item)
    held = held_answers(state, step, item)
    if item is None:
        held = {**held, **{question.key: flow.live.get(question.key) for question in _worked_out(questions)}}
    found = {} if step.repeat else step_offers(step, state, flow.live, context.today)
    here = context.given({**flow.live, **(held if item is not None else {})})
    page = _Page(definition, state, step, held, state.typed.get(slot(step, item)), here)
    return tuple(_field(question, page, found.get(question.key)) for question in questions)


def errors(
    definition: Definition, state: State, key: str, context: Context, item: int | None = None
) -> dict[str, str]:
    """What the error summary lists: each message by the form field it links to."""
    listed: dict[str, str] = {}
    for field in fields(definition, state, key, context, item):
        listed |= field.errors
    return listed


def attach(
    definition: Definition,
    state: State,
    key: str,
    question_key: str,
    file: dict[str, Any],
    context: Context,
    item: int | None = None,
) -> Outcome:
    """A stored file {"id","name","media_type","size","sha256"} joins a question; refused with the reason.

    Where one file is asked for it takes the place of the one before.
    """
    step, question = _file_question(definition, key, question_key)
    answers = dict(held_answers(state, step, item))
    before = [] if question.max_files == 1 else answers.get(question_key) or []
    refused = question.refusal(file, before)
    if refused:
        return Outcome(state, {question_key: refused})
    answers[question_key] = [*before, file]
    return Outcome(with_answers(state, step, item, answers), {})


def detach(
    definition: Definition, state: State, key: str, question_key: str, file_id: str, item: int | None = None
) -> State:
    """The state without one file of a question; unchanged when the question has no such file."""
    step, _ = _file_question(definition, key, question_key)
    answers = dict(held_answers(state, step, item))
    held = answers.pop(question_key, None) or []
    rest = [file for file in held if file["id"] != file_id]
    if len(rest) == len(held):
        return state
    return with_answers(state, step, item, answers | ({question_key: rest} if rest else {}))


def held(
    definition: Definition, state: State, key: str, question_key: str, item: int | None = None
) -> list[dict[str, Any]]:
    """The files of a question."""
    step, _ = _file_question(definition, key, question_key)
    return held_answers(state, step, item).get(question_key) or []


def _file_question(definition: Definition, key: str, question_key: str) -> tuple[Step, FileQuestion]:
    step = definition.step(key)
    question = step.question(question_key)
    if not isinstance(question, FileQuestion):
        raise NotFound(question_key)
    return step, question


def _take(
    definition: Definition,
    state: State,
    step: Step,
    form: Form,
    context: Context,
    item: int | None,
    *,
    finished: bool,
) -> Outcome:
    """The state with the step's valid answers; an answer that is no longer valid is taken back."""
    flow = flow_of(definition, state.answers, context)
    answers = dict(held_answers(state, step, item))
    found: dict[str, Message] = {}
    own = {question.key for question in step.questions}
    scope = {name: value for name, value in flow.live.items() if name not in own}
    here = context.given(scope)
    offered = {} if item is not None else step_offers(step, state, flow.live, context.today)
    clean, shown = _clean(step, form), form.get(SHOWN)
    for question in step.questions:
        if not question.applies(scope, context.today):
            continue
        fixed = _fixed(question, offered.get(question.key), here)
        if fixed is not None:
            answers[question.key] = fixed
        elif shown is None or question.key in shown:
            found |= _read(question, clean, here, answers, finished=finished)
        scope[question.key] = seen_below(question, answers, scope, flow.live, context.today)
    changed = with_answers(state, step, item, answers)
    if item is None:
        changed = replace(changed, sources=_sources(step, changed, offered))
    return Outcome(changed, found)


def _read(
    question: Question, form: Form, context: Context, answers: dict[str, Any], *, finished: bool
) -> dict[str, Message]:
    reading = question.read(form, context, answers.get(question.key))
    if reading.errors:
        answers.pop(question.key, None)
    elif reading.value is not None or finished or question.key in answers:
        answers[question.key] = reading.value
    return reading.errors


def _sources(step: Step, state: State, offered: Mapping[str, Offer]) -> dict[str, str]:
    """Where answers came from, for those that still say what was offered."""
    own = {question.key for question in step.questions}
    kept = {name: source for name, source in state.sources.items() if name not in own}
    for question in step.questions:
        made = offered.get(question.key)
        value = state.answers.get(question.key)
        if made and value is not None and matches(question.write(made.value), question.write(value)):
            kept[question.key] = made.source
    return kept


def _clean(step: Step, form: Form) -> RawForm:
    """The form fields that belong to the step, cut to what a draft may hold."""
    names = (name for question in step.questions for name in question.field_names())
    return {
        name: [storable(raw, LONGEST) for raw in form[name][:_MOST_VALUES]] for name in names if name in form
    }


def _typed_fields(state: State, step: Step, form: Form, item: int | None) -> RawForm:
    """The form as typed, and from earlier what it did not show."""
    shown = [question.key for question in step.questions if question.key in form.get(SHOWN, [question.key])]
    replaced = {name for key in shown for name in step.question(key).field_names()}
    before = state.typed.get(slot(step, item))
    earlier = before.fields if before else {}
    listed = sorted({*shown, *earlier.get(SHOWN, ())})
    rest = {name: values for name, values in earlier.items() if name not in replaced}
    return rest | _clean(step, form) | {SHOWN: listed}


class _Page(NamedTuple):
    """What the fields of a step have in common."""

    definition: Definition
    state: State
    step: Step
    held: Mapping[str, Any]
    typed: Typed | None
    context: Context


def _worked_out(questions: tuple[Question, ...]) -> list[Question]:
    return [question for question in questions if question.type == "calculated"]


def _fixed(question: Question, offered: Offer | None, context: Context) -> Any:
    """The value an authority knows of a question that is locked, None when it is to be asked."""
    if question.locked is None or offered is None or offered.source not in AUTHORITIES:
        return None
    reading = question.read(question.write(offered.value), context)
    return None if reading.errors else reading.value


def _field(question: Question, page: _Page, offered: Offer | None) -> Field:
    fixed = _fixed(question, offered, page.context)
    if fixed is not None and offered is not None:
        return _locked_field(question, page, fixed, offered.source)
    held, typed, context = page.held, page.typed, page.context
    value = held.get(question.key)
    written = question.write(offered.value) if offered else {}
    was_typed = typed is not None and question.key in typed.fields.get(SHOWN, ())
    if typed is not None and was_typed:
        raw = {name: typed.fields[name] for name in question.field_names() if name in typed.fields}
    else:
        raw = question.write(value) if question.key in held else written
    found = {}
    if typed is not None and was_typed and typed.tried:
        found = question.read(raw, context, value).errors
    same = matches(question.worded(written, context), question.worded(raw, context))
    source = offered.source if offered and raw and same else None
    shown = present(question, raw, context, found, source, value, page.step.title)
    lines = (
        tuple(question.show(value, context)) if question.type == "calculated" and value is not None else ()
    )
    told = explained(shown, question, page.definition, context)
    return dataclasses.replace(told, lines=lines, reuse=_files_again(question, page))


def _locked_field(question: Question, page: _Page, value: Any, source: str) -> Field:
    context = page.context
    shown = present(question, question.write(value), context, {}, source, value, page.step.title)
    told = explained(shown, question, page.definition, context)
    locked, lines = say(question.locked, context.lang), tuple(question.show(value, context))
    return dataclasses.replace(told, offered=(), locked=locked, lines=lines)


def _files_again(question: Question, page: _Page) -> tuple[Mapping[str, Any], ...]:
    """Files the person gave to the same question of an earlier application, and not yet here."""
    if question.type != "file" or not question.concept:
        return ()
    given = page.state.facts.get("earlier", {}).get(question.concept)
    held = {file["id"] for file in page.held.get(question.key) or ()}
    return tuple(file for file in given if file["id"] not in held) if isinstance(given, list) else ()
