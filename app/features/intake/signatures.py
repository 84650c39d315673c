"""Who sent a request: HTTP Message Signatures (RFC 9421) over its digest (RFC 9530)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WINDOW = timedelta(minutes=5)
ED25519, HMAC = "ed25519", "hmac-sha256"
ALGORITHMS = (ED25519, HMAC)

_INPUT = re.compile(
    r"(?P<label>[a-z][a-z0-9_*.-]{0,20})="
    r'(?P<params>\((?P<parts>(?:"[@a-z-]+" ?)+)\)'
    r'(?P<rest>(?:;[a-z]+=(?:"[\x20\x21\x23-\x5b\x5d-\x7e]{0,120}"|\d{1,12}))+))'
)
_PARAMETER = re.compile(r';([a-z]+)=(?:"([^"]*)"|(\d+))')
_NEEDED = {"@method", "@authority", "@path"}
_SHORTEST_NONCE, _LONGEST_NONCE = 16, 64


class NotSigned(Exception):
    """The signature does not show who sent the request; the message says why, for the sender."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came; header names in lower case."""

    method: str
    authority: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A key that may be used now: PEM of a public key, or a shared secret in base64."""

    key_id: str
    agency: str
    algorithm: str
    material: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A request whose signature is right; its nonce is still to be compared with those seen."""

    key: VerifyingKey
    nonce: str


def verify(incoming: Incoming, find: Callable[[str], VerifyingKey | None], now: datetime) -> Signed:
    """Who signed the request; raises `NotSigned`."""
    found = _INPUT.fullmatch(incoming.headers.get("signature-input", "").strip())
    if found is None:
        raise NotSigned("Signature-Input is missing or cannot be read")
    parts = re.findall(r'"([^"]+)"', found["parts"])
    parameters = {name: text or number for name, text, number in _PARAMETER.findall(found["rest"])}
    _check_coverage(incoming, parts)
    _check_time(parameters, now)
    nonce = parameters.get("nonce", "")
    if not _SHORTEST_NONCE <= len(nonce) <= _LONGEST_NONCE:
        raise NotSigned("the nonce has not 16 to 64 characters")
    key = find(parameters.get("keyid", ""))
    if key is None or parameters.get("alg", key.algorithm) != key.algorithm:
        raise NotSigned("the key is not known, not valid now, or of another algorithm")
    base = _base(incoming, parts, found["params"])
    _check_signature(key, _signature(incoming, found["label"]), base)
    return Signed(key, nonce)


def _check_coverage(incoming: Incoming, parts: list[str]) -> None:
    needed = _NEEDED | ({"content-digest"} if incoming.body else set())
    if not needed <= set(parts) or len(parts) != len(set(parts)):
        raise NotSigned(f"the signature must cover {', '.join(sorted(needed))}, each once")
    if "content-digest" not in parts:
        return
    digest = base64.b64encode(hashlib.sha256(incoming.body).digest()).decode()
    if incoming.headers.get("content-digest", "").strip() != f"sha-256=:{digest}:":
        raise NotSigned("Content-Digest is not the SHA-256 of the body")


def _check_time(parameters: Mapping[str, str], now: datetime) -> None:
    created = parameters.get("created", "")
    if not created.isdigit():
        raise NotSigned("the signature does not say when it was created")
    if abs(datetime.fromtimestamp(int(created), UTC) - now) > WINDOW:
        raise NotSigned("the signature was created more than five minutes from now")


def _base(incoming: Incoming, parts: list[str], params: str) -> bytes:
    derived = {"@method": incoming.method, "@authority": incoming.authority.lower(), "@path": incoming.path}
    lines = []
    for part in parts:
        value = derived.get(part) if part.startswith("@") else incoming.headers.get(part)
        if value is None:
            raise NotSigned(f'"{part}" cannot be covered or is not there')
        lines.append(f'"{part}": {" ".join(value.split())}')
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def _signature(incoming: Incoming, label: str) -> bytes:
    found = re.fullmatch(
        rf"{re.escape(label)}=:([A-Za-z0-9+/=]+):", incoming.headers.get("signature", "").strip()
    )
    try:
        return base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        return b""


def _check_signature(key: VerifyingKey, signature: bytes, base: bytes) -> None:
    if key.algorithm == HMAC:
        right = hmac.compare_digest(hmac.digest(base64.b64decode(key.material), base, "sha256"), signature)
    else:
        right = _ed25519(key.material, signature, base)
    if not right:
        raise NotSigned("the signature does not fit the request")


def _ed25519(material: str, signature: bytes, base: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(material)).verify(signature, base)
    except InvalidSignature:
        return False
    return True
