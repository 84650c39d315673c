"""Addresses by which anybody verifies a receipt, and the keys to do it without this portal."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from app.features.verification.forms import CompareForm, NumberForm
from app.features.verification.service import Verification
from app.papers.seal import Seal
from app.web.guards import public
from app.web.limits import limiter
from app.web.pages import page, see_other
from app.web.services import use

bp = Blueprint("verification", __name__)


@bp.get("/<lang:lang>/verify")
@public
def number() -> BaseResponse:
    """Ask for the number of a receipt."""
    form = NumberForm(request.args)
    if form.normal:
        return see_other(".receipt", number=form.normal)
    return page("verification/number.html", form=form)


@bp.route("/<lang:lang>/verify/<number>", methods=["GET", "POST"])
@limiter.limit("60/minute")
@public
def receipt(number: str) -> BaseResponse:
    """Whether a receipt is genuine, without a word about whose it is; a file can be compared with it."""
    checks, form = use(Verification), CompareForm()
    found = checks.receipt(number)
    sent = form.validate_on_submit()
    compared = checks.compare(number, form.file.data.stream) if sent else None
    token = request.args.get("t")
    genuine = checks.token(number, token) if token else None
    return page("verification/receipt.html", found=found, form=form, compared=compared, genuine=genuine)


@bp.get("/.well-known/jwks.json")
@public
def keys() -> Response:
    """The public keys of the portal's seal (RFC 7517)."""
    response = jsonify(use(Seal).published)
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
