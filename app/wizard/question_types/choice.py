"""One of several options, written in the definition or taken from a shared list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.lists import LISTS, entries, match
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.rules.conditions import Answers, Conditional, Rule
from app.wizard.text import Form, first

# More radios than this are slower to read than a select.
MOST_RADIOS = 8


class Option(Conditional, msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Something to choose, as long as `when` holds."""

    value: str
    label: Text
    hint: Text | None = None
    when: Rule | None = None


class ShownOption(msgspec.Struct, frozen=True):
    """An option as its template shows it; `reasons` are why it is there, where not everybody has it."""

    value: str
    label: str
    hint: str
    chosen: bool
    reasons: tuple[str, ...] = ()


def shown_options(options: Iterable[Option], chosen: Iterable[str], lang: str) -> tuple[ShownOption, ...]:
    """The options in one language, marked when chosen."""
    taken = frozenset(chosen)
    return tuple(
        ShownOption(option.value, say(option.label, lang), say(option.hint, lang), option.value in taken)
        for option in options
    )


def open_options(options: Iterable[Option], answers: Answers, today: date) -> tuple[Option, ...]:
    """The options whose conditions hold."""
    return tuple(option for option in options if option.applies(answers, today))


def option_conditions(options: tuple[Option, ...]) -> list[tuple[str, Rule]]:
    """The options' conditions, each with its field."""
    numbered = enumerate(options)
    return [(f"options[{number}].when", option.when) for number, option in numbered if option.when]


def option_faults(options: tuple[Option, ...], named_list: str | None) -> list[tuple[str, str]]:
    """What is wrong with where the options come from."""
    if named_list is not None:
        known = ", ".join(LISTS)
        faults = (
            [] if named_list in LISTS else [("from_list", f"unknown list {named_list!r}, known: {known}")]
        )
        return [*faults, ("options", "a list and options together")] if options else faults
    values = [option.value for option in options]
    twice = sorted({value for value in values if values.count(value) > 1})
    faults = [("options", f"the value {value!r} appears twice") for value in twice]
    return faults if len(values) > 1 else [*faults, ("options", "fewer than two options")]


class ChoiceQuestion(Question, frozen=True, tag="choice"):
    """Radio buttons, or a select when there are many; `without` leaves entries of a shared list out."""

    options: tuple[Option, ...] = ()
    from_list: str | None = None
    without: tuple[str, ...] = ()

    def offered(self) -> tuple[Option, ...]:
        """Everything that can be chosen."""
        if self.from_list is None:
            return self.options
        listed = entries(self.from_list)
        return tuple(Option(value, listed[value]) for value in self._values())

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The value of the chosen option."""
        value = first(form, self.key)
        if not value:
            return self.blank(self.problem(N_("Choose %(name)s")))
        if value not in self._values() or not self.fits(value, context.answers, context.today):
            return self.refuse(self.problem(N_("Choose %(name)s from the list")))
        return Reading(value)

    def write(self, value: Any) -> RawForm:
        """The chosen value; for shared lists also a name is understood."""
        if not isinstance(value, str):
            return {}
        if self.from_list is not None:
            value = match(self.from_list, value) or value
        return {self.key: [value]}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The chosen option's label."""
        label = next((option.label for option in self.offered() if option.value == value), None)
        return [Line("", say(label, context.lang) or str(value))]

    def schema(self) -> dict[str, Any]:
        """One of the values."""
        return {"enum": [*self._values()]}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The options, and whether they are few enough for radios."""
        offered = open_options(self.offered(), context.answers, context.today)
        options = shown_options(offered, [first(raw, self.key)], context.lang)
        return {"options": options, "radios": len(options) <= MOST_RADIOS}

    def conditions(self) -> list[tuple[str, Rule]]:
        """Those of the options."""
        return option_conditions(self.options)

    def fits(self, value: Any, answers: Answers, today: date) -> bool:
        """Whether the chosen option is still offered."""
        chosen = next((option for option in self.options if option.value == value), None)
        return chosen is None or chosen.applies(answers, today)

    def constants(self) -> frozenset[Any] | None:
        """The options' values."""
        return frozenset(self._values())

    def faults(self) -> list[tuple[str, str]]:
        """Unknown lists, repeated values, too few options."""
        return option_faults(self.options, self.from_list)

    def _values(self) -> tuple[str, ...]:
        if self.from_list is not None:
            return tuple(value for value in entries(self.from_list) if value not in self.without)
        return tuple(option.value for option in self.options)
