"""The provider's self-description."""

from __future__ import annotations

from typing import Any

from app.sandbox.identity.keys import ALGORITHM
from app.sandbox.oauth.clients import PEOPLE_SCOPES
from app.sandbox.settings import SandboxSettings

CLAIMS = (
    *("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "amr", "at_hash", "sid"),
    *("name", "birthdate", "gender", "locale", "id_number", "identity_level", "roles", "address"),
    *("email", "email_verified", "phone_number", "phone_number_verified"),
)


def provider_metadata(settings: SandboxSettings) -> dict[str, Any]:
    """OpenID Provider Metadata (OpenID Connect Discovery 1.0 section 3, RFC 8414, RFC 9207)."""
    issuer = settings.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/logout",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(PEOPLE_SCOPES),
        "claims_supported": CLAIMS,
        "ui_locales_supported": ["vi", "en"],
        "prompt_values_supported": ["none", "login", "select_account"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "claims_parameter_supported": False,
    }
