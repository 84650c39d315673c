"""Inviting somebody to take part, and what he or she sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.features.account.service import AccountService
from app.features.applications.answers import statement
from app.features.applications.declaring import agree, decline
from app.features.applications.drafts.declaration import signing_of
from app.features.applications.file_notes import annotated
from app.features.applications.forms import AgreementForm, EmptyForm, InvitationForm
from app.features.applications.pages import party_pages
from app.features.applications.people.inviting import Inviting, Wanted
from app.features.applications.people.parties import Involved, fingerprint
from app.features.applications.people.sharing import Sharing
from app.features.applications.presenters import page_asked_for
from app.features.applications.routes import bp
from app.features.applications.sending.signing import Signings
from app.features.applications.stepping import Stepping
from app.features.documents.service import DocumentService
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.parked import parked_form
from app.web.services import use


@bp.route("/applications/<uuid:draft_id>/others/<key>", methods=["GET", "POST"])
@signed_in
def invite(draft_id: UUID, key: str) -> BaseResponse:
    """Invite somebody; the link is shown this once."""
    owner, form = current_person().id, InvitationForm()
    asking: dict[str, Any] = {"owner": owner, "language": lang()}
    one, own = use(Inviting).of(draft_id, key, **asking), use(AccountService).known(owner).id_number
    if request.method == "GET":
        return _in_another_language(draft_id, one, own)
    if not form.accept(names_themself=one.names_themself, own=own):
        return page("applications/inviting.html", status=422, one=one, form=form, draft_id=draft_id)
    wanted = Wanted(form.email.data or None, form.id_number.data or None)
    invited, link = use(Inviting).invite(draft_id, key, wanted, **asking, link=_address)
    return _invited(draft_id, invited, {"link": link, "email": wanted.email, "mailed": wanted.email})


def _in_another_language(draft_id: UUID, one: Involved, own: str | None) -> BaseResponse:
    """The page that was there before the language was switched, with its link or what was typed."""
    carried: MultiDict[str, str] = MultiDict(
        (name, value) for name, values in (parked_form() or {}).items() for value in values
    )
    if carried.get("link", "").startswith(current_app.config["PUBLIC_URL"]):
        return _invited(draft_id, one, carried)
    if not carried:
        return see_other(".check", draft_id=draft_id)
    form = InvitationForm(carried)
    form.accept(names_themself=one.names_themself, own=own)
    return page("applications/inviting.html", status=200, one=one, form=form, draft_id=draft_id)


def _invited(draft_id: UUID, one: Involved, told: Mapping[str, str | None]) -> BaseResponse:
    """The link to pass on; `told` has it, where it was mailed to, and whether as a reminder (`again`)."""
    return page("applications/invite.html", draft_id=draft_id, involved=one, told=told)


@bp.post("/applications/<uuid:draft_id>/others/<key>/again")
@signed_in
def remind(draft_id: UUID, key: str) -> BaseResponse:
    """Remind somebody who was invited, or take the invitation back."""
    asking: dict[str, Any] = {"owner": current_person().id, "language": lang()}
    if "revoke" in request.form:
        use(Inviting).revoke(draft_id, key, **asking)
        return see_other(".check", draft_id=draft_id)
    links: dict[str, Any] = {"link": _address, "place": _place}
    one, link, mailed = use(Inviting).remind(draft_id, key, **asking, **links)
    email = one.row.sent_to if one.row else None
    told = {"link": link, "email": email, "mailed": email if mailed else None, "again": "1"}
    return _invited(draft_id, one, told)


def _address(token: str) -> str:
    return str(current_app.config["PUBLIC_URL"]) + url_for("applications.join", token=token)


def _place(party_id: UUID) -> str:
    return str(current_app.config["PUBLIC_URL"]) + url_for("applications.shared", party_id=party_id)


@bp.route("/applications/join/<token>", methods=["GET", "POST"])
@signed_in
def join(token: str) -> BaseResponse:
    """The invited person opens the link, and takes the invitation up."""
    form = EmptyForm()
    asking: dict[str, Any] = {"person": current_person().id, "language": lang()}
    found = use(Sharing).invitation(token, **asking)
    if form.validate_on_submit() or found.involved.joined:
        return see_other(".shared", party_id=use(Sharing).join(token, **asking))
    return page("applications/join.html", token=token, form=form, found=found)


@bp.route("/applications/shared/<uuid:party_id>", methods=["GET", "POST"])
@signed_in
def shared(party_id: UUID) -> BaseResponse:
    """The application to read, and to agree to or decline."""
    form, person = AgreementForm.typed(parked_form()), current_person().id
    if form.validate_on_submit():
        return _said(party_id, form, person)
    found, pages = use(Sharing).shared(party_id, person=person, language=lang()), party_pages(party_id)
    seen = fingerprint(found.draft)
    about: dict[str, Any] = {
        "seen": seen,
        "pages": pages,
        "shown": statement(found.draft, pages, sent=found.sent_at is not None),
        "changed": use(Sharing).changed(found),
        "signing": signing_of(found.draft),
        "failure": use(Signings).standing(found.draft.id, seen, signer=person, party_id=party_id),
    }
    return page("applications/shared.html", found=found, form=form, party_id=party_id, **about)


def _said(party_id: UUID, form: AgreementForm, person: UUID) -> BaseResponse:
    if "agree" not in request.form:
        return decline(party_id, person=person, reason=form.reason.data or "")
    found, seen = use(Sharing).shared(party_id, person=person, language=lang()), form.seen.data or ""
    return agree(found, request.form["agree"], seen=seen, party_id=party_id, person=person)


@bp.route("/applications/shared/<uuid:party_id>/<key>", methods=["GET", "POST"])
@bp.route("/applications/shared/<uuid:party_id>/<key>/<int:item>", methods=["GET", "POST"])
@signed_in
def shared_step(party_id: UUID, key: str, item: int | None = None) -> BaseResponse:
    """Ask one of the steps that only the invited person answers."""
    person, pages = current_person().id, party_pages(party_id)
    editing = use(Sharing).at(party_id, person=person, language=lang())
    if request.method == "POST":
        return Stepping(editing, pages, key, item).take()
    typed = parked_form()
    if typed is not None:
        editing.keep(key, typed, item)
    draft = editing.open()
    asked = page_asked_for(draft, key, item, request.args, pages)
    shown = annotated(asked, use(DocumentService), person)
    return page("applications/step.html", fragment="step", shown=shown, restored=typed is not None)
