"""Operators' pages about what agencies send."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.features.intake.desk import QuarantineDesk
from app.features.intake.forms import SettleForm
from app.web.guards import current_person, operator
from app.web.pages import page, see_other
from app.web.services import use

bp = Blueprint("intake_desk", __name__, url_prefix="/<lang:lang>/operations")


@bp.get("/quarantine")
@operator
def quarantine() -> Response:
    """Items of dossiers that could not be taken, and what became of earlier ones."""
    desk = use(QuarantineDesk)
    form = SettleForm()
    return page("intake/quarantine.html", waiting=desk.waiting(), settled=desk.settled(), form=form)


@bp.post("/quarantine/<digest>")
@operator
def settle(digest: str) -> BaseResponse:
    """Take an item again, or put it away for good."""
    form, by = SettleForm(), current_person().id
    if form.act.data == "retry":
        use(QuarantineDesk).retry(digest, by)
    else:
        use(QuarantineDesk).discard(digest, by, form.remark.data or "")
    return see_other("intake_desk.quarantine")


@bp.get("/unlawful")
@operator
def unlawful() -> Response:
    """Steps the ten statuses do not allow, as agencies have told them."""
    return page("intake/unlawful.html", steps=use(QuarantineDesk).unlawful())
