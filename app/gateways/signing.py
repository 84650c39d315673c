"""Remote signing with a person's certificate (Cloud Signature Consortium API v2.0).

The person permits one signature over one hash at the provider (OAuth 2.0 with PKCE, scope `credential`);
with that permission the portal asks for the signature. No document leaves the portal.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx2
import msgspec
from cryptography.x509 import load_der_x509_certificate

from app.errors import Unavailable
from app.gateways.client import HttpClient, Refused, decoded
from app.gateways.service_tokens import ServiceToken

T = TypeVar("T")

_NOT_AGREED = "the signing provider answered something else than agreed"
_SHA256 = "2.16.840.1.101.3.4.2.1"
# The algorithms of RFC 5758 and RFC 8017 that a signature made here may have.
_ALGORITHMS = ("1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11")


class SigningRefused(Exception):
    """The provider answered and will not sign; `why` is its error code (RFC 6749 or CSC 2.0, 7.2)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Credential(msgspec.Struct, frozen=True):
    """A certificate somebody can sign with; `chain` is DER, the holder's own certificate first."""

    id: str
    chain: tuple[bytes, ...]
    algorithm: str


@dataclass(frozen=True, slots=True)
class Request:
    """What the person is asked to permit: one signature over `digest`, a SHA-256."""

    credential: str
    digest: bytes
    state: str
    verifier: str
    redirect_uri: str
    language: str
    description: str


class _Info(msgspec.Struct, frozen=True):
    oauth2: str


class _Listed(msgspec.Struct, frozen=True):
    credentialIDs: tuple[str, ...] = ()  # noqa: N815 - named so by the specification


class _Key(msgspec.Struct, frozen=True):
    status: str
    algo: tuple[str, ...]


class _Certificate(msgspec.Struct, frozen=True):
    certificates: tuple[str, ...]
    status: str = "valid"


class _Details(msgspec.Struct, frozen=True):
    key: _Key
    cert: _Certificate


class _Permission(msgspec.Struct, frozen=True):
    access_token: str


class _Signatures(msgspec.Struct, frozen=True):
    signatures: tuple[str, ...]


class SigningGateway:
    """A remote signing provider; raises `Unavailable` when slow or down, `SigningRefused` when it says no."""

    def __init__(
        self,
        *,
        url: str,
        client_id: str,
        client_secret: str,
        timeout_s: float = 8.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._http = HttpClient(url, timeout_s=timeout_s, transport=transport)
        self._client_id = client_id
        self._client_secret = client_secret
        self._token = ServiceToken(self._http, "/oauth2/token", client_id, client_secret)
        self._oauth: str | None = None

    def credentials_of(self, user: str) -> Iterator[Credential]:
        """The usable certificates the provider has for an ID number, each asked for when it is looked at.

        Whose they are is for the caller to read from them.
        """
        for credential_id in self._call("credentials/list", {"userID": user}, _Listed).credentialIDs:
            found = self._credential(credential_id)
            if found is not None:
                yield found

    def address(self, request: Request) -> str:
        """Where the person permits the signature (CSC 2.0, 8.4.2)."""
        challenge = hashlib.sha256(request.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": request.redirect_uri,
            "scope": "credential",
            "credentialID": request.credential,
            "numSignatures": "1",
            "hashes": _unpadded(request.digest),
            "hashAlgorithmOID": _SHA256,
            "state": request.state,
            "code_challenge": _unpadded(challenge),
            "code_challenge_method": "S256",
            "lang": request.language,
            "description": request.description,
        }
        return f"{self._oauth_base()}/oauth2/authorize?{urlencode(asked)}"

    def permission(self, code: str, verifier: str, redirect_uri: str) -> str:
        """The signature activation data for a code."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
            "client_id": self._client_id,
        }
        credentials = (self._client_id, self._client_secret)
        try:
            response = self._http.send("POST", "/oauth2/token", data=form, auth=credentials)
        except Refused as refusal:
            raise SigningRefused(_error(refusal)) from refusal
        return decoded(response, _Permission).access_token

    def sign(self, credential: Credential, permission: str, digest: bytes) -> bytes:
        """The signature over a SHA-256."""
        asked = {
            "credentialID": credential.id,
            "SAD": permission,
            "hashes": [base64.b64encode(digest).decode()],
            "hashAlgorithmOID": _SHA256,
            "signAlgo": credential.algorithm,
            "operationMode": "S",
        }
        answer = self._call("signatures/signHash", asked, _Signatures)
        if len(answer.signatures) != 1:
            raise Unavailable("the signing provider gave another number of signatures than asked for")
        return _plain(answer.signatures[0])

    def _credential(self, credential_id: str) -> Credential | None:
        asked = {"credentialID": credential_id, "certificates": "chain", "certInfo": True, "authInfo": True}
        found = self._call("credentials/info", asked, _Details)
        algorithm = next((one for one in _ALGORITHMS if one in found.key.algo), None)
        if found.key.status != "enabled" or found.cert.status != "valid" or algorithm is None:
            return None
        chain = tuple(_certificate(text) for text in found.cert.certificates)
        return Credential(credential_id, chain, algorithm) if chain else None

    def _oauth_base(self) -> str:
        """Where people go, as the provider says of itself."""
        if self._oauth is None:
            self._oauth = self._call("info", {"lang": "vi-VN"}, _Info, open_to_all=True).oauth2.rstrip("/")
        return self._oauth

    def _call(self, method: str, body: dict[str, Any], kind: type[T], *, open_to_all: bool = False) -> T:
        """One method; a token the provider has forgotten is renewed once."""
        for fresh in (False, True):
            header = {} if open_to_all else self._token.header(fresh=fresh)
            try:
                return decoded(self._http.send("POST", f"/csc/v2/{method}", json=body, headers=header), kind)
            except Refused as refusal:
                if refusal.status != 401 or fresh or open_to_all:
                    raise SigningRefused(_error(refusal)) from refusal
        raise Unavailable("the signing provider does not accept its own token")


def _error(refusal: Refused) -> str:
    body = refusal.body if isinstance(refusal.body, dict) else {}
    return str(body.get("error") or refusal.status)


def _plain(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Unavailable(_NOT_AGREED) from error


def _certificate(text: str) -> bytes:
    """A certificate in DER that can be read as one."""
    der = _plain(text)
    try:
        load_der_x509_certificate(der)
    except ValueError as error:
        raise Unavailable(_NOT_AGREED) from error
    return der


def _unpadded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
