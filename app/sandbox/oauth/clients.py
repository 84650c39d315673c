"""The applications that may ask the sandbox for tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin

from app.sandbox.settings import SandboxSettings

PEOPLE_SCOPES = ("openid", "profile", "email", "phone", "address", "identity", "offline_access")
AGENCY_SCOPES = ("agencies",)
SIGNING_SCOPES = ("service", "credential")


@dataclass(frozen=True)
class Client(ClientMixin):  # type: ignore[misc]  # Authlib has no types
    """A confidential client, known by client_secret_basic (RFC 6749 section 2.3.1)."""

    client_id: str
    client_secret: str
    grant_types: frozenset[str]
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...] = ()
    client_metadata: dict[str, Any] = field(default_factory=dict)

    def get_client_id(self) -> str:
        """The public name."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: every request names its redirect URI."""
        return

    def get_allowed_scope(self, scope: str | None) -> str:
        """The asked scopes that the client may have, all of them when it asks for none."""
        wanted = scope.split() if scope else self.scopes
        return " ".join(name for name in wanted if name in self.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the address is registered, compared character by character."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether the secret is right, in constant time."""
        return secrets.compare_digest(self.client_secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Only client_secret_basic."""
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        """Only the code flow, for clients that sign people in."""
        return response_type == "code" and "authorization_code" in self.grant_types

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether the client may use the grant."""
        return grant_type in self.grant_types


def portal_for_people(settings: SandboxSettings) -> Client:
    """The portal as people sign in to it."""
    portal = settings.portal_url
    return Client(
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        grant_types=frozenset({"authorization_code", "refresh_token"}),
        scopes=PEOPLE_SCOPES,
        redirect_uris=(f"{portal}/auth/callback",),
        client_metadata={
            "client_name": {"vi": "Cổng Dịch vụ công", "en": "Public Service Portal"},
            "post_logout_redirect_uris": [f"{portal}/", f"{portal}/vi/", f"{portal}/en/"],
            "backchannel_logout_uri": f"{portal}/auth/backchannel-logout",
        },
    )


def portal_for_agencies(settings: SandboxSettings) -> Client:
    """The portal as it talks to agencies."""
    return Client(
        client_id=settings.gateway_client_id,
        client_secret=settings.gateway_client_secret,
        grant_types=frozenset({"client_credentials"}),
        scopes=AGENCY_SCOPES,
    )


def portal_for_signing(settings: SandboxSettings) -> Client:
    """The portal as it lets people sign."""
    return Client(
        client_id=settings.signing_client_id,
        client_secret=settings.signing_client_secret,
        grant_types=frozenset({"client_credentials", "authorization_code"}),
        scopes=SIGNING_SCOPES,
        redirect_uris=tuple(f"{settings.portal_url}/{lang}/applications/signed" for lang in ("vi", "en")),
    )
