"""Addresses of signing, and of the papers of what was sent: application, receipt, list of files."""

from __future__ import annotations

from uuid import UUID

import msgspec
from flask import Response, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.features.applications.declaring import finish
from app.features.applications.drafts.service import DraftService
from app.features.applications.file_names import file_names
from app.features.applications.people.agreeing import Agreeing
from app.features.applications.receipt_paper import Known, sealed
from app.features.applications.routes import bp
from app.features.applications.sending.papers import ApplicationPapers
from app.features.applications.sending.receipt_book import ReceiptBook
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.service import DossierService
from app.papers.seal import Seal
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.services import use

_PDF = "application/pdf"


@bp.get("/applications/signed")
@signed_in
def signed() -> BaseResponse:
    """Back from the signing provider."""
    return finish(signer=current_person().id)


@bp.get("/receipts/<number>/application.pdf")
@signed_in
def application_paper(number: str) -> Response:
    """The application as it was declared or signed."""
    name, body = use(ApplicationPapers).of(number, owner=current_person().id)
    return _file(body, _PDF, name)


@bp.get("/receipts/<number>/others/<uuid:paper_id>.pdf")
@signed_in
def other_paper(number: str, paper_id: UUID) -> Response:
    """What somebody else signed or declared about an application, for its owner."""
    name, body = use(ApplicationPapers).other(number, paper_id, owner=current_person().id)
    return _file(body, _PDF, name)


@bp.get("/applications/shared/<uuid:party_id>/paper.pdf")
@signed_in
def shared_paper(party_id: UUID) -> Response:
    """What the invited person has signed or declared."""
    name, body = use(Agreeing).paper(party_id, person=current_person().id, language=lang())
    return _file(body, _PDF, name)


@bp.get("/receipts/<number>/receipt.pdf")
@signed_in
def receipt_paper(number: str) -> Response:
    """The receipt in the language of the page, under the portal's seal."""
    owner = current_person().id
    receipt = use(ReceiptBook).mine(number, owner=owner)
    numbers = [one.number for one in receipt.filing]
    others = use(ApplicationPapers).others(numbers, owner=owner)
    labels = use(DossierService).file_labels(numbers, owner=owner)
    names = use(CatalogueService).names([one.manifest["procedure"] for one in receipt.filing])
    address = current_app.config["PUBLIC_URL"] + url_for("verification.receipt", number=number)
    known = Known(names, file_names(receipt, others), labels, use(DraftService).form)
    body = sealed(receipt, known, address, use(Seal))
    return _file(body, _PDF, f"{number}.pdf")


@bp.get("/receipts/<number>/manifest.json")
@signed_in
def manifest(number: str) -> Response:
    """The list of files with its proof, for whoever verifies it without this portal."""
    receipt = use(ReceiptBook).mine(number, owner=current_person().id)
    body = msgspec.json.format(msgspec.json.encode(receipt.document), indent=1)
    return _file(body, "application/json", f"{number}.json")


def _file(body: bytes, media_type: str, name: str) -> Response:
    kind = "attachment" if "download" in request.args else "inline"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(body, mimetype=media_type, headers=headers)
