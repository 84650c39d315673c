"""Two windows on the same page: what the other one saved meanwhile is not undone unseen.

A page tells in `HELD` what was saved when it was made, and which window it stands in.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from app.wizard.context import Context
from app.wizard.state import State, held_answers, mark, slot, with_typed
from app.wizard.structure import Definition, Step
from app.wizard.text import Form, first
from app.wizard.typed import keep

HELD = "_held"


class Meeting(NamedTuple):
    """The item a window is about, where it stands now, and the questions whose answers it would undo."""

    item: int | None
    undone: tuple[str, ...] = ()


def held(state: State, step: Step, item: int | None, window: str) -> str:
    """What a page in this window has to tell with its form."""
    return f"{mark(step, held_answers(state, step, item))}.{window}"


def window(form: Form) -> str:
    """The window a form comes from, empty when it does not say."""
    return first(form, HELD).partition(".")[2]


def meet(
    definition: Definition, state: State, key: str, form: Form, context: Context, item: int | None
) -> Meeting:
    """What this form would undo of what another window saved since its page was made.

    An item that stands elsewhere meanwhile is followed; a new one joins those that another window added.
    """
    step, told = definition.step(key), first(form, HELD).partition(".")[0]
    if not told or (step.repeat is None) != (item is None):
        return Meeting(item)
    if item is not None and item > (count := len(state.answers.get(step.key) or ())):
        return Meeting(_place(state, step, count, told))
    typed = state.typed.get(slot(step, item))
    if (typed and typed.window == window(form)) or mark(step, held_answers(state, step, item)) == told:
        return Meeting(item)
    undone = _undone(definition, state, step, form, context, item)
    place = _place(state, step, item, told) if undone and item is not None else item
    return Meeting(place, undone if place == item else ())


def beside(
    definition: Definition, state: State, key: str, context: Context, item: int | None
) -> tuple[str, ...]:
    """The questions whose answers are not what is typed, as another window has saved others meanwhile."""
    step = definition.step(key)
    typed = state.typed.get(slot(step, item))
    return _undone(definition, state, step, typed.fields, context, item) if typed else ()


def kept(
    definition: Definition, state: State, key: str, form: Form, context: Context, item: int | None
) -> State:
    """As `typed.keep`; what would undo another window's answers is only kept beside them."""
    meeting = meet(definition, state, key, form, context, item)
    after, step = keep(definition, state, key, form, context, meeting.item), definition.step(key)
    if not meeting.undone:
        return stamped(after, step, form, meeting.item)
    name = slot(step, meeting.item)
    return with_typed(state, name, after.typed[name])


def stamped(state: State, step: Step, form: Form, item: int | None) -> State:
    """The state, knowing which window typed what is not an answer yet."""
    name = slot(step, item)
    typed = state.typed.get(name)
    return with_typed(state, name, replace(typed, window=window(form))) if typed else state


def _undone(
    definition: Definition, state: State, step: Step, form: Form, context: Context, item: int | None
) -> tuple[str, ...]:
    after = held_answers(keep(definition, state, step.key, form, context, item), step, item)
    before = held_answers(state, step, item)
    asked = (question.key for question in step.questions)
    return tuple(key for key in asked if before.get(key) is not None and after.get(key) != before[key])


def _place(state: State, step: Step, item: int, told: str) -> int:
    """Where the item of this mark stands; a new one at the end, one that is nowhere where it stood."""
    marks = [mark(step, one) for one in state.answers.get(step.key) or ()]
    if told in marks:
        return marks.index(told)
    new = told == mark(step, {}) and step.repeat and len(marks) < step.repeat.max
    return len(marks) if new else item
