"""How one person is related to another."""

from __future__ import annotations

from typing import Any

from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.lists import OTHER, entries, match
from app.wizard.question_types.choice import ChoiceQuestion
from app.wizard.question_types.text import TextQuestion
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first

_OTHER_LABEL: Text = {"vi": "Quan hệ khác, ghi rõ", "en": "Another relation, in your own words"}


class RelationshipQuestion(Question, frozen=True, tag="relationship"):
    """One of the listed relations, only those of `only` when given; "other" in words."""

    only: tuple[str, ...] = ()

    def parts(self) -> tuple[Question, ...]:
        """The list, and the words for a relation that is not in it."""
        without = tuple(code for code in entries("relationships") if self.only and code not in self.only)
        kind = ChoiceQuestion(
            key=f"{self.key}-kind",
            label=self.label,
            name=self.named,
            hint=self.hint,
            required=self.required,
            from_list="relationships",
            without=without,
        )
        words = TextQuestion(
            key=f"{self.key}-other", label=_OTHER_LABEL, name=self.named, max_length=80, required=False
        )
        return (kind, words)

    def shown_parts(self, raw: Form) -> tuple[Question, ...]:
        """The words only once "other" was chosen."""
        return self.parts() if first(raw, f"{self.key}-kind") == OTHER else self.parts()[:1]

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """{"kind"}, with {"other"} in words where the kind is "other"."""
        kind, words = self.parts()
        chosen = kind.read(form, context)
        if chosen.errors or chosen.value is None:
            return chosen
        if chosen.value != OTHER:
            return Reading({"kind": chosen.value})
        said = words.read(form, context)
        if said.errors:
            return Reading(None, said.errors)
        if said.value is None:
            return self.refuse(self.problem(N_("Enter %(name)s")), f"{self.key}-other")
        return Reading({"kind": OTHER, "other": said.value})

    def write(self, value: Any) -> RawForm:
        """The choice and the words; a bare text is looked for in the list."""
        if isinstance(value, str):
            code = match("relationships", value)
            value = {"kind": code} if code else {"kind": OTHER, "other": value}
        if not isinstance(value, dict):
            return {}
        kind, words = self.parts()
        return kind.write(value.get("kind")) | words.write(value.get("other"))

    def show(self, value: Any, context: Context) -> list[Line]:
        """The relation in words."""
        listed = say(entries("relationships").get(value["kind"]), context.lang)
        return [Line("", value.get("other") or listed)]

    def schema(self) -> dict[str, Any]:
        """A listed kind, or "other" with its words."""
        kinds = [code for code in entries("relationships") if not self.only or code in self.only]
        listed = {"kind": {"enum": [code for code in kinds if code != OTHER]}}
        branches = [_closed(listed, ["kind"])]
        if OTHER in kinds:
            text = {"type": "string", "minLength": 1, "maxLength": 80}
            branches.append(_closed({"kind": {"const": OTHER}, "other": text}, ["kind", "other"]))
        return {"oneOf": branches}

    def field_names(self) -> tuple[str, ...]:
        """The list and the words."""
        return (f"{self.key}-kind", f"{self.key}-other")

    def faults(self) -> list[tuple[str, str]]:
        """Relations that are in no list."""
        unknown = [code for code in self.only if code not in entries("relationships")]
        return [("only", f"unknown relation {code!r}") for code in unknown]


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
