"""Messages come in over the gateway and are read at /inbox."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.agencies.feeds import feed_page
from app.sandbox.agencies.routes import bp as gateway
from app.sandbox.house import house
from app.sandbox.inbox.bounces import Bounces
from app.sandbox.inbox.push_service import PushService
from app.sandbox.inbox.service import Inbox
from app.sandbox.web.pages import page
from app.sandbox.web.session import session

bp = Blueprint("inbox", __name__, url_prefix="/inbox")
push = Blueprint("push", __name__, url_prefix="/push")


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
        came_back=Bounces(session(), house().clock).keys(),
    )


@gateway.post("/v1/messages/mail")
def take_mail() -> tuple[Response, int]:
    """Take a mail."""
    number = Inbox(session(), house().clock).take_mail(
        request.headers.get("Idempotency-Key"), request.get_data()
    )
    return jsonify(message_id=str(number)), 202


@gateway.get("/v1/messages/bounces")
def bounces() -> Response:
    """What came back after a cursor."""
    came_back = Bounces(session(), house().clock)
    return jsonify(feed_page(came_back.after, request.args.get("after"), request.args.get("limit")))


@gateway.post("/v1/messages/sms")
def take_sms() -> tuple[Response, int]:
    """Take a short message."""
    number = Inbox(session(), house().clock).take_sms(
        request.headers.get("Idempotency-Key"), request.get_data()
    )
    return jsonify(message_id=str(number)), 202


@bp.post("/<int:number>/send-back")
def send_back(number: int) -> BaseResponse:
    """Let a letter come back as undeliverable."""
    Bounces(session(), house().clock).send_back(number)
    return redirect(url_for(".letters"), 303)


@push.post("/<browser>")
def take_push(browser: str) -> Response:
    """Take a message for a browser; 410 when it has unsubscribed."""
    service = PushService(session(), house().clock)
    taken = service.take(browser, request.headers.get, request.get_data(), f"https://{request.host}")
    return Response(status=201 if taken else 410)
