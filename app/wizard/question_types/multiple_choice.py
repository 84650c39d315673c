"""Any of several options."""

from __future__ import annotations

from typing import Any

from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.question_types.choice import Option, option_faults, shown_options
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form


class MultipleChoiceQuestion(Question, frozen=True, kw_only=True, tag="multiple_choice"):
    """Checkboxes; the value lists what is ticked in the definition's order."""

    options: tuple[Option, ...]
    max: int | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The ticked values."""
        ticked = [value for value in form.get(self.key, ()) if value]
        if not ticked:
            return self.blank(self.problem(N_("Choose at least one answer for %(name)s")))
        known = [option.value for option in self.options if option.value in ticked]
        if len(known) != len(set(ticked)):
            return self.refuse(self.problem(N_("Choose %(name)s from the list")))
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
            "minItems": 1,
            "maxItems": self.max or len(values),
        }

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The options."""
        return {"options": shown_options(self.options, raw.get(self.key, ()), context.lang)}

    def constants(self) -> frozenset[Any] | None:
        """The options' values, for the operator "includes"."""
        return frozenset(option.value for option in self.options)

    def faults(self) -> list[tuple[str, str]]:
        """Repeated values, too few options."""
        return option_faults(self.options, None)
