"""Tokens for machines: OAuth 2 client credentials (RFC 6749 section 4.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import OAuth2Request
from flask import Flask

from app.sandbox.house import house
from app.sandbox.oauth.basic import identify_by_basic
from app.sandbox.oauth.clients import AGENCY_SCOPES, Client, portal_for_agencies
from app.sandbox.oauth.models import AGENCIES, Token, digest
from app.sandbox.oauth.secrets import bearer_tokens
from app.sandbox.web.session import session

LIFE = timedelta(hours=1)


def gateway_server(app: Flask) -> AuthorizationServer:
    """The token server of the agency gateway."""
    server = AuthorizationServer(app, query_client=_client, save_token=_keep)
    server.scopes_supported = AGENCY_SCOPES
    identify_by_basic(server)
    server.register_token_generator("default", bearer_tokens(LIFE, refreshable=False))
    server.register_grant(ClientCredentialsGrant)
    return server


def _client(client_id: str) -> Client | None:
    client = portal_for_agencies(house().settings)
    return client if client.client_id == client_id else None


def _keep(token: dict[str, Any], request: OAuth2Request) -> None:
    now = house().clock()
    session().add(
        Token(
            access_digest=digest(token["access_token"]),
            realm=AGENCIES,
            client_id=request.client.client_id,
            scope=token["scope"],
            issued_at=now,
            expires_at=now + LIFE,
        )
    )
    session().commit()
