"""Inviting somebody who has to agree, and what he or she sees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.features.applications.forms import AgreementForm, EmptyForm, InvitationForm
from app.features.applications.parties import Parties, fingerprint
from app.features.applications.presenters import answer_sections
from app.features.applications.routes import bp
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.services import use


@bp.post("/applications/<uuid:draft_id>/others/<key>")
@signed_in
def invite(draft_id: UUID, key: str) -> BaseResponse:
    """Invite somebody, or take an invitation back; the link is shown this once."""
    owner, form = current_person().id, InvitationForm()
    if "revoke" in request.form:
        use(Parties).revoke(draft_id, key, owner=owner)
        return see_other(".check", draft_id=draft_id)
    if not form.validate():
        return see_other(".check", draft_id=draft_id)
    wanted: dict[str, Any] = {"email": (form.email.data or "").strip() or None, "link": _address}
    one, link = use(Parties).invite(draft_id, key, owner=owner, language=lang(), **wanted)
    return page("applications/invite.html", involved=one, link=link, draft_id=draft_id, email=wanted["email"])


def _address(token: str) -> str:
    return str(current_app.config["PUBLIC_URL"]) + url_for("applications.join", token=token)


@bp.route("/applications/join/<token>", methods=["GET", "POST"])
@signed_in
def join(token: str) -> BaseResponse:
    """The invited person opens the link; it works once."""
    form = EmptyForm()
    if form.validate_on_submit():
        party_id = use(Parties).join(token, person=current_person().id, language=lang())
        return see_other(".shared", party_id=party_id)
    return page("applications/join.html", token=token, form=form)


@bp.route("/applications/shared/<uuid:party_id>", methods=["GET", "POST"])
@signed_in
def shared(party_id: UUID) -> BaseResponse:
    """The application to read, and to agree to or decline."""
    form, person, parties = AgreementForm(), current_person().id, use(Parties)
    if form.validate_on_submit():
        agrees, reason = "agree" in request.form, form.reason.data or ""
        known = {"seen": form.seen.data or "", "reason": reason}
        parties.decide(party_id, person=person, language=lang(), agrees=agrees, **known)
        return see_other(".shared", party_id=party_id)
    found = parties.shared(party_id, person=person, language=lang())
    about: dict[str, Any] = {"sections": answer_sections(found.draft), "seen": fingerprint(found.draft)}
    return page("applications/shared.html", found=found, form=form, party_id=party_id, **about)
