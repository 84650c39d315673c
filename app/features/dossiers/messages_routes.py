"""Addresses of writing to the officer, and of asking for an application back."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from app.features.dossiers.letter_forms import MessageForm, WithdrawalForm
from app.features.dossiers.messages import MessageService, unread, writable
from app.features.dossiers.routes import bp
from app.features.dossiers.withdrawals import WithdrawalService, withdrawable
from app.web.guards import current_person, signed_in
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.parked import parked_form
from app.web.services import use


@bp.route("/<reference>/messages", methods=["GET", "POST"])
@signed_in
def messages(reference: str) -> BaseResponse:
    """What was said about a dossier, and a place to write; seeing the page counts as reading."""
    service, owner = use(MessageService), current_person().id
    row, said = service.thread(reference, owner=owner)
    form = MessageForm.typed(parked_form())
    if form.validate_on_submit():
        service.write(reference, owner=owner, key=form.once, text=form.text.data, language=lang())
        return see_other(".messages", reference=reference, _anchor="last")
    if unread(said):
        service.mark_read(row.id)
    return page("dossiers/messages.html", dossier=row, said=said, form=form, open=writable(row))


@bp.route("/<reference>/withdrawal", methods=["GET", "POST"])
@signed_in
def withdrawal(reference: str) -> BaseResponse:
    """Ask for an application back, after reading what that means."""
    service, owner = use(WithdrawalService), current_person().id
    row, asked = service.at(reference, owner=owner)
    form = WithdrawalForm.typed(parked_form())
    if form.validate_on_submit():
        service.ask(reference, owner=owner, reason=form.reason.data or "")
        return see_other(".dossier", reference=reference)
    if request.method == "GET" and ((asked and asked.open) or not withdrawable(row)):
        return see_other(".dossier", reference=reference)
    return page("dossiers/withdrawal.html", dossier=row, form=form)
