"""A push service as browsers have one (RFC 8030): takes encrypted messages from senders it can tell apart."""

from __future__ import annotations

import base64
from collections.abc import Callable

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.sandbox.clock import Clock
from app.sandbox.errors import NotIdentified, Unacceptable
from app.sandbox.inbox.models import Letter

Header = Callable[[str], str | None]

GONE = "gone"
LARGEST_BYTES = 4096


class PushService:
    """Keeps messages by browser; a browser whose name begins with `gone` has unsubscribed."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def take(self, browser: str, header: Header, body: bytes, origin: str) -> bool:
        """Keep a message, in the place of an earlier one of its topic; false when the browser is gone.

        Raises NotIdentified for a sender that proves nothing (RFC 8292), Unacceptable for what is no message.
        """
        _identify(header("Authorization") or "", origin)
        if header("Content-Encoding") != "aes128gcm" or not (header("TTL") or "").isdecimal():
            raise Unacceptable("Not an encrypted push message with a TTL.", [])
        if not 0 < len(body) <= LARGEST_BYTES:
            raise Unacceptable("Too large for a push message.", [])
        if browser.startswith(GONE):
            return False
        key = f"push:{browser}:{header('Topic') or base64.b64encode(body[:16]).decode()}"
        self._session.execute(delete(Letter).where(Letter.idempotency_key == key))
        letter = Letter(kind="push", recipient=browser, subject=None, language="vi", idempotency_key=key)
        letter.text = base64.urlsafe_b64encode(body).decode()
        letter.body_digest, letter.arrived_at = "", self._clock()
        self._session.add(letter)
        self._session.commit()
        return True


def _identify(authorization: str, origin: str) -> None:
    """The sender holds the key it names, speaks to us, and not for longer than a day (RFC 8292 2)."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    try:
        point = base64.urlsafe_b64decode(parts["k"] + "=" * (-len(parts["k"]) % 4))
        coordinates = {"x": point[1:33], "y": point[33:65]}
        key = {
            name: base64.urlsafe_b64encode(value).decode().rstrip("=") for name, value in coordinates.items()
        }
        found = jwt.decode(parts["t"], ECKey.import_key({"kty": "EC", "crv": "P-256", **key}), ["ES256"])
    except (JoseError, ValueError, KeyError) as error:
        raise NotIdentified("The sender does not identify itself.") from error
    if scheme.lower() != "vapid" or found.claims.get("aud") != origin or "exp" not in found.claims:
        raise NotIdentified("The token is not for this push service.")
