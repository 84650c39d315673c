"""Addresses of the standard slips."""

from __future__ import annotations

from typing import get_args

from flask import Response, current_app, url_for

from app.errors import NotFound
from app.features.dossiers.routes import bp
from app.features.dossiers.service import DossierService
from app.features.dossiers.slips import Kind, slip_data, slips
from app.papers import typeset
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.services import use


@bp.get("/<reference>/slips/<kind>.pdf")
@signed_in
def slip(reference: str, kind: str) -> Response:
    """One standard slip as PDF in the page's language."""
    person = current_person()
    found = use(DossierService).open(reference, owner=person.id)
    if kind not in get_args(Kind) or kind not in {one.kind for one in slips(found)}:
        raise NotFound("this slip does not apply to the dossier")
    track = current_app.config["PUBLIC_URL"] + url_for("tracking.track", code=found.row.code)
    data = slip_data(kind, found, person.name, track)
    body = typeset("document", data, lang(), made_at=found.updated_at)
    name = f'inline; filename="{found.row.code}-{kind}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return Response(body, mimetype="application/pdf", headers=headers)
