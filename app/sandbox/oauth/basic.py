"""Clients identify themselves by client_secret_basic (RFC 6749 section 2.3.1)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.requests import OAuth2Request
from flask import request

from app.sandbox.oauth.clients import Client

METHOD = "client_secret_basic"


def identify_by_basic(server: AuthorizationServer) -> None:
    """Let `server` read the header as Werkzeug does: Authlib's reader fails on bytes that are no UTF-8."""
    server.register_client_auth_method(METHOD, _client)


def _client(query_client: Callable[[str], Client | None], _request: OAuth2Request) -> Client | None:
    given = request.authorization
    if given is None or given.type != "basic" or not given.username or not given.password:
        return None
    client = query_client(unquote(given.username))
    known = client is not None and client.check_client_secret(unquote(given.password))
    return client if known else None
