"""Addresses of one's own documents: the list, a file, and deleting what is used nowhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from app.errors import Invalid
from app.features.documents.arriving import Arrivals, arrived
from app.features.documents.checks import SignatureChecks
from app.features.documents.forms import DocumentForm
from app.features.documents.scanning import ScanDesk
from app.features.documents.service import ANYTHING, DocumentService
from app.web.forms import PortalForm
from app.web.guards import current_person, operator, signed_in
from app.web.pages import page, see_other
from app.web.services import use

_TARGET = "document"

bp = Blueprint("documents", __name__, url_prefix="/<lang:lang>/documents")
operations = Blueprint("scans", __name__, url_prefix="/<lang:lang>/operations/scans")


@bp.get("")
@signed_in
def overview() -> Response:
    """What I brought, and what agencies issued to me."""
    found = use(DocumentService).list_for(current_person().id)
    results = [one for one in found if one.kind == "result"]
    uploads = [one for one in found if one.kind == "upload"]
    checks = use(SignatureChecks).of(one.sha256 for one in results)
    notes = use(DocumentService).described((str(one.id) for one in uploads), current_person().id)
    known: dict[str, Any] = {"results": results, "uploads": uploads, "checks": checks, "notes": notes}
    return page("documents/overview.html", **known)


@bp.get("/<uuid:file_id>")
@signed_in
def file(file_id: UUID) -> Response:
    """One of my files, to be saved."""
    documents, owner = use(DocumentService), current_person().id
    stored = documents.file(file_id, owner)
    answer = send_file(
        documents.stream(file_id, owner),
        mimetype=stored.media_type,
        download_name=stored.name,
        as_attachment=True,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/<uuid:file_id>/thumbnail")
@signed_in
def thumbnail(file_id: UUID) -> Response:
    """A small picture of one of my photos or PDFs; 204 while it is yet to be drawn."""
    body = use(DocumentService).thumbnail(file_id, current_person().id)
    if body is None:
        return Response(status=204, headers={"Cache-Control": "no-store"})
    answer = Response(body, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@bp.route("/add", methods=["GET", "POST"])
@signed_in
def add() -> BaseResponse:
    """Bring a file before it is asked for, under a name of one's own."""
    form, owner = DocumentForm(), current_person().id
    if request.form.get("_action") == "attach":
        return _added(form, owner)
    if form.validate_on_submit():
        wrong = use(DocumentService).bring(owner, form.file_name, form.file.data.stream)
        if wrong is None:
            return see_other(".overview")
        form.refused(wrong)
    return page("documents/add.html", form=form, target=_TARGET, added=(), notes={})


def _added(form: DocumentForm, owner: UUID) -> Response:
    """The page with what came in pieces; it may be named before it comes, and more may follow."""
    kept = request.form.getlist("added")
    for _field, upload_id in arrived(request.form.getlist("_uploaded")):
        try:
            file = use(Arrivals).keep(
                upload_id, owner=owner, target=_TARGET, limit=ANYTHING, called=form.called.data
            )
        except Invalid as refusal:
            form.refused(str(refusal))
        else:
            kept.append(str(file.id))
    mine = use(DocumentService).list_for(owner, ("upload",))
    added = [one for one in mine if str(one.id) in kept]
    notes = use(DocumentService).described((str(one.id) for one in added), owner)
    return page("documents/add.html", form=form, target=_TARGET, added=added, notes=notes)


@operations.get("")
@operator
def scans() -> Response:
    """Files the virus scanner has not judged."""
    return page("documents/scans.html", waiting=use(ScanDesk).waiting(), form=PortalForm())


@operations.post("/again")
@operator
def scan_again() -> BaseResponse:
    """Have every failed scan tried once more."""
    use(ScanDesk).scan_again()
    return see_other(".scans")


@bp.route("/<uuid:file_id>/delete", methods=["GET", "POST"])
@signed_in
def delete(file_id: UUID) -> BaseResponse:
    """Delete an upload that is used nowhere, after asking."""
    documents, owner, form = use(DocumentService), current_person().id, PortalForm()
    document = documents.document(file_id, owner=owner)
    if not document.deletable:
        return see_other(".overview")
    if request.method == "POST" and form.validate_on_submit():
        documents.delete(file_id, owner=owner)
        return see_other(".overview")
    return page("documents/delete.html", document=document, form=form)
