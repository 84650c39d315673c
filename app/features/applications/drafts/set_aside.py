"""Answers that were not taken over: kept with the draft, shown when asked for, never sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.groups import title
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
    """An answer that stays behind: what it answered, what it says, why."""

    label: str
    lines: tuple[str, ...]
    reason: str


def remembered(dropped: Iterable[Dropped]) -> list[dict[str, Any]]:
    """Dropped answers as they are kept with a draft."""
    found: list[dict[str, Any]] = msgspec.to_builtins(list(dropped))
    return found


def left_behind(one: Dropped, definition: Definition, context: Context) -> Left:
    """A dropped answer in the reader's language; `definition` is the version it was given to."""
    question, step = definition.question(one.question), definition.step(one.step)
    lines = (
        (str(one.value),)
        if one.raw
        else tuple(
            f"{line.label}: {line.text}" if line.label else line.text
            for line in question.show(one.value, context)
        )
    )
    label = say(question.label, context.lang)
    if one.item is not None:
        label = f"{title(step, one.item, context)}: {label}"
    return Left(label, lines, context.gettext(_REASONS[one.reason]))
