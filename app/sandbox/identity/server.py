"""The provider's OAuth 2 server, put together from its grants."""

from __future__ import annotations

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import Flask

from app.sandbox.house import house
from app.sandbox.identity.grants import CodeGrant, OnlyS256, RotatingRefreshGrant
from app.sandbox.identity.logout import EndSession
from app.sandbox.identity.tokens import ACCESS_LIFE, IdTokens, UserInfo, keep_token
from app.sandbox.oauth.basic import identify_by_basic
from app.sandbox.oauth.bearers import protector
from app.sandbox.oauth.clients import PEOPLE_SCOPES, Client, portal_for_people
from app.sandbox.oauth.models import PEOPLE
from app.sandbox.oauth.secrets import bearer_tokens


class IssuerInAnswer(IssuerParameter):  # type: ignore[misc]  # Authlib has no types
    """Names the issuer in every authorization response (RFC 9207)."""

    def get_issuer(self) -> str:
        """The value of `iss`."""
        return house().settings.issuer


def identity_server(app: Flask) -> AuthorizationServer:
    """The server for people, registered on `app`."""
    server = AuthorizationServer(app, query_client=_client, save_token=keep_token)
    server.scopes_supported = PEOPLE_SCOPES
    identify_by_basic(server)
    server.register_token_generator("default", bearer_tokens(ACCESS_LIFE, refreshable=True))
    server.register_grant(CodeGrant, [OnlyS256(required=True), IdTokens()])
    server.register_grant(RotatingRefreshGrant)
    server.register_endpoint(UserInfo(protector(PEOPLE)))
    server.register_endpoint(EndSession)
    server.register_extension(IssuerInAnswer())
    return server


def _client(client_id: str) -> Client | None:
    client = portal_for_people(house().settings)
    return client if client.client_id == client_id else None
