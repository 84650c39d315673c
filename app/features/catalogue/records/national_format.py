"""The fields of the national portal's records that we read, as that portal names and types them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field

from app.features.catalogue.records.record import Level


class Unit(Struct, frozen=True):
    """An agency or a field; the code is often missing."""

    name: str
    code: str | None = None


class Subject(Struct, frozen=True):
    """A kind of applicant."""

    code: str | None
    name: str


class Coded(Struct, frozen=True):
    """A result or a law; either part may be missing."""

    code: str | None = None
    name: str | None = None


class Step(Struct, frozen=True):
    """A step or, often, the whole course in one text."""

    name: str | None = None
    text: str | None = None


class Fee(Struct, frozen=True):
    """A fee; a value of 0 beside a text means: see the text."""

    type: str | None = None
    value: float | None = None
    text: str | None = None


class Method(Struct, frozen=True):
    """A channel with its time, which may be a number, a number in quotes, or a sentence."""

    channel: str
    time: float | str | None = None
    unit: str | None = None
    note: str | None = None
    fees: list[Fee] = []


class Document(Struct, frozen=True):
    """A paper, or a remark about papers."""

    name: str
    code: str | None = None
    original: int = 0
    copy: int = 0
    attachments: list[str] = []


class DocumentCase(Struct, frozen=True):
    """The papers of one case."""

    documents: list[Document]
    case: str | None = None


class Case(Struct, frozen=True):
    """A case of the procedure with its own time."""

    days: float | None = None
    unit: str | None = None


class Decision(Struct, frozen=True):
    """The decision that published the procedure; times in milliseconds since 1970."""

    no: str | None = None
    date: int | None = None
    published: int | None = None


class NationalRecord(Struct, frozen=True, rename="camel"):
    """One procedure as the national portal delivers it; fields we do not use are skipped."""

    code: Annotated[str, Meta(pattern=r"\A\s*[0-9A-Za-z][0-9A-Za-z._-]{0,63}\s*\Z")]
    name: Annotated[str, Meta(pattern=r"\S")]
    fields: list[Unit]
    promulgator: Unit
    levels: list[Level] = []
    state: str = "ACTIVE"
    is_full_process: bool = False
    is_offline_only: bool = False
    executing: list[Unit] = []
    authority: list[Unit] = []
    subjects: list[Subject] = []
    service_groups: list[Unit] = []
    steps: list[Step] = []
    methods: list[Method] = []
    document_cases: list[DocumentCase] = []
    cases: list[Case] = []
    legal_basis: list[Coded] = []
    results: list[Coded] = []
    conditions: str | None = None
    keywords: str | None = None
    receiving_address: str | None = None
    decision: Decision = field(default_factory=Decision)
