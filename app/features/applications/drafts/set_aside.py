"""Answers that were not taken over: kept with the draft, shown when asked for, never sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import msgspec

from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.groups import called, title
from app.wizard.questions import Line
from app.wizard.structure import Definition
from app.wizard.versions.moving import Dropped, Reason

_REASONS: dict[Reason, str] = {
    "removed": N_("It is not asked any more."),
    "other_kind": N_("It is asked in another way now."),
    "not_accepted": N_("This answer is not accepted any more; give a new one."),
    "too_many": N_("Fewer entries are allowed now."),
    "say_again": N_("You declare this anew."),
    "not_asked": N_("It is not asked any more, given your other answers."),
    "was_planned": N_("This date had not come yet when the earlier application was sent; give a new one."),
}


@dataclass(frozen=True, slots=True)
class Left:
    """An answer that stays behind, or all that do of one entry: what was asked, what it says, why."""

    label: str
    lines: tuple[str, ...]
    reason: str


def remembered(dropped: Iterable[Dropped]) -> list[dict[str, Any]]:
    """Dropped answers as they are kept with a draft."""
    found: list[dict[str, Any]] = msgspec.to_builtins(list(dropped))
    return found


def left_behind(
    dropped: Iterable[Dropped], given_to: Callable[[Dropped], Definition], context: Context
) -> tuple[Left, ...]:
    """Dropped answers in the reader's language; `given_to` is the version an answer was given to."""
    runs = [tuple(run) for _, run in groupby(dropped, key=_one_thing)]
    return tuple(_left(run, given_to(run[0]), context) for run in runs)


def _one_thing(one: Dropped) -> tuple[object, ...]:
    """What is alike for answers of one entry that stay behind for one reason."""
    return (one.definition, one.version, one.step, one.item, one.reason, one.item is None and one.question)


def _left(run: tuple[Dropped, ...], definition: Definition, context: Context) -> Left:
    first, step = run[0], definition.step(run[0].step)
    reason = context.gettext(_REASONS[first.reason])
    if len(run) == 1:
        label = say(definition.question(first.question).label, context.lang)
        entry = "" if first.item is None else f"{title(step, first.item, context)}: "
        return Left(f"{entry}{label}", _lines(first, definition, context), reason)
    answers = {one.question: one.value for one in run if not one.raw}
    lines = (line for one in run for line in _lines(one, definition, context, labelled=True))
    return Left(called(step, first.item or 0, answers, context), tuple(lines), reason)


def _lines(one: Dropped, definition: Definition, context: Context, labelled: bool = False) -> tuple[str, ...]:
    question = definition.question(one.question)
    label = say(question.label, context.lang) if labelled else ""
    shown = [Line("", str(one.value))] if one.raw else question.show(one.value, context)
    return tuple(line.said(label) for line in shown)
