"""Uploads that can be resumed, after the IETF draft "Resumable Uploads for HTTP": begin, ask, add, cancel.

`POST` begins one (or finds the one of the same file) and answers its address; `HEAD` says how many bytes
are safe; `PATCH` adds the next, at least 64 KiB unless they are the last; `DELETE` cancels. What is sent here
becomes an answer by the form it is for.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
from flask import Blueprint, Response, jsonify, request, url_for

from app.errors import Conflict, Invalid
from app.features.documents.resuming import (
    LARGEST,
    LONGEST_PIECE,
    SHORTEST_PIECE,
    Progress,
    ResumableUploads,
    Wanted,
)
from app.web.guards import current_person, signed_in
from app.web.services import use

bp = Blueprint("uploads", __name__, url_prefix="/<lang:lang>/uploads")

_PIECE_TYPE = "application/partial-upload"
_LIMITS = f"min-append-size={SHORTEST_PIECE}, max-append-size={LONGEST_PIECE}"


@bp.get("")
@signed_in
def unfinished() -> Response:
    """Uploads for `target` that stopped, so that the person can go on."""
    found = use(ResumableUploads).unfinished(current_person().id, request.args.get("target", ""))
    return jsonify([_told(one) for one in found])


@bp.post("")
@signed_in
def begin() -> Response:
    """Begin to send a file, or go on with it: 201 with its address, and how much is here already."""
    try:
        wanted = msgspec.convert(request.get_json(silent=True), Wanted)
    except msgspec.ValidationError as error:
        raise Invalid("not a file to be sent") from error
    found = use(ResumableUploads).begin(current_person().id, wanted)
    answer = _state(found, 201, jsonify(_told(found)))
    answer.headers["Location"] = url_for(".piece", upload_id=found.id)
    return answer


@bp.route("/<uuid:upload_id>", methods=["HEAD", "PATCH", "DELETE"])
@signed_in
def piece(upload_id: UUID) -> Response:
    """Ask how far an upload is, add to it, or cancel it."""
    uploads, owner = use(ResumableUploads), current_person().id
    if request.method == "DELETE":
        uploads.cancel(upload_id, owner)
        return Response(status=204)
    if request.method == "HEAD":
        return _state(uploads.progress(upload_id, owner), 204)
    length = request.content_length
    at = request.headers.get("Upload-Offset", "")
    placed = at.isdecimal() and len(at) < len(str(LARGEST)) + 2
    if request.mimetype != _PIECE_TYPE or not placed or length is None or length > LONGEST_PIECE:
        raise Invalid("a piece needs its type, its place and its length")
    try:
        return _state(uploads.extend(upload_id, owner, int(at), request.stream, length), 204)
    except Conflict:
        return _state(uploads.progress(upload_id, owner), 409)


def _state(found: Progress, status: int, answer: Response | None = None) -> Response:
    answer = answer or Response()
    answer.status_code = status
    answer.headers["Upload-Offset"] = str(found.length)
    answer.headers["Upload-Length"] = str(found.size)
    answer.headers["Upload-Complete"] = "?1" if found.whole else "?0"
    answer.headers["Upload-Limit"] = _LIMITS
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _told(found: Progress) -> dict[str, str | int]:
    return {
        "id": str(found.id),
        "name": found.name,
        "size": found.size,
        "length": found.length,
        "fingerprint": found.fingerprint,
    }
