"""What the gateway accepts, field by field; anything else is refused with its path."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgspec

from app.sandbox.errors import Unacceptable

T = TypeVar("T")

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Statement = Annotated[str, msgspec.Meta(min_length=1, max_length=5000)]
FileName = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=300)]
MediaType = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$", max_length=100)]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
IdNumber = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{9}|[0-9]{12})$")]
TaxCode = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$")]
Language = Literal["vi", "en"]

_PLACED = re.compile(r"^(?P<message>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body without room for anything unexpected."""


class DefinitionName(Strict, frozen=True):
    id: Name
    version: Annotated[int, msgspec.Meta(ge=1)]


class Applicant(Strict, frozen=True):
    id_number: IdNumber
    name: Name
    birth_date: date
    email: str | None
    phone: str | None


class Locality(Strict, frozen=True):
    province: Name
    ward: str | None


class FileNote(Strict, frozen=True):
    id: Name
    name: FileName
    media_type: MediaType
    size: Annotated[int, msgspec.Meta(ge=1)]
    sha256: Sha256


class FileSignature(Strict, frozen=True):
    who: str
    when: Moment | None
    intact: bool
    whole_document: bool
    trusted: bool
    official: bool = False


class AnswerFile(FileNote, frozen=True):
    question: Name
    signatures: list[FileSignature] | msgspec.UnsetType = msgspec.UNSET


class ApplicationPdf(Strict, frozen=True):
    id: Name
    name: FileName
    media_type: Literal["application/pdf"]
    size: Annotated[int, msgspec.Meta(ge=1)]
    sha256: Sha256
    signed: bool


class Words(Strict, frozen=True):
    vi: str
    en: str | msgspec.UnsetType = msgspec.UNSET


class FeeItem(Strict, frozen=True):
    key: Name
    kind: Literal["fee", "charge"]
    name: Words
    amount: Annotated[int, msgspec.Meta(ge=0)] | None
    legal: Words
    reduction: str | None


class Fees(Strict, frozen=True):
    total: Annotated[int, msgspec.Meta(ge=0)]
    exact: bool
    items: list[FeeItem]


class PaperNote(Strict, frozen=True):
    key: Name
    state: Literal["given", "missing", "at_counter", "not_needed"]


class PartyNote(Strict, frozen=True):
    """Somebody else who agreed to the application, with what he or she signed or declared."""

    key: Name
    id_number: IdNumber
    name: str
    agreed_at: Moment
    statement: Statement
    paper: ApplicationPdf | msgspec.UnsetType = msgspec.UNSET


class Application(Strict, frozen=True):
    """The body of `POST /v1/applications`."""

    application_id: UUID
    receipt_number: Name
    procedure: Name
    definition: DefinitionName
    language: Language
    submitted_at: Moment
    applicant: Applicant
    locality: Locality | None
    answers: dict[str, Any]
    files: list[AnswerFile]
    declared_at: Moment
    application_pdf: ApplicationPdf | msgspec.UnsetType = msgspec.UNSET
    fees: Fees | msgspec.UnsetType = msgspec.UNSET
    papers: list[PaperNote] | msgspec.UnsetType = msgspec.UNSET
    parties: list[PartyNote] | msgspec.UnsetType = msgspec.UNSET


class PointAnswer(Strict, frozen=True):
    point: Name
    text: str | None
    files: list[FileNote]


class Supplement(Strict, frozen=True):
    """The body of `POST /v1/dossiers/<code>/supplements`."""

    request_id: Name
    answers: Annotated[list[PointAnswer], msgspec.Meta(min_length=1)]


class Message(Strict, frozen=True):
    """The body of `POST /v1/dossiers/<code>/messages`."""

    message_id: UUID
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    language: Language
    sent_at: Moment


class Withdrawal(Strict, frozen=True):
    """The body of `POST /v1/dossiers/<code>/withdrawal`."""

    withdrawal_id: UUID
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)] | None
    asked_at: Moment


class Refusal(Strict, frozen=True):
    """The body of `POST /v1/procedures/refusals`."""

    digest: Sha256
    cursor: Annotated[str, msgspec.Meta(max_length=200)] | None
    code: Annotated[str, msgspec.Meta(max_length=64)] | None
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    refused_at: Moment


class PersonQuestion(Strict, frozen=True):
    """The body of `POST /v1/people/lookup`."""

    id_number: IdNumber


class BusinessQuestion(Strict, frozen=True):
    """The body of `POST /v1/businesses/lookup`: exactly one of both."""

    tax_code: TaxCode | msgspec.UnsetType = msgspec.UNSET
    representative: IdNumber | msgspec.UnsetType = msgspec.UNSET


class Mail(Strict, frozen=True):
    """The body of `POST /v1/messages/mail`."""

    to: Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
    subject: Name
    text: Annotated[str, msgspec.Meta(min_length=1)]
    language: Language
    unsubscribe: Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s<>]+$", max_length=1000)] | None = None


class Sms(Strict, frozen=True):
    """The body of `POST /v1/messages/sms`."""

    to: Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]{8,15}$")]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    language: Language


def read_body(content: bytes, kind: type[T]) -> T:
    """Decode JSON into `kind`; raises Unacceptable with the path of what is wrong."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        placed = _PLACED.match(str(error))
        message, path = (placed["message"], placed["path"]) if placed else (str(error), None)
        raise Unacceptable(
            "The body is not as the contract says.", [{"path": path or "$", "message": message}]
        ) from error


def body_digest(content: bytes) -> str:
    """The same for two JSON bodies that differ only in spaces and the order of keys."""
    canonical = msgspec.json.encode(msgspec.json.decode(content), order="sorted")
    return hashlib.sha256(canonical).hexdigest()
