"""Any of several options."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.question_types.choice import (
    Option,
    open_options,
    option_conditions,
    option_faults,
    shown_options,
)
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.rules.conditions import Answers, Rule
from app.wizard.text import Form

# More boxes than this stand in columns, where no label is longer.
MOST_IN_A_COLUMN = 12
LONGEST_IN_COLUMNS = 24


class MultipleChoiceQuestion(Question, frozen=True, kw_only=True, tag="multiple_choice"):
    """Checkboxes; the value lists what is ticked in the definition's order.

    `min` to `max` may be ticked; the option `none` excludes all others.
    """

    options: tuple[Option, ...]
    min: int = 1
    max: int | None = None
    none: str | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The ticked values."""
        ticked = [value for value in form.get(self.key, ()) if value]
        if not ticked:
            return self.blank(self.problem(N_("Choose at least one answer for %(name)s")))
        offered = open_options(self.options, context.answers, context.today)
        known = [option.value for option in offered if option.value in ticked]
        if len(known) != len(set(ticked)):
            return self.refuse(self.problem(N_("Choose %(name)s from the list")))
        if self.none in known and len(known) > 1:
            alone = next(option.label for option in offered if option.value == self.none)
            message = N_("Choose either “%(option)s” or other answers for %(name)s, not both")
            return self.refuse(self.problem(message, option=alone))
        if len(known) < self.min and self.none not in known:
            return self.refuse(self.problem(N_("Choose at least %(min)d answers for %(name)s"), min=self.min))
        if self.max is not None and len(known) > self.max:
            return self.refuse(self.problem(N_("Choose at most %(max)d answers for %(name)s"), max=self.max))
        return Reading(known)

    def write(self, value: Any) -> RawForm:
        """One field value a tick."""
        if not isinstance(value, list):
            return {}
        return {self.key: [entry for entry in value if isinstance(entry, str)]}

    def show(self, value: Any, context: Context) -> list[Line]:
        """One line a ticked option."""
        return [Line("", say(option.label, context.lang)) for option in self.options if option.value in value]

    def schema(self) -> dict[str, Any]:
        """A list of different values."""
        values = [option.value for option in self.options]
        return {
            "type": "array",
            "items": {"enum": values},
            "uniqueItems": True,
            "minItems": 1 if self.none else self.min,
            "maxItems": self.max or len(values),
        }

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The options, and whether they stand in columns."""
        offered = open_options(self.options, context.answers, context.today)
        options = shown_options(offered, raw.get(self.key, ()), context.lang)
        short = all(len(option.label) <= LONGEST_IN_COLUMNS and not option.hint for option in options)
        return {"options": options, "columns": short and len(options) > MOST_IN_A_COLUMN}

    def constants(self) -> frozenset[Any]:
        """The options' values, for the operator "includes"."""
        return frozenset(option.value for option in self.options)

    def faults(self) -> list[tuple[str, str]]:
        """Repeated values, too few options."""
        faults = option_faults(self.options, None)
        if self.none is not None and self.none not in self.constants():
            faults.append(("none", "no such option"))
        if not 1 <= self.min <= (self.max or len(self.options)) <= len(self.options):
            faults.append(("min", "not 1 <= min <= max <= number of options"))
        return faults

    def conditions(self) -> list[tuple[str, Rule]]:
        """Those of the options."""
        return option_conditions(self.options)

    def fits(self, value: Any, answers: Answers, today: date) -> bool:
        """Whether everything that was ticked is still offered."""
        offered = {option.value for option in open_options(self.options, answers, today)}
        return set(value) <= offered
