"""The signing provider's addresses (Cloud Signature Consortium API v2.0)."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.errors import Refusal, Unacceptable
from app.sandbox.failures.strikes import struck
from app.sandbox.house import house
from app.sandbox.identity.people import DEMO_PASSWORD, Person
from app.sandbox.oauth.bearers import protector
from app.sandbox.oauth.clients import Client, portal_for_signing
from app.sandbox.oauth.models import SIGNING, Token, digest
from app.sandbox.signing.permissions import SAD_LIFE, Asked, NotPermitted, Permissions
from app.sandbox.web.pages import page
from app.sandbox.web.session import session

bp = Blueprint("signing", __name__, url_prefix="/signing")
guard = protector(SIGNING)

SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
SERVICE_LIFE = timedelta(hours=1)
SOMEBODY_ELSE = "037201000033"
MACHINES = (
    "signing.info",
    "signing.credentials_list",
    "signing.credentials_info",
    "signing.token",
    "signing.sign_hash",
)
METHODS = ["info", "oauth2/authorize", "oauth2/token", "credentials/list", "credentials/info"]


@bp.errorhandler(NotPermitted)
def not_permitted(error: NotPermitted) -> tuple[Response, int]:
    """The specification's body of errors (7.2)."""
    return jsonify(error=error.why, error_description=error.description), 400


@bp.post("/csc/v2/info")
def info() -> Response:
    """What the provider is and can do (11.1)."""
    return jsonify(
        specs="2.0.0.2",
        name="Ký số từ xa – môi trường thử nghiệm",
        logo=f"{house().settings.public_url}/static/signing.svg",
        region="VN",
        lang="vi-VN",
        description="Remote signing for the sandbox's invented people",
        authType=["oauth2client", "oauth2code"],
        oauth2=f"{house().settings.public_url}/signing",
        methods=[*METHODS, "signatures/signHash"],
        signAlgorithms={"algos": [ECDSA_WITH_SHA256]},
    )


@bp.post("/csc/v2/credentials/list")
def credentials_list() -> Response:
    """The certificates of a person, named by ID number (11.4)."""
    _service()
    user = str(_body().get("userID", ""))
    wanted = SOMEBODY_ELSE if "other_person" in struck() else user
    found = house().signing.credential_of(wanted)
    return jsonify(credentialIDs=[found] if found else [])


@bp.post("/csc/v2/credentials/info")
def credentials_info() -> Response:
    """One certificate with its chain and key (11.5)."""
    _service()
    credential_id = str(_body().get("credentialID", ""))
    person = _owner(credential_id)
    chain = house().signing.chain(person, house().clock())
    return jsonify(
        description="Chứng thư chữ ký số thử nghiệm",
        signatureQualifier="eu_eidas_aes",
        key={"status": "enabled", "algo": [ECDSA_WITH_SHA256], "len": 256, "curve": "1.2.840.10045.3.1.7"},
        cert={"status": "valid", "certificates": [base64.b64encode(one).decode() for one in chain]},
        auth={"mode": "oauth2code"},
        SCAL="2",
        multisign=1,
        lang="vi-VN",
    )


@bp.get("/oauth2/authorize")
def authorize() -> BaseResponse:
    """Ask the person for the PIN."""
    asked = _asked()
    return page("signing/permit.html", asked=asked, person=_owner(asked.credential_id), wrong=False)


@bp.post("/oauth2/authorize")
def permit() -> BaseResponse:
    """Give the code when the PIN is right, or the refusal, back to the client."""
    asked = _asked()
    person = _owner(asked.credential_id)
    if request.form.get("answer") == "no":
        return _back(asked, error="access_denied")
    if not secrets.compare_digest(request.form.get("pin", "").encode(), DEMO_PASSWORD.encode()):
        return page("signing/permit.html", 422, asked=asked, person=person, wrong=True)
    return _back(asked, code=Permissions(session(), house().clock).give(asked))


@bp.post("/oauth2/token")
def token() -> Response:
    """A service token for the client's credentials, or the permission to sign for a code (8.4.4)."""
    client = _client()
    if request.form.get("grant_type") == "client_credentials":
        return _token(_service_token(client), "Bearer", SERVICE_LIFE)
    if request.form.get("grant_type") != "authorization_code":
        raise NotPermitted("unsupported_grant_type", "client_credentials or authorization_code")
    if "expired" in struck():
        raise NotPermitted("invalid_grant", "The sandbox is set to let permissions expire.")
    given = [request.form.get(name, "") for name in ("code", "redirect_uri", "code_verifier")]
    permission = Permissions(session(), house().clock).redeem(given[0], client.client_id, given[1], given[2])
    return _token(permission, "SAD", SAD_LIFE)


@bp.post("/csc/v2/signatures/signHash")
def sign_hash() -> Response:
    """Sign what the person has permitted (11.9)."""
    _service()
    asked = _body()
    if asked.get("hashAlgorithmOID") != SHA256 or asked.get("signAlgo") != ECDSA_WITH_SHA256:
        raise NotPermitted("invalid_request", "Only ECDSA with SHA-256")
    hashes = [str(one) for one in asked.get("hashes", [])]
    credential_id = str(asked.get("credentialID", ""))
    person = _owner(credential_id)
    Permissions(session(), house().clock).spend(str(asked.get("SAD", "")), credential_id, hashes)
    return jsonify(signatures=[base64.b64encode(_signature(person, one)).decode() for one in hashes])


def _token(value: str, kind: str, life: timedelta) -> Response:
    return jsonify(access_token=value, token_type=kind, expires_in=int(life.total_seconds()))


def _signature(person: Person, encoded: str) -> bytes:
    hashed = base64.b64decode(encoded)
    if "forged" in struck():
        hashed = bytes(reversed(hashed))
    return house().signing.sign(person, hashed, house().clock())


def _owner(credential_id: str) -> Person:
    person = house().signing.owner(credential_id)
    if person is None:
        raise NotPermitted("invalid_request", "Invalid parameter credentialID")
    return person


def _asked() -> Asked:
    """The authorization request; one whose client or address is unknown is never answered by redirect."""
    client = portal_for_signing(house().settings)
    named = request.args
    if named.get("client_id") != client.client_id or not client.check_redirect_uri(
        named.get("redirect_uri", "")
    ):
        raise Unacceptable("This client or its address is not known here.")
    fixed = {
        "response_type": "code",
        "scope": "credential",
        "numSignatures": "1",
        "hashAlgorithmOID": SHA256,
        "code_challenge_method": "S256",
    }
    wrong = [name for name, value in fixed.items() if named.get(name) != value]
    wrong += [name for name in ("credentialID", "hashes", "code_challenge", "state") if not named.get(name)]
    if wrong:
        problems = [{"path": one, "message": "missing, or not what can be asked here"} for one in wrong]
        raise Unacceptable("The request to sign cannot be used.", problems)
    return Asked(
        client_id=client.client_id,
        redirect_uri=named["redirect_uri"],
        state=named["state"],
        code_challenge=named["code_challenge"],
        credential_id=named["credentialID"],
        hashes=named["hashes"],
        description=named.get("description", ""),
    )


def _back(asked: Asked, **answer: str) -> BaseResponse:
    return redirect(f"{asked.redirect_uri}?{urlencode({**answer, 'state': asked.state})}", 303)


def _client() -> Client:
    given, client = request.authorization, portal_for_signing(house().settings)
    known = given is not None and given.type == "basic" and given.username == client.client_id
    if not known or given is None or not client.check_client_secret(given.password or ""):
        raise _Unidentified("Client credentials are needed.")
    return client


class _Unidentified(Refusal):
    status = 401
    code = "invalid_client"


def _service() -> None:
    """Refuse callers without a service token."""
    try:
        guard.acquire_token(["service"])
    except OAuth2Error as error:
        raise _Unidentified(error.description or "A service token is needed.") from error


def _service_token(client: Client) -> str:
    value, now = f"svc-{secrets.token_urlsafe(32)}", house().clock()
    session().add(
        Token(
            access_digest=digest(value),
            realm=SIGNING,
            client_id=client.client_id,
            scope="service",
            issued_at=now,
            expires_at=now + SERVICE_LIFE,
        )
    )
    session().commit()
    return value


def _body() -> dict[str, Any]:
    content = request.get_json(silent=True)
    if not isinstance(content, dict):
        raise NotPermitted("invalid_request", "Send a JSON object")
    return content
