"""Which answers are others now than they were, as somebody is told who had agreed to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from app.wizard.context import Context
from app.wizard.questions import Line
from app.wizard.review import Row, sections
from app.wizard.state import State
from app.wizard.structure import Definition

Answers = Mapping[str, Any]
Place = tuple[str, int | None, str]


class Revised(NamedTuple):
    """An answer that changed: what it said, and what it says now; None where it was or is not asked.

    Both are alike where what was given anew reads the same, such as another file of that name.
    """

    section: str
    label: str
    before: tuple[str, ...] | None
    now: tuple[str, ...] | None


def revised(
    old: Definition, before: Answers, new: Definition, now: Answers, context: Context
) -> tuple[Revised, ...]:
    """Every answer that changed, in the order of the form; what is not asked any more comes last."""
    was, stands = _told(old, before, context), _told(new, now, context)
    places = [*stands, *(place for place in was if place not in stands)]
    return tuple(
        _revised(was.get(place), stands.get(place))
        for place in places
        if place not in was or place not in stands or was[place].value != stands[place].value
    )


class _Told(NamedTuple):
    section: str
    label: str
    value: Any
    lines: tuple[str, ...]


def _told(definition: Definition, answers: Answers, context: Context) -> dict[Place, _Told]:
    """What is shown of the answers; not a deadline, which is another one every day."""
    shown = sections(definition, State(answers=dict(answers)), context)
    return {
        (row.step, row.item, row.question): _one(definition, section.title, row, answers, context)
        for section in shown
        for row in section.rows
        if row.question not in definition.unsent
    }


def _one(definition: Definition, section: str, row: Row, answers: Answers, context: Context) -> _Told:
    """An answer as it was kept: what the form works out may be something else by today."""
    held = answers if row.item is None else answers[row.step][row.item]
    value = held.get(row.question)
    lines = row.lines if value is None else definition.question(row.question).show(value, context)
    return _Told(section, row.label, value, tuple(_worded(line) for line in lines))


def _worded(line: Line) -> str:
    return f"{line.label}: {line.text}" if line.label else line.text


def _revised(was: _Told | None, stands: _Told | None) -> Revised:
    section, label, *_ = cast(_Told, stands or was)
    return Revised(section, label, was.lines if was else None, stands.lines if stands else None)
