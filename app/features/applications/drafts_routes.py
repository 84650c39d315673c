"""Addresses of drafts that were put away, and of copies of what was sent."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.features.applications.drafts.cloning import Cloning
from app.features.applications.drafts.deleted import DeletedDrafts
from app.features.applications.drafts.ownership import PutAway
from app.features.applications.drafts.service import DraftService
from app.features.applications.drafts.versions import Versions
from app.features.applications.forms import ATTEMPT, EmptyForm
from app.features.applications.routes import bp
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.pages import page, see_other, swaps
from app.web.services import use


@bp.get("/applications/deleted")
@signed_in
def deleted() -> Response:
    """Drafts whose deletion can still be undone; one that was asked for by its old address comes first."""
    found = use(DeletedDrafts).mine(owner=current_person().id, language=lang())
    wanted = request.args.get("draft")
    asked = [draft for draft in found if str(draft.id) == wanted]
    others = [draft for draft in found if draft not in asked]
    lost = wanted is not None and not asked
    return page("applications/deleted.html", asked=asked, lost=lost, others=others, undo=EmptyForm())


@bp.post("/applications/<uuid:draft_id>/restore")
@signed_in
def restore(draft_id: UUID) -> BaseResponse:
    """Undo a deletion and go on with the draft."""
    use(DeletedDrafts).restore(draft_id, owner=current_person().id)
    return see_other(".resume", draft_id=draft_id)


@bp.route("/applications/copy/<number>", methods=["GET", "POST"])
@signed_in
def copy(number: str) -> BaseResponse:
    """Begin an application with the answers of one that was sent."""
    owner, form = current_person().id, EmptyForm()
    original = use(Cloning).original(number, owner=owner)
    if form.validate_on_submit():
        draft_id = use(Cloning).copy(number, owner=owner, language=lang(), attempt=request.form.get(ATTEMPT))
        left = use(Versions).set_aside(draft_id, owner=owner, language=lang())
        return see_other(".left" if left else ".resume", draft_id=draft_id)
    begun = use(DraftService).mine(owner=owner, language=lang(), procedure_code=original.procedure_code)
    return page("applications/copy.html", original=original, begun=begun, form=form, attempt=uuid4())


@bp.errorhandler(PutAway)
def _put_away(error: PutAway) -> BaseResponse:
    """An old address leads to where the deletion can be undone; a page being typed on stays and says so."""
    if swaps("saved"):
        return page(error.template, fragment="saved", status=error.status, error=error)
    return see_other("applications.deleted", draft=error.draft_id)
