"""A procedure as data: the one shape that built-in files, imports, feeds and pages share."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from app.texts import Text

if TYPE_CHECKING:
    Words = Text
else:
    from typing import NotRequired, TypedDict

    # Decoded strictly (Vietnamese is a must), but a plain `Text` to everybody who reads it.
    class Words(TypedDict):
        vi: Annotated[str, Meta(min_length=1)]
        en: NotRequired[Annotated[str, Meta(min_length=1)]]


CODE = r"\A[0-9A-Za-z][0-9A-Za-z._-]{0,63}\Z"

Code = Annotated[str, Meta(pattern=CODE)]
Amount = Annotated[int, Meta(ge=0, le=10**15)]
Level = Literal["MINISTRY", "PROVINCE", "WARD", "VERTICAL", "OTHER"]
ServiceLevel = Literal["full", "partial", "counter"]
Audience = Literal["citizen", "business", "foreigner", "organisation", "official"]
ChannelName = Literal["online", "counter", "postal"]
TimeUnit = Literal["working_day", "day", "hour", "month", "other"]


class BadRecord(ValueError):
    """The data is no procedure record; the message names the path of what is wrong."""


class _Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Named(_Part, frozen=True, kw_only=True):
    """A coded thing with its name: a field, an agency, a result, a law."""

    code: Annotated[str, Meta(min_length=1, max_length=200)]
    name: Words


class Executing(_Part, frozen=True, kw_only=True):
    """An agency that carries the procedure out; many have no code of their own."""

    code: str | None = None
    name: Words


class Time(_Part, frozen=True, kw_only=True):
    """How long it takes; unit `other` means the note says it and nothing can be computed."""

    amount: Amount | None
    unit: TimeUnit
    note: Words | None = None

    def __post_init__(self) -> None:
        if self.unit != "other" and self.amount is None:
            raise ValueError("a time with a unit needs an amount")


class Fee(_Part, frozen=True, kw_only=True):
    """One fee in đồng: `fee` is phí, `charge` lệ phí, `price` a price list; no amount means see the note."""

    kind: Literal["fee", "charge", "price"]
    amount: Amount | None
    note: Words | None = None


class Channel(_Part, frozen=True, kw_only=True):
    """One way to hand in, with its own time and fees."""

    channel: ChannelName
    time: Time
    fees: list[Fee]
    note: Words | None = None


class Form(_Part, frozen=True, kw_only=True):
    """A form to fill in; the address is unknown where the source gives only the file's name."""

    name: Annotated[str, Meta(min_length=1)]
    url: Annotated[str, Meta(pattern=r"\Ahttps?://")] | None = None


class Document(_Part, frozen=True, kw_only=True):
    """A paper of the dossier and how many originals and copies of it; 0 and 0 is a remark."""

    code: str
    name: Words
    originals: Amount
    copies: Amount
    form: Form | None = None


class Papers(_Part, frozen=True, kw_only=True):
    """The papers of one case; `case` is absent where they are needed always."""

    case: Words | None
    documents: list[Document]


class Availability(_Part, frozen=True, kw_only=True):
    """Where it can be applied for online; province codes are those in force since 1 July 2025."""

    kind: Literal["nationwide", "provinces", "pilot"]
    provinces: list[Annotated[str, Meta(pattern=r"\A\d{2}\Z")]] = []
    since: date | None = msgspec.field(default=None, name="from")
    until: date | None = msgspec.field(default=None, name="to")

    def __post_init__(self) -> None:
        if (self.kind == "nationwide") == bool(self.provinces):
            raise ValueError("only a nationwide procedure has no list of provinces")


class Source(_Part, frozen=True, kw_only=True):
    """Where the record comes from and of which day it is; `official` when an agency published the text."""

    name: Annotated[str, Meta(min_length=1)]
    date: date
    official: bool


class ProcedureRecord(_Part, frozen=True, kw_only=True):
    """Everything the catalogue knows of one procedure (the items of TT 32/2017/TT-BTTTT Article 5(1)).

    `handed_in` says that the law lets people choose the office, in the whole country or in their province;
    without it the office of their own place is the one.
    """

    code: Code
    name: Words
    summary: Words | None = None
    field: Named
    agency: Named
    executing: list[Executing]
    levels: list[Level]
    service_level: ServiceLevel
    audiences: list[Audience]
    channels: list[Channel]
    steps: list[Words]
    papers: list[Papers]
    applicants: Words | None = None
    results: list[Named]
    conditions: Words | None = None
    legal_basis: list[Named]
    address: Words | None = None
    keywords: Words | None = None
    life_events: list[str] = []
    availability: Availability
    handed_in: Literal["anywhere", "province"] | None = None
    variant_of: Code | None = None
    linked: list[Code] = []
    decision: str | None = None
    source: Source


_decoder = msgspec.json.Decoder(ProcedureRecord)
_encoder = msgspec.json.Encoder(order="deterministic")


def decode(raw: bytes | str) -> ProcedureRecord:
    """Read one record from JSON; raises `BadRecord` naming the path of the first thing wrong."""
    try:
        return _storable(_decoder.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadRecord(str(error)) from error


def convert(data: Any) -> ProcedureRecord:
    """Read one record from already parsed JSON; raises `BadRecord` like `decode`."""
    try:
        return _storable(msgspec.convert(data, ProcedureRecord))
    except msgspec.MsgspecError as error:
        raise BadRecord(str(error)) from error


def encode(record: ProcedureRecord) -> bytes:
    """The record as canonical JSON: equal records give equal bytes."""
    return _encoder.encode(record)


def content_hash(encoded: bytes) -> str:
    """What tells two versions of a record apart (SHA-256 of the canonical JSON)."""
    return hashlib.sha256(encoded).hexdigest()


def _storable(record: ProcedureRecord) -> ProcedureRecord:
    # PostgreSQL has no NUL in texts, and a lone surrogate has no UTF-8.
    try:
        if b"\\u0000" in encode(record):
            raise BadRecord("a text holds the character U+0000")
    except UnicodeEncodeError as error:
        raise BadRecord("a text holds half a character") from error
    return record
