"""What happens when a person has declared: the application is sent, or first signed at the provider."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.errors import Invalid
from app.features.account.service import AccountService
from app.features.applications.answers import CheckPage, check_page
from app.features.applications.application_pdf import declared
from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.drafts.service import DraftService
from app.features.applications.people.companions import Companions
from app.features.applications.sending.declared import Declared, signing_of
from app.features.applications.sending.signing import Signings, Wish
from app.features.applications.sending.submission import SubmissionService
from app.texts import N_, say
from app.web.locale import lang
from app.web.pages import see_other
from app.web.services import use


def send(shown: CheckPage, method: str, *, owner: UUID) -> BaseResponse:
    """Send what was declared, or lead to the provider; raises `Invalid` for a way the form does not allow."""
    if method not in signing_of(shown.draft).methods:
        raise Invalid(N_("This application cannot be sent in this way."))
    paper = declared(shown, use(AccountService).known(owner))
    if method == "declaration":
        return submitted(shown.draft, paper, owner=owner)
    address = use(Signings).begin(_wish(shown, paper, owner))
    return redirect(address, 303) if address else see_other(".check", draft_id=shown.draft.id)


def finish(*, owner: UUID) -> BaseResponse:
    """Back from the provider: send what was signed, or to the check page, which says what went wrong."""
    back = use(Signings).finish(request.args.to_dict(), owner=owner)
    if back.declared is None:
        return see_other(".resume", draft_id=back.draft_id)
    draft = use(DraftService).open(back.draft_id, owner=owner, language=lang())
    along = use(Companions).beside(draft, owner=owner).along
    shown = check_page(draft, use(SubmissionService).offer(draft), along)
    if not draft.flow.complete or shown.fingerprint != back.fingerprint:
        use(Signings).changed(back.draft_id)
        return see_other(".resume", draft_id=back.draft_id)
    return submitted(draft, back.declared, owner=owner)


def submitted(draft: OpenDraft, paper: Declared, *, owner: UUID) -> BaseResponse:
    """Hand the application over and show the receipt."""
    submissions = use(SubmissionService)
    submissions.deliver_now(submissions.submit(draft, owner=owner, declared=paper))
    return see_other(".received", draft_id=draft.id)


def _wish(shown: CheckPage, paper: Declared, owner: UUID) -> Wish:
    person = use(AccountService).known(owner)
    return Wish(
        draft_id=shown.draft.id,
        owner=owner,
        id_number=person.id_number or "",
        person=person.name,
        title=say(shown.draft.definition.title, lang()),
        declared=paper,
        fingerprint=shown.fingerprint,
        redirect_uri=current_app.config["PUBLIC_URL"] + url_for("applications.signed"),
    )
