"""A draft moves from one version of its definition to another: compatible answers stay, others are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from app.wizard.context import Context
from app.wizard.fields import SHOWN
from app.wizard.flow import Flow
from app.wizard.question_types.file import FileQuestion
from app.wizard.questions import Question
from app.wizard.state import State, Typed
from app.wizard.structure import Definition, Step

Reason = Literal["removed", "other_kind", "not_accepted", "too_many", "say_again", "not_asked", "was_planned"]
# Kinds whose values mean the same in each other.
_FAMILIES = (frozenset(("text", "long_text")), frozenset(("number", "money")))
_UNASKED = ("information", "calculated")


class Dropped(msgspec.Struct, frozen=True):
    """An answer that was not taken over: to which version it was given, and why it stays behind.

    `raw` marks what was only typed and never a valid answer; `value` is then text.
    """

    definition: str
    version: int
    step: str
    item: int | None
    question: str
    value: Any
    reason: Reason
    raw: bool = False


class Report(msgspec.Struct, frozen=True):
    """How many answers that would have been sent still would be, and which were left behind."""

    kept: int
    dropped: tuple[Dropped, ...] = ()


def moved(
    old: Definition,
    new: Definition,
    state: State,
    context: Context,
    renamed: Mapping[str, str] | None = None,
) -> tuple[State, Report]:
    """The state under `new`, and what became of its answers; moving to the same version changes nothing.

    `renamed` maps keys of `old` to those of `new`; without it the new version's own list counts.
    """
    before = tuple(given(old, state, context.today))
    if old == new:
        return state, Report(len(before))
    names = dict(renamed if renamed is not None else new.changes.renamed if new.changes else {})
    move = _Move(old, new, context.given({names.get(key, key): v for key, v in state.answers.items()}), names)
    answers = move.answers(state.answers)
    typed = move.typed(state)
    sources = {move.name(key): source for key, source in state.sources.items() if move.name(key) in answers}
    facts = dict(state.facts)
    if "place" in facts:
        facts["place"] = {move.name(key): value for key, value in facts["place"].items()}
    after = State(answers=answers, typed=typed, sources=sources, facts=facts)
    silent = move.no_longer_asked(before, after)
    return after, Report(len(before) - move.left(before) - len(silent), (*move.dropped, *silent))


def given(definition: Definition, state: State, today: date) -> Iterator[tuple[Step, int | None, str, Any]]:
    """Every answer that would be sent, with its step, item and question."""
    live = Flow(definition, state.answers, today).live
    for step in definition.steps:
        scopes = enumerate(live.get(step.key) or ()) if step.repeat else ((None, live),)
        for item, scope in scopes:
            for question in step.questions:
                value = scope.get(question.key)
                if value is not None and question.type not in _UNASKED:
                    yield step, item, question.key, value


def accepted(question: Question, value: Any, context: Context) -> bool:
    """Whether `value` is a valid answer to `question` as it stands, read beside the context's answers."""
    if isinstance(question, FileQuestion):
        held: list[dict[str, Any]] = []
        for file in value:
            if question.refusal(file, held):
                return False
            held.append(file)
        return True
    reading = question.read(question.write(value), context, value)
    return not reading.errors and reading.value == value


class _Move:
    """One move; `dropped` grows as answers turn out not to fit."""

    def __init__(self, old: Definition, new: Definition, context: Context, names: Mapping[str, str]) -> None:
        self._old = old
        self._new = new
        self._context = context
        self._names = names
        self._taken_keys = frozenset(names.values())
        self._steps = {step.key: step for step in new.steps}
        self._questions = {question.key: question for step in new.steps for question in step.questions}
        self.dropped: list[Dropped] = []

    def name(self, key: str) -> str:
        """The key under which a question or step of the old version goes on, empty when another took it."""
        return self._names.get(key, "" if key in self._taken_keys else key)

    def answers(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Every answer that can stay, under its new key."""
        kept: dict[str, Any] = {}
        for step in self._old.steps:
            if step.repeat is None:
                kept |= self._taken(step, None, answers, None)
            elif step.key in answers:
                kept |= self._group(step, answers[step.key] or [])
        return kept

    def _group(self, step: Step, items: list[dict[str, Any]]) -> dict[str, Any]:
        target = self._steps.get(self.name(step.key))
        if target is None or target.repeat is None:
            self._drop_items(step, items, 0, "removed" if target is None else "other_kind")
            return {}
        most = target.repeat.max
        self._drop_items(step, items, most, "too_many")
        return {
            target.key: [
                self._taken(step, number, item, target.key) for number, item in enumerate(items[:most])
            ]
        }

    def _drop_items(self, step: Step, items: list[dict[str, Any]], first: int, reason: Reason) -> None:
        for number, item in enumerate(items[first:], start=first):
            for key, value in item.items():
                self._drop(step, number, key, value, reason)

    def _taken(
        self, step: Step, item: int | None, answers: Mapping[str, Any], group: str | None
    ) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for question in step.questions:
            if question.key not in answers or question.type == "calculated":
                continue
            value = answers[question.key]
            reason = self._obstacle(question, value, group)
            if reason is None:
                kept[self.name(question.key)] = value
            else:
                self._drop(step, item, question.key, value, reason)
        return kept

    def _obstacle(self, question: Question, value: Any, group: str | None) -> Reason | None:
        """Why the value cannot answer the question's successor, None when it can."""
        successor = self._successor(question, group)
        if successor is None:
            known = self.name(question.key) in self._questions
            return "other_kind" if known else "removed"
        if not related(question, successor):
            return "other_kind"
        if value is None or alike(question, successor):
            return None
        if question.type == "declaration":
            return "say_again"
        return None if accepted(successor, value, self._context) else "not_accepted"

    def _successor(self, question: Question, group: str | None) -> Question | None:
        key = self.name(question.key)
        home = self._new.homes.get(key)
        if home is None or (home.key if home.repeat else None) != group:
            return None
        return self._questions[key]

    def _drop(self, step: Step, item: int | None, key: str, value: Any, reason: Reason) -> None:
        if value is not None:
            self.dropped.append(Dropped(self._old.id, self._old.version, step.key, item, key, value, reason))

    def typed(self, state: State) -> dict[str, Typed]:
        """What was typed, where its question now stands."""
        found: dict[str, Typed] = {}
        for slot, typed in state.typed.items():
            group, _, number = slot.partition("/")
            item = int(number) if number else None
            for question in self._old.step(group).questions:
                target = self._slot(group, item, question)
                fields = self._renamed(question, typed)
                if target is not None:
                    found[target] = _joined(found.get(target), fields, typed.tried)
                else:
                    self._drop_typed(self._old.step(group), item, question, fields, state)
        return found

    def _slot(self, step: str, item: int | None, question: Question) -> str | None:
        """Where what was typed for the question goes on, None when it cannot."""
        key, group = self.name(question.key), self.name(step) if item is not None else None
        successor = self._successor(question, group)
        if successor is None or successor.type != question.type:
            return None
        if item is None:
            return self._new.homes[key].key
        target = self._steps[str(group)]
        return f"{target.key}/{item}" if target.repeat and item < target.repeat.max else None

    def _renamed(self, question: Question, typed: Typed) -> dict[str, list[str]]:
        key = self.name(question.key)
        fields = {
            key + name.removeprefix(question.key): typed.fields[name]
            for name in question.field_names()
            if name in typed.fields
        }
        return fields | ({SHOWN: [key]} if question.key in typed.fields.get(SHOWN, ()) else {})

    def _drop_typed(
        self, step: Step, item: int | None, question: Question, fields: Mapping[str, list[str]], state: State
    ) -> None:
        """Name what was typed and was not a valid answer; valid ones are named as answers."""
        held = state.answers if item is None else _item(state.answers.get(step.key), item)
        text = ", ".join(raw for name, raws in fields.items() if name != SHOWN for raw in raws if raw.strip())
        if text and held.get(question.key) is None:
            at = (self._old.id, self._old.version, step.key, item, question.key)
            self.dropped.append(Dropped(*at, text, "removed", raw=True))

    def no_longer_asked(
        self, before: tuple[tuple[Step, int | None, str, Any], ...], after: State
    ) -> tuple[Dropped, ...]:
        """Answers that stay in the draft but, given the others, are not asked for and not sent any more."""
        named = {(one.step, one.item, one.question) for one in self.dropped}
        sent = {
            (item if item is None else (step.key, item), key)
            for step, item, key, _ in given(self._new, after, self._context.today)
        }
        return tuple(
            Dropped(self._old.id, self._old.version, step.key, item, key, value, "not_asked")
            for step, item, key, value in before
            if (step.key, item, key) not in named
            and (item if item is None else (self.name(step.key), item), self.name(key)) not in sent
        )

    def left(self, before: tuple[tuple[Step, int | None, str, Any], ...]) -> int:
        """How many of the answers that would have been sent were dropped."""
        named = {(one.step, one.item, one.question) for one in self.dropped if not one.raw}
        return sum((step.key, item, key) in named for step, item, key, _ in before)


def related(old: Question, new: Question) -> bool:
    """Whether values of one kind mean the same in the other."""
    return old.type == new.type or any({old.type, new.type} <= family for family in _FAMILIES)


def alike(old: Question, new: Question) -> bool:
    """Whether the two accept the same answers, whatever they are called and whenever they are asked."""
    return _bare(old) == _bare(new)


def _bare(question: Question) -> Question:
    return replace(
        question,
        key="",
        label={},
        name=None,
        hint=None,
        why=None,
        required=True,
        when=None,
        prefill=(),
        concept=None,
        locked=None,
    )


def _item(items: Any, number: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] = items[number] if items and number < len(items) else {}
    return found


def _joined(known: Typed | None, fields: Mapping[str, list[str]], tried: bool) -> Typed:
    before = known.fields if known else {}
    shown = sorted({*before.get(SHOWN, ()), *fields.get(SHOWN, ())})
    return Typed({**before, **fields, SHOWN: shown}, tried or (known is not None and known.tried))
