"""Rows of the same few questions."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.question_types.choice import ChoiceQuestion
from app.wizard.question_types.date import DateQuestion
from app.wizard.question_types.id_number import IdNumberQuestion
from app.wizard.question_types.money import MoneyQuestion
from app.wizard.question_types.month import MonthQuestion
from app.wizard.question_types.number import NumberQuestion
from app.wizard.question_types.phone import PhoneQuestion
from app.wizard.question_types.tax_code import TaxCodeQuestion
from app.wizard.question_types.text import TextQuestion
from app.wizard.question_types.year import YearQuestion
from app.wizard.question_types.yes_no import YesNoQuestion
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.rules.measures import added
from app.wizard.text import Form

Column = (
    TextQuestion
    | NumberQuestion
    | MoneyQuestion
    | DateQuestion
    | MonthQuestion
    | YearQuestion
    | ChoiceQuestion
    | YesNoQuestion
    | IdNumberQuestion
    | TaxCodeQuestion
    | PhoneQuestion
)
MOST_ROWS = 30
MOST_COLUMNS = 8
_SUMMED = ("number", "money")
_NAMING = ("text", "choice")


class TableQuestion(Question, frozen=True, kw_only=True, tag="table"):
    """`min_rows` to `max_rows` rows, each called `row` and its number; `sum` names a column to add up."""

    columns: tuple[Column, ...]
    row: Text
    min_rows: int = 1
    max_rows: int = 10
    sum: str | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """One mapping a row that has anything in it."""
        rows: list[dict[str, Any]] = []
        errors: dict[str, Any] = {}
        for number in self._filled(form):
            readings = {column.key: self._cell(column, number).read(form, context) for column in self.columns}
            errors |= {name: said for reading in readings.values() for name, said in reading.errors.items()}
            rows.append(
                {key: reading.value for key, reading in readings.items() if reading.value is not None}
            )
        if errors:
            return Reading(None, errors)
        if len(rows) < self.min_rows and (rows or self.required):
            at = self._cell(self.columns[0], self._blank_row(form)).field_names()[0]
            return self.refuse(self._too_few(), at)
        return Reading(rows) if rows else self.blank()

    def _too_few(self) -> Message:
        if self.min_rows == 1:
            return self.problem(N_("Fill in at least one row of %(name)s"))
        return self.problem(N_("Fill in at least %(min)d rows of %(name)s"), min=self.min_rows)

    def write(self, value: Any) -> RawForm:
        """The cells of all rows."""
        form: RawForm = {}
        for number, row in enumerate(value[: self.max_rows] if isinstance(value, list) else ()):
            for column in self.columns:
                if isinstance(row, dict):
                    form |= self._cell(column, number).write(row.get(column.key))
        return form

    def show(self, value: Any, context: Context) -> list[Line]:
        """One line a row, and the sum."""
        lines = [
            Line(f"{say(self.row, context.lang)} {n}", self._row(row, context)) for n, row in _counted(value)
        ]
        column = next((column for column in self.columns if column.key == self.sum), None)
        if column is None:
            return lines
        total = added([row[column.key] for row in value if column.key in row])
        return [*lines, Line(context.gettext(N_("Total")), column.show(total, context)[0].text)]

    def schema(self) -> dict[str, Any]:
        """A list of rows."""
        row = {
            "type": "object",
            "properties": {column.key: column.schema() for column in self.columns},
            "required": [column.key for column in self.columns if column.required],
            "minProperties": 1,
            "additionalProperties": False,
        }
        return {
            "type": "array",
            "items": row,
            "minItems": max(1, self.min_rows),
            "maxItems": self.max_rows,
        }

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """What rows are called, how many cells each has, which are filled, and whether another one fits."""
        filled = self._filled(raw)
        return {
            "width": len(self.columns),
            "row": say(self.row, context.lang),
            "rows": self._shown(raw),
            "filled": filled,
            "full": len(filled) >= self.max_rows,
            "max_rows": self.max_rows,
        }

    def shown_parts(self, raw: Form) -> tuple[Question, ...]:
        """The cells row by row: all rows with anything in them, and an empty one while there is room."""
        return tuple(self._cell(column, number) for number in self._shown(raw) for column in self.columns)

    def field_names(self) -> tuple[str, ...]:
        """Every cell of every row there may be."""
        return tuple(
            self._cell(column, 0).field_names()[place].replace(f"{self.key}-0-", f"{self.key}-{number}-", 1)
            for number in range(self.max_rows)
            for column in self.columns
            for place in range(len(column.field_names()))
        )

    def faults(self) -> list[tuple[str, str]]:
        """Columns that clash or cannot be columns, and impossible numbers of rows."""
        faults = [
            (f"columns[{number}].{field}", message)
            for number, column in enumerate(self.columns)
            for field, message in [*column.faults(), *_misplaced(column)]
        ]
        keys = [column.key for column in self.columns]
        if not 1 <= len(keys) <= MOST_COLUMNS or len(set(keys)) < len(keys):
            faults.append(("columns", f"1 to {MOST_COLUMNS} columns with different keys"))
        if not 0 <= self.min_rows <= self.max_rows <= MOST_ROWS or self.max_rows < 1:
            faults.append(("max_rows", f"not 0 <= min_rows <= max_rows <= {MOST_ROWS}"))
        summed = {column.key for column in self.columns if column.type in _SUMMED}
        if self.sum is not None and self.sum not in summed:
            faults.append(("sum", "no number or money column of this name"))
        return faults

    def _cell(self, column: Column, number: int) -> Question:
        return replace(column, key=f"{self.key}-{number}-{column.key}")

    def _filled(self, form: Form) -> list[int]:
        """The rows with anything typed in them."""
        rows = set()
        for name, values in form.items():
            number = name.removeprefix(f"{self.key}-").partition("-")[0]
            if name.startswith(f"{self.key}-") and any(map(str.strip, values)) and number.isascii():
                rows |= {int(number)} if number.isdecimal() and len(number) < 3 else set()
        return sorted(number for number in rows if number < self.max_rows)

    def _blank_row(self, form: Form) -> int:
        filled = self._filled(form)
        after = filled[-1] + 1 if filled else 0
        return after if after < self.max_rows else min(set(range(self.max_rows)) - set(filled), default=0)

    def _shown(self, form: Form) -> list[int]:
        rows = self._filled(form)
        while len(rows) < self.min_rows or (
            len(rows) == len(self._filled(form)) and len(rows) < self.max_rows
        ):
            free = next(
                number
                for number in [*range(rows[-1] + 1 if rows else 0, self.max_rows), *range(self.max_rows)]
                if number not in rows
            )
            rows = sorted([*rows, free])
        return rows

    def _row(self, row: dict[str, Any], context: Context) -> str:
        """Its cells; a first one that names the row needs no label: "Item 1: Shirts; HS code: 620520"."""
        named = self.columns[0].key if self.columns[0].type in _NAMING else None
        return "; ".join(
            Line(
                "" if column.key == named else say(column.label, context.lang),
                " ".join(line.text for line in column.show(row[column.key], context)),
            ).said()
            for column in self.columns
            if column.key in row
        )


def _counted(rows: Any) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(rows, 1))


def _misplaced(column: Question) -> list[tuple[str, str]]:
    told = {
        "when": column.when,
        "prefill": column.prefill,
        "concept": column.concept,
        "locked": column.locked,
    }
    return [(name, "not possible in a table") for name, value in told.items() if value]
