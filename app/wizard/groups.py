"""Repeating steps: the list of their items, taking one out, and saying that the list is complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.errors import NotFound
from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.flow import Flow
from app.wizard.messages import Message, Param
from app.wizard.progress import Visible
from app.wizard.state import State, mark, with_answers, without_item
from app.wizard.structure import Definition, Repeat, Step
from app.wizard.typed import Outcome


class Item(NamedTuple):
    """An entry of the list page: "Witness 1", who that is, and whether questions of it are open.

    `mark` tells it from others where it stands elsewhere meanwhile.
    """

    position: int
    title: str
    name: str
    complete: bool
    mark: str

    @property
    def called(self) -> str:
        """What the item is, and who or what stands in it: "Witness 1: Trần Thị Bình"."""
        return _called(self.title, self.name)


def items(definition: Definition, state: State, key: str, context: Context) -> tuple[Item, ...]:
    """The items of a repeating step that is on the path."""
    step, repeat = _repeating(definition, key)
    flow = Flow(definition, state.answers, context.today)
    held = state.answers.get(key) or []
    return tuple(
        _item(step, repeat, flow.item(key, index), held[index], index, context)
        for index in range(len(flow.items(key)))
    )


def named(state: State, step: Step, told: str) -> int | None:
    """Where the item named by place and mark ("1:4f2a…") stands now; None when it was changed or is gone."""
    number, _, marked = told.partition(":")
    if step.repeat is None or not number.isdecimal() or len(number) > 3:
        return None
    return position(state, step, int(number), marked)


def position(state: State, step: Step, item: int, told: str) -> int | None:
    """Where the item that had this mark at this place stands now; None when it was changed or is gone."""
    marks = [mark(step, answers) for answers in state.answers.get(step.key) or []]
    if item < len(marks) and marks[item] == told:
        return item
    return marks.index(told) if told in marks else None


def title(step: Step, index: int, context: Context) -> str:
    """What the item is called: "Witness 2"."""
    return f"{say(step.repeat.item, context.lang)} {index + 1}" if step.repeat else ""


def called(step: Step, index: int, answers: Mapping[str, Any], context: Context) -> str:
    """As `Item.called`, for an item that holds these answers; empty for a step that has no items."""
    return _called(title(step, index, context), _name(step, answers, context))


def remove(definition: Definition, state: State, key: str, item: int) -> State:
    """The state without one item, typed values included; NotFound when there is no such item."""
    step, _ = _repeating(definition, key)
    return without_item(state, step, item)


def finish(definition: Definition, state: State, key: str, context: Context) -> Outcome:
    """Continue on the list page: too few, too many or unfinished items are errors at the step's key."""
    step, repeat = _repeating(definition, key)
    listed = items(definition, state, key, context)
    called: dict[str, Param] = {"item": repeat.item}
    if len(listed) < repeat.min:
        few = Message(N_("Add more entries: at least %(min)d (%(item)s)"), {**called, "min": repeat.min})
        return Outcome(state, {key: few})
    if len(listed) > repeat.max:
        many = Message(N_("Remove entries: at most %(max)d (%(item)s)"), {**called, "max": repeat.max})
        return Outcome(state, {key: many})
    open_item = next((entry for entry in listed if not entry.complete), None)
    if open_item:
        number: dict[str, Param] = {**called, "number": open_item.position + 1}
        return Outcome(state, {key: Message(N_("Finish entry %(number)d (%(item)s) or remove it"), number)})
    kept = {**state.answers, key: state.answers.get(key) or []}
    return Outcome(with_answers(state, step, None, kept), {})


def _repeating(definition: Definition, key: str) -> tuple[Step, Repeat]:
    step = definition.step(key)
    if step.repeat is None:
        raise NotFound(key)
    return step, step.repeat


def _item(
    step: Step, repeat: Repeat, seen: Visible, answers: Mapping[str, Any], index: int, context: Context
) -> Item:
    name = _name(step, seen.answers, context)
    return Item(index, title(step, index, context), name, seen.complete, mark(step, answers))


def _name(step: Step, answers: Mapping[str, Any], context: Context) -> str:
    """What the answer to `named_by` says first, empty without one."""
    key = step.repeat.named_by if step.repeat else None
    if key is None or answers.get(key) is None:
        return ""
    shown = step.question(key).show(answers[key], context)
    return shown[0].text if shown else ""


def _called(kind: str, name: str) -> str:
    return f"{kind}: {name}" if name else kind
