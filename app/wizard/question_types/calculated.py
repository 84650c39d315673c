"""A value the form works out itself: shown, never typed, and sent along."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from app import formatting
from app.texts import Text, say
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.rules.conditions import Answers, holds
from app.wizard.rules.dates import shown
from app.wizard.rules.measures import calculate
from app.wizard.services import Expression
from app.wizard.text import Form


class CalculatedQuestion(Question, frozen=True, kw_only=True, tag="calculated"):
    """The value of the expression `of`, shown as a number with its `unit`, an amount or a date."""

    of: Expression
    shown_as: Literal["number", "money", "date"] = "number"
    unit: Text | None = None
    required: bool = False

    @property
    def is_fee(self) -> bool:
        """Whether it is the sum of the definition's fees."""
        return self._is("fee")

    @property
    def is_deadline(self) -> bool:
        """Whether it is the day the answer is due when the application is sent now; shown, never sent."""
        return self._is("deadline")

    def value(self, answers: Answers, today: date) -> int | float | str | None:
        """What it comes to, None while something it needs is unanswered."""
        return calculate(self.of, answers, today, holds)

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """Nothing: the form does not say it."""
        return Reading()

    def write(self, value: Any) -> RawForm:
        """Nothing."""
        return {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The value as people write it."""
        if self.shown_as == "money":
            return [Line("", formatting.money(value, context.lang))]
        if self.shown_as == "date":
            return [Line("", shown(value, context.lang))]
        number = formatting.number(value, context.lang)
        return [Line("", f"{number} {say(self.unit, context.lang)}".strip())]

    def schema(self) -> dict[str, Any]:
        """A number, or an ISO date."""
        return {"type": "string", "format": "date"} if self.shown_as == "date" else {"type": "number"}

    def field_names(self) -> tuple[str, ...]:
        """None."""
        return ()

    def faults(self) -> list[tuple[str, str]]:
        """Dates that are shown as numbers, and the other way round."""
        is_date = isinstance(self.of, dict) and bool({"moment", "deadline"} & set(self.of))
        return [] if is_date == (self.shown_as == "date") else [("shown_as", "a date, or not a date")]

    def _is(self, word: str) -> bool:
        return isinstance(self.of, dict) and len(self.of) == 1 and self.of.get(word) is True


def seen_below(question: Question, answers: Answers, scope: Answers, before: Answers, today: date) -> Any:
    """What conditions further down its page see of `question`, given the `scope` above it.

    What is worked out of the whole form is as it was `before` the page was sent.
    """
    if not isinstance(question, CalculatedQuestion):
        return answers.get(question.key)
    whole = question.is_fee or question.is_deadline
    return before.get(question.key) if whole else question.value(scope, today)
