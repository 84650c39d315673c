"""The agencies' systems behind the published contract (docs/contract/openapi.yaml)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

import httpx2
import msgspec

from app.errors import NotFound
from app.gateways.client import HttpClient, Refused, decoded
from app.gateways.service_tokens import ServiceToken
from app.texts import Text

T = TypeVar("T")


# What a reader has room for; agencies have agreed on fewer.
LONGEST_CURSOR = 200
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Cursor = Annotated[str, msgspec.Meta(max_length=LONGEST_CURSOR)]


class FileEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a manifest."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    question: str | None = None


class FileSeen(msgspec.Struct, frozen=True):
    """One file as the agency says it arrived."""

    id: str
    sha256: str
    size: int


class Agency(msgspec.Struct, frozen=True):
    """Who handles a dossier."""

    code: str
    name: Text


class Acknowledgement(msgspec.Struct, frozen=True):
    """The agency's answer to an application."""

    dossier_code: str
    received_at: Moment
    agency: Agency
    files: tuple[FileSeen, ...]
    due_at: Moment | None = None


class Actor(msgspec.Struct, frozen=True):
    """The officer who did something."""

    name: str
    unit: Text


class Point(msgspec.Struct, frozen=True):
    """One thing the agency asks to be supplemented."""

    key: str
    text: Text
    kind: str


class SupplementRequest(msgspec.Struct, frozen=True):
    """Everything the agency asks for, at once (Decree 61/2018 Art. 15(3))."""

    id: str
    points: tuple[Point, ...]
    answer_by: str | None = None


class Result(msgspec.Struct, frozen=True):
    """What the procedure ends with."""

    name: Text
    files: tuple[FileEntry, ...] = ()


class DossierChange(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a dossier; `version` counts 1, 2, 3… within it, or, not `counted`, only grows."""

    event_id: str
    cursor: str = ""
    version: int
    dossier_code: str
    application_id: str | None = None
    status: int
    occurred_at: datetime
    actor: Actor | None = None
    note: Text | None = None
    due_at: datetime | None = None
    request: SupplementRequest | None = None
    result: Result | None = None
    counted: bool = True


class LatestVersion(msgspec.Struct, frozen=True):
    """How far a dossier is, as its agency says: the version and status of its last event."""

    cursor: str
    dossier_code: str
    application_id: str
    version: int
    status: int


class FeedPage(msgspec.Struct, frozen=True):
    """One page of a feed, its items not yet judged one by one."""

    items: tuple[msgspec.Raw, ...]
    next: Cursor
    more: bool


class PublishedDefinition(msgspec.Struct, frozen=True):
    """A definition version an agency offers."""

    id: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,79}\Z")]
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    procedure: str


class _Definitions(msgspec.Struct, frozen=True):
    items: tuple[msgspec.Raw, ...]


class _Businesses(msgspec.Struct, frozen=True):
    items: tuple[dict[str, Any], ...]


class _Files(msgspec.Struct, frozen=True):
    files: tuple[FileSeen, ...]


class AgencyGateway:
    """The agencies; raises `Unavailable` when slow or down, `Refused` when they say no."""

    def __init__(
        self,
        *,
        url: str,
        client_id: str,
        client_secret: str,
        timeout_s: float = 5.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._http = HttpClient(url, timeout_s=timeout_s, transport=transport)
        self._token = ServiceToken(self._http, "/oauth/token", client_id, client_secret)

    def procedures(self, after: str, limit: int = 100) -> FeedPage:
        """The catalogue feed after a cursor."""
        return self._read("/v1/procedures", FeedPage, params={"after": after, "limit": limit})

    def report_refusal(self, key: str, refusal: dict[str, Any]) -> None:
        """Tell an agency which item of its catalogue was not taken, and why; idempotent by key."""
        self._send("POST", "/v1/procedures/refusals", json=refusal, headers={"Idempotency-Key": key})

    def dossier_changes(self, after: str, limit: int = 200) -> FeedPage:
        """The dossier events after a cursor."""
        return self._read("/v1/dossiers/events", FeedPage, params={"after": after, "limit": limit})

    def dossier_versions(self, after: str, limit: int = 500) -> FeedPage:
        """How far the dossiers are whose last event comes after a cursor (`LatestVersion` each)."""
        return self._read("/v1/dossiers/versions", FeedPage, params={"after": after, "limit": limit})

    def dossier_history(self, code: str, after_version: int) -> FeedPage:
        """The events of one dossier after a version; none for a dossier the agency does not know."""
        try:
            after = {"after_version": after_version}
            return self._read(_path("dossiers", code, "events"), FeedPage, params=after)
        except Refused as refusal:
            if refusal.status == 404:
                return FeedPage((), "", False)
            raise

    def definitions(self) -> tuple[msgspec.Raw, ...]:
        """Every definition version on offer, not yet judged one by one (`PublishedDefinition` each)."""
        return self._read("/v1/definitions", _Definitions).items

    def definition(self, definition_id: str, version: int) -> bytes:
        """One definition version, as published and not yet read."""
        return self._send("GET", _path("definitions", definition_id, str(version)), attempts=2).content

    def person(self, id_number: str) -> dict[str, Any]:
        """A person's record in the population registry; raises `NotFound`."""
        try:
            response = self._send("POST", "/v1/people/lookup", attempts=2, json={"id_number": id_number})
        except Refused as refusal:
            if refusal.status == 404:
                raise NotFound("the registry does not know this person") from refusal
            raise
        return decoded(response, dict[str, Any])

    def business(self, tax_code: str) -> dict[str, Any]:
        """A business's record in the business register; raises `NotFound`."""
        found = self._businesses({"tax_code": tax_code})
        if not found:
            raise NotFound("the register does not know this business")
        return found[0]

    def businesses_of(self, id_number: str) -> list[dict[str, Any]]:
        """The businesses a person represents, the oldest first."""
        return self._businesses({"representative": id_number})

    def _businesses(self, question: dict[str, str]) -> list[dict[str, Any]]:
        response = self._send("POST", "/v1/businesses/lookup", attempts=2, json=question)
        return list(decoded(response, _Businesses).items)

    def put_file(self, sha256: str, media_type: str, body: bytes) -> None:
        """Bring a file's bytes; repeating is harmless."""
        self._send(
            "PUT", _path("files", sha256), attempts=2, content=body, headers={"Content-Type": media_type}
        )

    def submit(self, key: str, application: dict[str, Any]) -> Acknowledgement:
        """Hand an application over; the same key gives the same answer however often it is sent."""
        response = self._send("POST", "/v1/applications", json=application, headers={"Idempotency-Key": key})
        return decoded(response, Acknowledgement)

    def supplement(self, key: str, dossier_code: str, supplement: dict[str, Any]) -> tuple[FileSeen, ...]:
        """Answer a supplement request; idempotent by key."""
        response = self._send(
            "POST",
            _path("dossiers", dossier_code, "supplements"),
            json=supplement,
            headers={"Idempotency-Key": key},
        )
        return decoded(response, _Files).files

    def correspondence(self, after: str, limit: int = 200) -> FeedPage:
        """What agencies wrote about dossiers after a cursor."""
        return self._read("/v1/dossiers/correspondence", FeedPage, params={"after": after, "limit": limit})

    def write(self, key: str, dossier_code: str, message: dict[str, Any]) -> None:
        """Hand a person's message over to the officer; idempotent by key."""
        path = _path("dossiers", dossier_code, "messages")
        self._send("POST", path, json=message, headers={"Idempotency-Key": key})

    def withdraw(self, key: str, dossier_code: str, withdrawal: dict[str, Any]) -> None:
        """Ask for an application back; idempotent by key."""
        path = _path("dossiers", dossier_code, "withdrawal")
        self._send("POST", path, json=withdrawal, headers={"Idempotency-Key": key})

    def result_file(self, file_id: str) -> bytes:
        """The bytes of a result file; raises `NotFound`."""
        try:
            return self._send("GET", _path("results", file_id), attempts=2).content
        except Refused as refusal:
            if refusal.status == 404:
                raise NotFound("the agency does not know this result") from refusal
            raise

    def mail(
        self, key: str, *, to: str, subject: str, text: str, language: str, unsubscribe: str | None = None
    ) -> None:
        """Send a mail; idempotent by key."""
        body = {"to": to, "subject": subject, "text": text, "language": language}
        body |= {"unsubscribe": unsubscribe} if unsubscribe else {}
        self._send("POST", "/v1/messages/mail", json=body, headers={"Idempotency-Key": key})

    def sms(self, key: str, *, to: str, text: str, language: str) -> None:
        """Send a text message; idempotent by key."""
        body = {"to": to, "text": text, "language": language}
        self._send("POST", "/v1/messages/sms", json=body, headers={"Idempotency-Key": key})

    def bounces(self, after: str, limit: int = 200) -> FeedPage:
        """The messages that were taken and could not be delivered, after a cursor."""
        return self._read("/v1/messages/bounces", FeedPage, params={"after": after, "limit": limit})

    def _read(self, path: str, kind: type[T], **options: Any) -> T:
        return decoded(self._send("GET", path, attempts=2, **options), kind)

    def _send(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One authorised request; a token the other side has forgotten is renewed once."""
        given = options.pop("headers", {})
        try:
            return self._http.send(method, path, headers={**given, **self._token.header()}, **options)
        except Refused as refusal:
            if refusal.status != 401:
                raise
        return self._http.send(method, path, headers={**given, **self._token.header(fresh=True)}, **options)


def _path(*parts: str) -> str:
    """An address of the contract; codes and ids are what somebody else wrote."""
    return "/".join(("/v1", *(quote(part, safe="") for part in parts)))
