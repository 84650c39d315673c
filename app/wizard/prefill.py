"""First values from what is already known of a person, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from app.wizard.flow import Flow
from app.wizard.questions import PrefillRule, Question
from app.wizard.state import State
from app.wizard.structure import Definition, Step
from app.wizard.text import Form


class Offer(NamedTuple):
    """A value to start with, perhaps only in part, and who says so: "identity", "registry", "business"…"""

    value: Any
    source: str


def offers(definition: Definition, state: State, today: date) -> dict[str, Offer]:
    """What can be filled in, by question, for questions that have no answer yet."""
    live = Flow(definition, state.answers, today).live
    found = {
        question.key: offer(question, state.facts, live, today)
        for step in definition.steps
        for question in step.questions
        if _may_be_known(question, state.facts) and question.key not in state.answers
    }
    return {key: value for key, value in found.items() if value is not None}


def step_offers(step: Step, state: State, live: Mapping[str, Any], today: date) -> dict[str, Offer]:
    """What can be filled in in one step, answered or not."""
    found = {
        question.key: offer(question, state.facts, live, today)
        for question in step.questions
        if _may_be_known(question, state.facts)
    }
    return {key: value for key, value in found.items() if value is not None}


def offer(question: Question, facts: Mapping[str, Any], live: Mapping[str, Any], today: date) -> Offer | None:
    """What the person chose before beginning, else the first of the question's rules that finds something."""
    chosen = facts.get("place", {}).get(question.key)
    if chosen is not None and question.write(chosen):
        return Offer(chosen, "place")
    for rule in question.prefill:
        if not rule.applies(live, today):
            continue
        value = _found(rule, facts, live)
        if value is not None and question.write(value):
            return Offer(value, rule.source)
    return _earlier(question, facts)


def _may_be_known(question: Question, facts: Mapping[str, Any]) -> bool:
    return bool(question.prefill or question.concept) or question.key in facts.get("place", {})


def _earlier(question: Question, facts: Mapping[str, Any]) -> Offer | None:
    """What the person answered to the same question in an earlier application."""
    value = facts.get("earlier", {}).get(question.concept) if question.concept else None
    return Offer(value, "earlier") if value is not None and question.write(value) else None


def matches(written: Form, raw: Form) -> bool:
    """Whether every field that was filled in still says what it was filled with."""
    return all(raw.get(name) == values for name, values in written.items())


def _found(rule: PrefillRule, facts: Mapping[str, Any], live: Mapping[str, Any]) -> Any:
    record = live if rule.source == "answers" else facts.get(rule.source)
    return _taken(rule.value, record) if record else None


def _taken(mapping: Any, record: Any) -> Any:
    if isinstance(mapping, str):
        return _at(mapping, record)
    if set(mapping) == {"literal"}:
        return mapping["literal"]
    parts = {part: _taken(source, record) for part, source in mapping.items()}
    # A literal part ("nationality": VN) means nothing of a person who was not found.
    looked_up = any(parts[part] is not None for part, source in mapping.items() if not _literal(source))
    return {part: value for part, value in parts.items() if value is not None} if looked_up else None


def _literal(source: Any) -> bool:
    return isinstance(source, dict) and set(source) == {"literal"}


def _at(path: str, record: Any) -> Any:
    for part in path.split("."):
        if isinstance(record, list) and part.isdecimal():
            record = record[int(part)] if int(part) < len(record) else None
            continue
        if not isinstance(record, Mapping):
            return None
        record = record.get(part)
    return record if record not in ("", {}, []) else None
