"""Addresses of following a dossier: its page, the answer to what is asked, and its results."""

from __future__ import annotations

import io

from flask import Blueprint, Response, request, send_file
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.features.dossiers.forms import SupplementForm
from app.features.dossiers.live import Live, unchanged
from app.features.dossiers.presenters import dossier_page, status_tag
from app.features.dossiers.results import Results
from app.features.dossiers.service import DossierService
from app.features.dossiers.surroundings import Surroundings
from app.features.dossiers.uploads import Uploads
from app.web.guards import current_person, signed_in
from app.web.pages import page, see_other
from app.web.parked import parked_form
from app.web.services import use

bp = Blueprint("dossiers", __name__, url_prefix="/<lang:lang>/dossiers")
bp.add_app_template_global(status_tag, "dossier_state")


@bp.get("/<reference>")
@signed_in
def dossier(reference: str) -> BaseResponse:
    """Where the dossier stands; as fragment `progress` it keeps the open page up to date."""
    owner = current_person().id
    if kept := unchanged(reference, owner):
        return kept
    found = use(DossierService).open(reference, owner=owner)
    live = Live(found, request.args)
    form = SupplementForm(found.request) if found.request else None
    shown = dossier_page(found, use(Surroundings).of(found))
    answer = page("dossiers/dossier.html", fragment="progress", dossier=shown, form=form, live=live)
    return live.tagged(answer)


@bp.route("/<reference>/supplement", methods=["GET", "POST"])
@signed_in
def supplement(reference: str) -> BaseResponse:
    """Answer everything the agency asks for, at once."""
    dossiers, owner = use(DossierService), current_person().id
    found = dossiers.open(reference, owner=owner)
    if request.method == "POST" and not found.request:
        dossiers.answer_supplement(reference, owner=owner, request_id=_request_id(), answers={})
    if not found.request:
        return see_other(".dossier", reference=reference)
    form = SupplementForm(found.request)
    form.restore(MultiDict(parked_form() or {}))
    if request.method == "POST" and form.take(request.form, request.files, use(Uploads), owner):
        dossiers.answer_supplement(reference, owner=owner, request_id=_request_id(), answers=form.answers)
        return see_other(".dossier", reference=reference)
    return page("dossiers/supplement.html", dossier=found.row, form=form)


@bp.get("/<reference>/results/<file_id>")
@signed_in
def result_file(reference: str, file_id: str) -> Response:
    """One file of the result, to be saved, or to be looked at with `view`."""
    file = use(Results).file(reference, owner=current_person().id, file_id=file_id)
    shown = "view" in request.args and file.viewable
    body = io.BytesIO(file.body)
    answer = send_file(body, mimetype=file.media_type, as_attachment=not shown, download_name=file.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _request_id() -> str:
    return request.form.get("request_id", "")
