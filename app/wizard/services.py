"""What a procedure asks beside its questions: who may apply, papers, fees, time, signatures, other people."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from app.texts import Text, inside_a_sentence
from app.wizard.rules.conditions import Conditional, Rule

PaperKind = Literal["original", "copy", "certified_copy", "e_copy", "photo"]
Unit = Literal["working_day", "day", "hour", "month"]
Expression = Any


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a definition that is neither step nor question."""


class Refusal(Conditional, Part, frozen=True, dict=True):
    """Who cannot use the procedure: when, why, by what law, and what to do instead."""

    key: str
    when: Rule
    reason: Text
    legal: Text
    instead: Text
    procedure: str | None = None


class Eligibility(Part, frozen=True):
    """Questions of the form to `ask` before signing in, and whom to refuse."""

    refuse: tuple[Refusal, ...]
    ask: tuple[str, ...] = ()


class Template(Part, frozen=True):
    """A blank form to download."""

    name: Text
    url: str


class NotNeeded(Conditional, Part, frozen=True, dict=True):
    """Why a paper need not be given: the agency looks it up in `source`."""

    reason: Text
    source: Literal["registry", "identity", "business", "other"]
    legal: Text | None = None
    when: Rule | None = None


class Paper(Conditional, Part, frozen=True, dict=True):
    """A paper that is required `when`; uploaded in `question`, shown `at_counter`, or looked up."""

    key: str
    name: Text
    kinds: tuple[PaperKind, ...] = ("copy",)
    copies: int = 1
    when: Rule | None = None
    question: str | None = None
    at_counter: Text | None = None
    not_needed: NotNeeded | None = None
    template: Template | None = None
    note: Text | None = None
    legal: Text | None = None


class Fee(Conditional, Part, frozen=True, dict=True):
    """What is to be paid: `amount` đồng, once or `per` unit `from`…`to`; or `percent` `of` a value.

    Without `amount` and `percent` it is set elsewhere, as `note` says; `by_province` goes before `amount`.
    """

    key: str
    name: Text
    kind: Literal["fee", "charge"]
    legal: Text
    amount: int | None = None
    per: Expression = None
    first: int = msgspec.field(default=1, name="from")
    last: int | None = msgspec.field(default=None, name="to")
    percent: int | float | None = None
    of: Expression = None
    at_least: int = 0
    at_most: int | None = None
    by_province: dict[str, int] = {}
    when: Rule | None = None
    note: Text | None = None
    payable: Literal["now", "result", "monthly"] = "result"


class Reduction(Conditional, Part, frozen=True, dict=True):
    """Who pays less: `percent` or `amount` off the named `items`, off all when none is named."""

    key: str
    name: Text
    when: Rule
    legal: Text
    items: tuple[str, ...] = ()
    percent: int | float | None = None
    amount: int | None = None
    paper: str | None = None


class Term(Conditional, Part, frozen=True, dict=True):
    """How long the agency has; the first term whose condition holds counts."""

    amount: int
    unit: Unit
    when: Rule | None = None
    legal: Text | None = None
    note: Text | None = None


class Period(Part, frozen=True):
    """When the service is open, both days included; `closed` is said outside of it."""

    closed: Text
    first: str | None = msgspec.field(default=None, name="from")
    last: str | None = msgspec.field(default=None, name="until")
    instead: Text | None = None


class Result(Part, frozen=True):
    """What the procedure ends with."""

    name: Text
    kinds: tuple[Literal["paper", "electronic"], ...] = ("paper",)
    note: Text | None = None


class Signing(Conditional, Part, frozen=True, dict=True):
    """How the application may be signed: with a `certificate`, or by `declaration` alone."""

    methods: tuple[Literal["certificate", "declaration"], ...] = ("declaration",)
    when: Rule | None = None
    legal: Text | None = None


class Party(Conditional, Part, frozen=True, dict=True):
    """Another person who takes part: answers `steps`, and `signs`."""

    key: str
    name: Text
    when: Rule | None = None
    person: str | None = None
    phone: str | None = None
    email: str | None = None
    steps: tuple[str, ...] = ()
    signs: bool = True
    legal: Text | None = None

    @property
    def named(self) -> Text:
        """What sentences call this person ("the bride")."""
        return inside_a_sentence(self.name)


class Given(Part, frozen=True):
    """What a linked form gets that is no single answer: a `literal` value, or the `items` of a group.

    `answers` maps the questions of the linked group to those of ours; without it they have the same keys.
    """

    literal: Any = None
    items: str | None = None
    answers: dict[str, str] = {}


class Linked(Conditional, Part, frozen=True, dict=True):
    """Another procedure that can be filed along.

    `answers` maps its questions to paths of this form, or to what is so for everybody: {"literal": value};
    its repeating steps to ours: {"items": group}.
    """

    procedure: str
    name: Text
    summary: Text
    definition: str | None = None
    when: Rule | None = None
    default: bool = True
    answers: dict[str, str | Given] = {}


class Change(Part, frozen=True):
    """One difference to the version before, in plain words."""

    text: Text
    steps: tuple[str, ...] = ()


class Changes(Part, frozen=True):
    """What a version changes; `renamed` maps questions of the version before to their new keys."""

    items: tuple[Change, ...]
    mandatory: bool = False
    effective: str | None = None
    legal: Text | None = None
    renamed: dict[str, str] = {}
