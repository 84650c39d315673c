"""Operators' pages about what agencies send."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.features.intake.desk import QuarantineDesk, can_be_taken
from app.features.intake.forms import SettleForm
from app.jobs.plain_words import in_plain_words
from app.web.guards import current_person, operator
from app.web.pages import page, see_other
from app.web.services import use

bp = Blueprint("intake_desk", __name__, url_prefix="/<lang:lang>/operations")


@bp.get("/quarantine")
@operator
def quarantine() -> Response:
    """Items of dossiers that could not be taken, and what became of earlier ones."""
    return _quarantine(SettleForm(), request.args.get("tried", ""))


@bp.post("/quarantine/<digest>")
@operator
def settle(digest: str) -> BaseResponse:
    """Take an item again, or put it away for good."""
    form, by = SettleForm(), current_person().id
    if not form.validate_on_submit():
        return _quarantine(form, digest, 422)
    if form.act.data == "retry":
        use(QuarantineDesk).retry(digest, by)
    else:
        use(QuarantineDesk).discard(digest, by, form.remark.data or "")
    return see_other("intake_desk.quarantine", tried=digest, _anchor=f"record-{digest}")


@bp.get("/unlawful")
@operator
def unlawful() -> Response:
    """Steps the ten statuses do not allow, as agencies have told them."""
    desk = use(QuarantineDesk)
    steps = desk.unlawful()
    return page("intake/unlawful.html", steps=steps, agencies=desk.agencies(step.agency for step in steps))


def _quarantine(form: SettleForm, tried: str, status: int = 200) -> Response:
    desk = use(QuarantineDesk)
    waiting, settled = desk.waiting(), desk.settled()
    return page(
        "intake/quarantine.html",
        waiting=waiting,
        settled=settled,
        names=desk.agencies(item.sender for item in waiting),
        can_be_taken=can_be_taken,
        in_plain_words=in_plain_words,
        form=form,
        tried=tried,
        status=status,
    )
