"""Which answers are others now than they were, as somebody is told who had agreed to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from app.texts import say
from app.wizard.context import Context
from app.wizard.groups import called
from app.wizard.pairing import paired
from app.wizard.questions import Line
from app.wizard.review import Row, Section, sections
from app.wizard.state import State
from app.wizard.structure import Definition

Answers = Mapping[str, Any]


class Revised(NamedTuple):
    """What changed: what it said, and what it says now; None where it was or is not part of the form.

    An answer says both alike where it was given anew and reads the same, such as another file of that name.
    An entry of a list is `what` was added or removed as a whole; an order says nothing.
    """

    section: str
    label: str
    before: tuple[str, ...] | None
    now: tuple[str, ...] | None
    what: Literal["answer", "entry", "order"] = "answer"


def revised(
    old: Definition, before: Answers, new: Definition, now: Answers, context: Context
) -> tuple[Revised, ...]:
    """Everything that changed, in the order of the form; what is not asked any more comes last."""
    was, stands = _read(old, before, context), _read(new, now, context)
    keys = (*stands, *(key for key in was if key not in stands))
    return tuple(one for key in keys for one in _step(was.get(key, []), stands.get(key, [])))


class _Told(NamedTuple):
    label: str
    value: Any
    lines: tuple[Line, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """What is read beside the label."""
        return tuple(line.said() for line in self.lines)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is read where there is no label beside it."""
        return tuple(line.said(self.label) for line in self.lines)


class _Part(NamedTuple):
    """What is told of a step, or of one entry of it; `called` is empty where it is no entry."""

    step: str
    title: str
    called: str
    told: dict[str, _Told]

    @property
    def answers(self) -> dict[str, Any]:
        return {key: one.value for key, one in self.told.items()}


def _read(definition: Definition, answers: Answers, context: Context) -> dict[str, list[_Part]]:
    parts: dict[str, list[_Part]] = {}
    for section in sections(definition, State(answers=dict(answers)), context):
        if section.rows:
            parts.setdefault(section.step, []).append(_part(definition, section, answers, context))
    return parts


def _part(definition: Definition, section: Section, answers: Answers, context: Context) -> _Part:
    """What is shown of the answers; not a deadline, which is another one every day."""
    step, item = definition.step(section.step), section.item
    held = answers if item is None else answers[step.key][item]
    told = {
        row.question: _one(definition, row, held, context)
        for row in section.rows
        if row.question not in definition.unsent
    }
    entry = "" if item is None else called(step, item, held, context)
    return _Part(say(step.title, context.lang), entry or section.title, entry, told)


def _one(definition: Definition, row: Row, held: Answers, context: Context) -> _Told:
    """An answer as it was kept: what the form works out may be something else by today."""
    value = held.get(row.question)
    lines = row.lines if value is None else definition.question(row.question).show(value, context)
    return _Told(row.label, value, tuple(lines))


def _step(was: Sequence[_Part], stands: Sequence[_Part]) -> list[Revised]:
    """What changed of a step; a step that is no list is one part of it."""
    before, now = [part.answers for part in was], [part.answers for part in stands]
    found = [
        one
        for pair in paired(before, now)
        for one in _changes(
            None if pair.before is None else was[pair.before],
            None if pair.now is None else stands[pair.now],
        )
    ]
    if not found and len(before) == len(now) and before != now:
        return [Revised(stands[0].step, stands[0].step, None, None, "order")]
    return found


def _changes(was: _Part | None, stands: _Part | None) -> Iterator[Revised]:
    part = cast(_Part, stands or was)
    if part.called and (was is None or stands is None):
        yield Revised(part.step, part.called, _entry(was), _entry(stands), "entry")
        return
    before, now = was.told if was else {}, stands.told if stands else {}
    for key in (*now, *(key for key in before if key not in now)):
        one, other = before.get(key), now.get(key)
        if one is None or other is None or one.value != other.value:
            label = cast(_Told, other or one).label
            yield Revised(part.title, label, one.said if one else None, other.said if other else None)


def _entry(part: _Part | None) -> tuple[str, ...] | None:
    """All that an entry says."""
    return tuple(line for one in part.told.values() for line in one.sentences) if part else None
