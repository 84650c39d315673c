"""Messages come in over the gateway and are read at /inbox."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from app.sandbox.agencies.routes import bp as gateway
from app.sandbox.house import house
from app.sandbox.inbox.service import Inbox
from app.sandbox.web.pages import page
from app.sandbox.web.session import session

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


@bp.get("")
def letters() -> Response:
    """Mail and SMS, newest first."""
    inbox = Inbox(session(), house().clock)
    recipient = request.args.get("to") or None
    return page(
        "inbox/letters.html",
        letters=inbox.letters(recipient),
        recipients=inbox.recipients(),
        recipient=recipient,
    )


@gateway.post("/v1/messages/mail")
def take_mail() -> tuple[Response, int]:
    """Take a mail."""
    number = Inbox(session(), house().clock).take_mail(
        request.headers.get("Idempotency-Key"), request.get_data()
    )
    return jsonify(message_id=str(number)), 202


@gateway.post("/v1/messages/sms")
def take_sms() -> tuple[Response, int]:
    """Take a short message."""
    number = Inbox(session(), house().clock).take_sms(
        request.headers.get("Idempotency-Key"), request.get_data()
    )
    return jsonify(message_id=str(number)), 202


def _key_and_body() -> tuple[str | None, bytes]:
    return request.headers.get("Idempotency-Key"), request.get_data()
