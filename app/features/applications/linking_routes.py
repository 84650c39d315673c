"""What is filed along: choosing it, and answering what its own form still asks."""

from __future__ import annotations

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from app.features.applications.people.linking import Linking
from app.features.applications.routes import bp
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.pages import see_other
from app.web.services import use


@bp.post("/applications/<uuid:draft_id>/filed-along")
@signed_in
def choose_linked(draft_id: UUID) -> BaseResponse:
    """Keep what was ticked; go on to the open questions of one of them when its button was pressed."""
    owner, linking = current_person().id, use(Linking)
    linking.choose(draft_id, set(request.form.getlist("along")), owner=owner, language=lang())
    procedure = request.form.get("answer")
    if not procedure:
        return see_other(".check", draft_id=draft_id)
    child, step = linking.fill_in(draft_id, procedure, owner=owner, language=lang())
    return see_other(".step", draft_id=child, key=step) if step else see_other(".resume", draft_id=child)
