"""The identity provider, any that conforms to OpenID Connect Core 1.0: code flow with PKCE."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx2
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key

from app.errors import Invalid, Unavailable
from app.gateways.client import HttpClient, Refused, decoded

_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_LEEWAY = 60
_DISCOVERY_SECONDS = 3600
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
SCOPE = "openid profile email phone address identity"


class Attempt(msgspec.Struct, frozen=True):
    """One sign-in under way: what must come back unchanged."""

    state: str
    nonce: str
    verifier: str
    language: str


class Identity(msgspec.Struct, frozen=True):
    """Who signed in, as the provider vouches for it."""

    issuer: str
    subject: str
    session: str | None
    id_token: str
    claims: dict[str, Any]


class SignInRefused(Invalid):
    """The provider's answer cannot be trusted, or says no."""


class IdentityProvider:
    """The provider at `issuer`; raises `Unavailable` when down, `SignInRefused` when not to be trusted."""

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        client_secret: str | None,
        private_key: str | None = None,
        transport: httpx2.BaseTransport | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._secret = client_secret
        self._private_key = import_key(private_key) if private_key else None
        self._http = HttpClient("", timeout_s=5.0, transport=transport)
        self._now = now
        self._lock = threading.Lock()
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: KeySet | None = None

    def begin(self, language: str) -> Attempt:
        """Fresh state, nonce and PKCE verifier (RFC 7636)."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return Attempt(state, nonce, verifier, language)

    def authorization_url(self, attempt: Attempt, redirect_uri: str) -> str:
        """Where to send the person to sign in."""
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "ui_locales": attempt.language,
        }
        return f"{self._endpoint('authorization_endpoint')}?{urlencode(query)}"

    def finish(self, attempt: Attempt, answer: dict[str, str], redirect_uri: str) -> Identity:
        """Redeem the provider's answer for who signed in; checks state, iss, nonce, signature, audience."""
        if not secrets.compare_digest(answer.get("state", ""), attempt.state):
            raise SignInRefused("the answer belongs to another sign-in")
        self._check_issuer(answer)
        if "error" in answer or "code" not in answer:
            raise SignInRefused(answer.get("error", "no code"))
        tokens = self._tokens(answer["code"], attempt.verifier, redirect_uri)
        claims = self._claims(tokens["id_token"])
        if claims.get("nonce") != attempt.nonce:
            raise SignInRefused("the nonce does not match")
        profile = self._profile(tokens["access_token"])
        if not claims.get("sub"):
            raise SignInRefused("the token names nobody")
        if profile.get("sub") != claims["sub"]:
            raise SignInRefused("the profile is of somebody else")
        return Identity(
            self.issuer, claims["sub"], claims.get("sid"), tokens["id_token"], {**profile, **claims}
        )

    def sign_out_url(self, id_token: str, return_to: str) -> str | None:
        """Where the provider ends its own session (OpenID Connect RP-Initiated Logout 1.0), if it can."""
        endpoint = self._discover().get("end_session_endpoint")
        if not endpoint:
            return None
        query = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": return_to,
            "client_id": self._client_id,
        }
        return f"{endpoint}?{urlencode(query)}"

    def signed_out(self, logout_token: str) -> tuple[str | None, str | None]:
        """Subject and session a back-channel logout token ends (OpenID Connect Back-Channel Logout 1.0)."""
        claims = self._claims(logout_token, require_exp=False)
        if _LOGOUT_EVENT not in claims.get("events", {}) or "nonce" in claims:
            raise SignInRefused("not a logout token")
        if not (claims.get("sub") or claims.get("sid")):
            raise SignInRefused("a logout token names nobody")
        if abs(self._now() - float(claims.get("iat", 0))) > 5 * 60:
            raise SignInRefused("the logout token is old")
        return claims.get("sub"), claims.get("sid")

    def _check_issuer(self, answer: dict[str, str]) -> None:
        """RFC 9207: an answer names its issuer when the provider says that it does."""
        promised = self._discover().get("authorization_response_iss_parameter_supported")
        if (promised or "iss" in answer) and answer.get("iss") != self.issuer:
            raise SignInRefused("the answer comes from another provider")

    def _tokens(self, code: str, verifier: str, redirect_uri: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        try:
            response = self._http.send("POST", self._endpoint("token_endpoint"), **self._authenticated(form))
        except Refused as refusal:
            raise SignInRefused("the provider refused the code") from refusal
        tokens = decoded(response, dict[str, Any])
        if not isinstance(tokens.get("id_token"), str) or not isinstance(tokens.get("access_token"), str):
            raise SignInRefused("the provider answered without tokens")
        return tokens

    def _authenticated(self, form: dict[str, str]) -> dict[str, Any]:
        """Client authentication by secret, or by `private_key_jwt` (RFC 7523)."""
        if self._private_key is None:
            return {"data": form, "auth": (self._client_id, self._secret or "")}
        now = int(self._now())
        assertion = jwt.encode(
            {"alg": "RS256" if self._private_key.key_type == "RSA" else "ES256"},
            {
                "iss": self._client_id,
                "sub": self._client_id,
                "aud": self.issuer,
                "jti": secrets.token_urlsafe(16),
                "iat": now,
                "exp": now + 60,
            },
            self._private_key,
        )
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return {
            "data": {
                **form,
                "client_id": self._client_id,
                "client_assertion": assertion,
                "client_assertion_type": kind,
            }
        }

    def _profile(self, access_token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        try:
            answer = self._http.send("GET", self._endpoint("userinfo_endpoint"), attempts=2, headers=headers)
        except Refused as refusal:
            raise SignInRefused("the provider refused the profile") from refusal
        return decoded(answer, dict[str, Any])

    def _claims(self, token: str, *, require_exp: bool = True) -> dict[str, Any]:
        """The verified claims of a token meant for this portal."""
        try:
            decoded = self._decode(token)
        except (JoseError, ValueError) as error:
            raise SignInRefused("the token's signature does not hold") from error
        claims = decoded.claims
        registry = jwt.JWTClaimsRegistry(
            now=int(self._now()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": require_exp},
        )
        try:
            registry.validate(claims)
        except JoseError as error:
            raise SignInRefused("the token is not for this portal") from error
        return dict(claims)

    def _decode(self, token: str) -> jwt.Token:
        """Verify under the published keys; keys are fetched again once when they rotated."""
        try:
            return jwt.decode(token, self._key_set(), algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            return jwt.decode(token, self._key_set(fresh=True), algorithms=_ALGORITHMS)

    def _key_set(self, *, fresh: bool = False) -> KeySet:
        with self._lock:
            if self._keys is None or fresh:
                answer = self._http.send("GET", self._endpoint("jwks_uri"), attempts=2)
                self._keys = _keys(decoded(answer, dict[str, Any]))
            return self._keys

    def _endpoint(self, name: str) -> str:
        endpoint = self._discover().get(name)
        if not isinstance(endpoint, str):
            raise Unavailable(f"the identity provider publishes no {name}")
        return endpoint

    def _discover(self) -> dict[str, Any]:
        if self._metadata is None or self._now() - self._metadata[0] > _DISCOVERY_SECONDS:
            url = f"{self.issuer}/.well-known/openid-configuration"
            document = decoded(self._http.send("GET", url, attempts=2), dict[str, Any])
            if document.get("issuer") != self.issuer:
                raise Unavailable("the identity provider calls itself by another name")
            self._metadata = (self._now(), document)
        return self._metadata[1]


def _keys(published: dict[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(published)  # type: ignore[arg-type]  # checked by the library
    except (JoseError, ValueError, LookupError, TypeError) as error:
        raise Unavailable("the identity provider publishes no keys that can be used") from error
