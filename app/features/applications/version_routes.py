"""A new version of a form: what changed, moving there, and what stayed behind."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.features.applications.drafts.service import DraftService
from app.features.applications.drafts.versions import Outdated, Versions
from app.features.applications.forms import EmptyForm
from app.features.applications.routes import bp
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.services import use


@bp.route("/applications/<uuid:draft_id>/new-version", methods=["GET", "POST"])
@signed_in
def version(draft_id: UUID) -> BaseResponse:
    """Show what the newest version changes; move the draft there, or stay while that is allowed."""
    owner, form, versions = current_person().id, EmptyForm(), use(Versions)
    draft = use(DraftService).open(draft_id, owner=owner, language=lang())
    if form.validate_on_submit():
        return _decided(draft_id, owner)
    newer = versions.newer(draft)
    if newer is None:
        return see_other(".resume", draft_id=draft_id)
    left = versions.would_leave(draft, newer)
    return page("applications/version.html", draft=draft, newer=newer, left=left, form=form)


def _decided(draft_id: UUID, owner: UUID) -> BaseResponse:
    if "keep" in request.form:
        use(Versions).keep(draft_id, owner=owner, language=lang())
        return see_other(".resume", draft_id=draft_id)
    report = use(Versions).move(draft_id, owner=owner, language=lang())
    return see_other(".left" if report.dropped else ".resume", draft_id=draft_id)


@bp.get("/applications/<uuid:draft_id>/set-aside")
@signed_in
def left(draft_id: UUID) -> Response:
    """The answers that were not taken over, so that the person can give them anew."""
    owner = current_person().id
    draft = use(DraftService).open(draft_id, owner=owner, language=lang())
    kept = use(Versions).set_aside(draft_id, owner=owner, language=lang())
    return page("applications/left.html", draft=draft, left=kept)


@bp.errorhandler(Outdated)
def _outdated(error: Outdated) -> BaseResponse:
    """The page of the new version says what to do."""
    return see_other("applications.version", draft_id=error.draft_id)
