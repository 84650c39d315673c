"""A draft's content: valid answers, what is typed and not valid yet, where values came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from app.errors import NotFound
from app.wizard.structure import Step


class Typed(msgspec.Struct, frozen=True):
    """Raw form fields of a step; `tried` once the person pressed Continue, so that errors show again.

    `window` is the one they were typed in, where it is known.
    """

    fields: dict[str, list[str]]
    tried: bool = False
    window: str = ""


class State(msgspec.Struct, frozen=True):
    """Everything a draft keeps; `answers` by question or repeating step, None for left blank on purpose."""

    answers: dict[str, Any] = {}
    typed: dict[str, Typed] = {}
    sources: dict[str, str] = {}
    facts: dict[str, dict[str, Any]] = {}


def start(facts: Mapping[str, dict[str, Any]] | None = None) -> State:
    """A new draft; `facts` are records to prefill from: "identity" claims, a "registry" person."""
    return State(facts=dict(facts or {}))


def know(state: State, source: str, record: dict[str, Any]) -> State:
    """The state with one more record to prefill from."""
    return msgspec.structs.replace(state, facts={**state.facts, source: record})


def store(state: State) -> dict[str, Any]:
    """The state as plain JSON values."""
    stored: dict[str, Any] = msgspec.to_builtins(state)
    return stored


def restore(stored: Mapping[str, Any]) -> State:
    """The state that `store` gave."""
    return msgspec.convert(stored, State)


def slot(step: Step, item: int | None) -> str:
    """The name under which typed values of a step, or of one item of it, are kept."""
    return step.key if item is None else f"{step.key}/{item}"


def held_answers(state: State, step: Step, item: int | None) -> dict[str, Any]:
    """The answers of the step's questions, or of one item's; an item that is not there yet is empty."""
    if item is None:
        return state.answers
    items = state.answers.get(step.key) or []
    if step.repeat is None or not 0 <= item <= len(items) or item >= step.repeat.max:
        raise NotFound(slot(step, item))
    return dict(items[item]) if item < len(items) else {}


def mark(step: Step, answers: Mapping[str, Any]) -> str:
    """What tells answers to a step's questions from others; files join and leave by themselves."""
    typed = [question.key for question in step.questions if question.type not in ("file", "calculated")]
    written = msgspec.json.encode({key: answers.get(key) for key in typed}, order="sorted")
    return hashlib.blake2b(written, digest_size=6).hexdigest()


def with_answers(state: State, step: Step, item: int | None, answers: dict[str, Any]) -> State:
    """The state with the step's answers, or one item's, replaced; a new item is kept once it has any."""
    if item is None:
        return msgspec.structs.replace(state, answers=answers)
    items = list(state.answers.get(step.key) or [])
    if item < len(items):
        items[item] = answers
    elif answers:
        items.append(answers)
    else:
        return state
    return msgspec.structs.replace(state, answers={**state.answers, step.key: items})


def with_typed(state: State, name: str, typed: Typed | None) -> State:
    """The state with the typed values under `name` replaced, or forgotten."""
    others = {key: value for key, value in state.typed.items() if key != name}
    return msgspec.structs.replace(state, typed=others if typed is None else {**others, name: typed})


def without_item(state: State, step: Step, item: int) -> State:
    """The state with one item taken out and the typed values of later ones moved up; NotFound without it."""
    items = list(state.answers.get(step.key) or [])
    if not 0 <= item < len(items):
        raise NotFound(slot(step, item))
    del items[item]
    typed: dict[str, Typed] = {}
    for name, value in state.typed.items():
        moved = _moved(name, step.key, item)
        if moved:
            typed[moved] = value
    return msgspec.structs.replace(state, answers={**state.answers, step.key: items}, typed=typed)


def _moved(name: str, key: str, gone: int) -> str | None:
    group, slash, number = name.partition("/")
    if group != key or not slash or int(number) < gone:
        return name
    return None if int(number) == gone else f"{key}/{int(number) - 1}"
