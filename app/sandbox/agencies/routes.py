"""The agency gateway's addresses; what they promise is in docs/contract/openapi.yaml."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Flask, Response, current_app, jsonify, request, send_file
from sqlalchemy import select

from app.sandbox.agencies.catalogue import Catalogue
from app.sandbox.agencies.events import event_item, events_after, events_until, latest_after
from app.sandbox.agencies.feeds import feed_page, misbehave
from app.sandbox.agencies.filing import file_bytes
from app.sandbox.agencies.gateway_tokens import gateway_server
from app.sandbox.agencies.models import Dossier, PublishedDefinition, ResultFile
from app.sandbox.agencies.reception import Reception
from app.sandbox.agencies.supplements import Supplements
from app.sandbox.clock import written
from app.sandbox.errors import NotIdentified, Unknown
from app.sandbox.failures.strikes import struck
from app.sandbox.house import house
from app.sandbox.oauth.bearers import protector
from app.sandbox.oauth.models import AGENCIES
from app.sandbox.web.headers import request_id
from app.sandbox.web.session import session

bp = Blueprint("gateway", __name__, url_prefix="/gateway")
log = logging.getLogger(__name__)
guard = protector(AGENCIES)

View = TypeVar("View", bound=Callable[..., Any])


def register_gateway(app: Flask) -> None:
    """Put the gateway on `app`."""
    app.extensions["gateway_server"] = gateway_server(app)
    app.register_blueprint(bp)


def _server() -> AuthorizationServer:
    return current_app.extensions["gateway_server"]


@bp.before_request
def only_with_token() -> None:
    """Refuse callers without an access token, except at the token address itself."""
    log.info("gateway %s %s request=%s", request.method, request.path, request_id())
    if request.endpoint == "gateway.token":
        return
    try:
        guard.acquire_token(["agencies"])
    except OAuth2Error as error:
        raise NotIdentified(error.description or "An access token is needed.") from error


@bp.post("/oauth/token")
def token() -> Response:
    """An access token for the client's credentials."""
    answer: Response = _server().create_token_response()
    return answer


@bp.get("/v1/procedures")
def procedures() -> Response:
    """The catalogue's changes after a cursor."""
    catalogue = Catalogue(session(), house().clock)
    changes = feed_page(catalogue.changes_after, request.args.get("after"), request.args.get("limit"))
    return jsonify(misbehave(changes, struck().keys(), catalogue.changes_until, house().clock))


@bp.get("/v1/definitions")
def definitions() -> Response:
    """Every published version of every form."""
    published = {(row.id, row.version): row for row in session().scalars(select(PublishedDefinition))}
    items = [
        {
            "id": one.id,
            "version": one.version,
            "procedure": one.procedure,
            "published_at": written(published[one.id, one.version].published_at),
        }
        for one in house().definitions.all()
    ]
    return jsonify(items=items)


@bp.get("/v1/definitions/<definition_id>/<int:version>")
def definition(definition_id: str, version: int) -> Response:
    """One version of a form."""
    return jsonify(house().definitions.get(definition_id, version).content)


@bp.get("/v1/definitions/<definition_id>/<int:version>/schema")
def definition_schema(definition_id: str, version: int) -> Response:
    """The JSON Schema of its answers."""
    return jsonify(house().definitions.get(definition_id, version).schema)


@bp.put("/v1/files/<sha256>")
def put_file(sha256: str) -> tuple[Response, int]:
    """Take the bytes of a file under their hash."""
    size, new = file_bytes(sha256, request.stream, request.content_type)
    return jsonify(sha256=sha256, size=size), 201 if new else 200


@bp.post("/v1/applications")
def applications() -> tuple[Response, int]:
    """Receive an application, once per Idempotency-Key."""
    reception = Reception(session(), house().clock, house().definitions, house().papers)
    receipt = reception.receive(request.headers.get("Idempotency-Key"), request.get_data())
    return jsonify(receipt.answer), 201 if receipt.new else 200


@bp.get("/v1/dossiers/events")
def events() -> Response:
    """What happened to dossiers after a cursor."""
    opened = session()
    happened = feed_page(
        lambda cursor, limit: events_after(opened, cursor, limit),
        request.args.get("after"),
        request.args.get("limit"),
    )
    earlier = lambda cursor, limit: events_until(opened, cursor, limit)  # noqa: E731 - a reader bound to the session
    return jsonify(misbehave(happened, struck().keys(), earlier, house().clock))


@bp.get("/v1/dossiers/versions")
def versions() -> Response:
    """How far the dossiers are whose last event comes after a cursor."""
    opened = session()
    return jsonify(
        feed_page(
            lambda cursor, limit: latest_after(opened, cursor, limit),
            request.args.get("after"),
            request.args.get("limit"),
        )
    )


@bp.get("/v1/dossiers/<code>/events")
def history(code: str) -> Response:
    """What happened to one dossier after a version."""
    after = request.args.get("after_version", "0")
    version = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    dossier = session().get(Dossier, code)
    if dossier is None:
        raise Unknown("There is no such dossier.")
    items = [event_item(event) for event in dossier.events if event.version > version]
    return jsonify(items=items, next=str(dossier.version), more=False)


@bp.post("/v1/dossiers/<code>/supplements")
def supplements(code: str) -> Response:
    """Receive the answer to a supplement request."""
    service = Supplements(session(), house().clock)
    return jsonify(service.answer(code, request.headers.get("Idempotency-Key"), request.get_data()))


@bp.get("/v1/results/<file_id>")
def result(file_id: str) -> Response:
    """The bytes of a result file."""
    stored = session().get(ResultFile, file_id)
    if stored is None:
        raise Unknown("There is no such result.")
    path = house().shelf.path(stored.sha256).absolute()
    return send_file(path, mimetype=stored.media_type, download_name=stored.name, as_attachment=True)
