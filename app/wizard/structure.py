"""A form definition: what an agency asks, step by step. A version, once published, never changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from app.errors import NotFound
from app.texts import Text
from app.wizard.question_types import AnyQuestion
from app.wizard.question_types.calculated import CalculatedQuestion
from app.wizard.questions import Question
from app.wizard.rules.conditions import Conditional, Rule
from app.wizard.services import (
    Changes,
    Eligibility,
    Fee,
    Linked,
    Paper,
    Party,
    Period,
    Reduction,
    Result,
    Signing,
    Term,
)

MOST_ITEMS = 50


class Repeat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often a step is answered: `min` to `max` items, each called `item` and its number.

    `more` is the button that adds one; `named_by` the question whose answer tells items apart.
    """

    item: Text
    more: Text | None = None
    min: int = 1
    max: int = 10
    named_by: str | None = None


class Plain(NamedTuple):
    """The questions of a step that asks the same ones of everybody, and those that need an answer."""

    keys: tuple[str, ...]
    required: tuple[str, ...]


class Step(Conditional, msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One page of questions; with `repeat` a page for each item.

    In a form whose order is free it cannot be started before the steps in `needs` are done.
    """

    key: str
    title: Text
    questions: tuple[AnyQuestion, ...]
    intro: Text | None = None
    when: Rule | None = None
    repeat: Repeat | None = None
    needs: tuple[str, ...] = ()

    @cached_property
    def plain(self) -> Plain | None:
        """Its questions, unless one or an option of one depends on answers, or one is calculated."""
        questions = self.questions
        if any(one.when or one.conditions() or isinstance(one, CalculatedQuestion) for one in questions):
            return None
        return Plain(tuple(one.key for one in questions), tuple(one.key for one in questions if one.required))

    def question(self, key: str) -> Question:
        """The question called `key`; NotFound when the step asks no such thing."""
        for question in self.questions:
            if question.key == key:
                return question
        raise NotFound(key)


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which questions give the applicant's telephone number and e-mail address."""

    phone: str | None = None
    email: str | None = None


class Provenance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the questions come from, and how far that was verified."""

    source: Text
    confidence: str
    notes: Text | None = None


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One version of one form; `locality` and `subject` name the questions that say where and for whom.

    Where several are named as `subject`, the first that is answered says it.
    """

    id: str
    version: int
    procedure: str
    title: Text
    summary: Text
    minutes: int
    provenance: Provenance
    declaration: Text
    steps: tuple[Step, ...]
    locality: str | None = None
    subject: str | tuple[str, ...] | None = None
    contact: Contact = Contact()
    order: Literal["fixed", "any"] = "fixed"
    period: Period | None = None
    result: Result | None = None
    eligibility: Eligibility | None = None
    papers: tuple[Paper, ...] = ()
    fees: tuple[Fee, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    deadline: tuple[Term, ...] = ()
    signing: Signing | None = None
    parties: tuple[Party, ...] = ()
    linked: tuple[Linked, ...] = ()
    changes: Changes | None = None

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.key: question for step in self.steps for question in step.questions}

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The paths of which the first that is answered says for whom the application is."""
        return (self.subject,) if isinstance(self.subject, str) else self.subject or ()

    @cached_property
    def homes(self) -> Mapping[str, Step]:
        """The step of each question."""
        return {question.key: step for step in self.steps for question in step.questions}

    @cached_property
    def conditional(self) -> frozenset[str]:
        """The questions some of whose options depend on other answers."""
        return frozenset(key for key, question in self._questions.items() if question.conditions())

    @cached_property
    def unsent(self) -> frozenset[str]:
        """Questions that are only shown: a deadline counts from the moment of sending, which is not yet."""
        return frozenset(
            key
            for key, question in self._questions.items()
            if isinstance(question, CalculatedQuestion) and question.is_deadline
        )

    def step_of(self, key: str) -> Step:
        """The step that asks the question called `key`; NotFound when none does."""
        try:
            return self.homes[key]
        except KeyError:
            raise NotFound(key) from None

    def step(self, key: str) -> Step:
        """The step called `key`; NotFound when there is none."""
        try:
            return self._steps[key]
        except KeyError:
            raise NotFound(key) from None

    def question(self, key: str) -> Question:
        """The question called `key`, of whatever step; NotFound when there is none."""
        try:
            return self._questions[key]
        except KeyError:
            raise NotFound(key) from None
