"""What happens when a person has declared: the application is sent, or first signed at the provider."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.errors import Invalid
from app.features.account.service import AccountService
from app.features.applications.answers import CheckPage, check_page, statement
from app.features.applications.application_pdf import declared
from app.features.applications.drafts.declaration import Declared, signing_of
from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.drafts.service import DraftService
from app.features.applications.pages import party_pages
from app.features.applications.people.agreeing import Agreeing
from app.features.applications.people.companions import Companions
from app.features.applications.people.parties import fingerprint
from app.features.applications.people.sharing import Shared, Sharing
from app.features.applications.sending.signing import Return, Signings, Wish
from app.features.applications.sending.submission import SubmissionService
from app.texts import N_, say
from app.web.locale import lang
from app.web.pages import see_other
from app.web.services import use


def send(shown: CheckPage, method: str, *, owner: UUID) -> BaseResponse:
    """Send what was declared, or lead to the provider; raises `Invalid` for a way the form does not allow."""
    _require_allowed(shown.draft, method)
    kept = use(Signings).kept(shown.draft.id, shown.seen, signer=owner) if method == "certificate" else None
    paper = kept or declared(shown, use(AccountService).known(owner))
    if kept or method == "declaration":
        return submitted(shown.draft, paper, owner=owner)
    address = use(Signings).begin(_wish(shown.draft, paper, shown.seen, owner))
    return redirect(address, 303) if address else see_other(".check", draft_id=shown.draft.id)


def agree(found: Shared, method: str, *, seen: str, party_id: UUID, person: UUID) -> BaseResponse:
    """Keep what somebody who was invited declared about the answers `seen`, or lead to the provider.

    Raises `Invalid` for a way the form does not allow, `Conflict` for other answers than those.
    """
    _require_allowed(found.draft, method)
    signings, known = use(Signings), use(AccountService).known(person)
    who: dict[str, Any] = {"signer": person, "party_id": party_id}
    kept = signings.kept(found.draft.id, seen, **who) if method == "certificate" else None
    paper = kept or declared(statement(found.draft, party_pages(party_id)), known, found.involved.party)
    if kept or method == "declaration":
        return _agreed(found.draft.id, party_id, person, seen, paper)
    address = signings.begin(_wish(found.draft, paper, seen, person, party_id))
    return redirect(address, 303) if address else see_other(".shared", party_id=party_id)


def finish(*, signer: UUID) -> BaseResponse:
    """Back from the provider: what was signed takes effect, or the page it began on says what went wrong."""
    back = use(Signings).finish(request.args.to_dict(), signer=signer)
    return _finish_sending(back, signer) if back.party_id is None else _finish_agreeing(back, signer)


def submitted(draft: OpenDraft, paper: Declared, *, owner: UUID) -> BaseResponse:
    """Hand the application over and show the receipt."""
    submissions = use(SubmissionService)
    use(Signings).use_up(draft.id, signer=owner)
    submissions.deliver_now(submissions.submit(draft, owner=owner, declared=paper))
    return see_other(".received", draft_id=draft.id)


def overview_address() -> str:
    """The list of dossiers, as mails name it."""
    return str(current_app.config["PUBLIC_URL"]) + url_for("applications.overview")


def _finish_sending(back: Return, owner: UUID) -> BaseResponse:
    if back.declared is None:
        return see_other(".resume", draft_id=back.draft_id)
    draft = use(DraftService).open(back.draft_id, owner=owner, language=lang())
    beside = use(Companions).beside(draft, owner=owner)
    shown = check_page(draft, use(SubmissionService).offer(draft), beside)
    if not draft.flow.complete or not beside.may_send or shown.seen != back.fingerprint:
        use(Signings).changed(back.draft_id, signer=owner)
        return see_other(".resume", draft_id=back.draft_id)
    return submitted(draft, back.declared, owner=owner)


def _finish_agreeing(back: Return, person: UUID) -> BaseResponse:
    party_id = UUID(str(back.party_id))
    found = use(Sharing).shared(party_id, person=person, language=lang())
    if back.declared is None:
        return see_other(".shared", party_id=party_id)
    if found.sent_at or not found.complete or fingerprint(found.draft) != back.fingerprint:
        use(Signings).changed(back.draft_id, signer=person, party_id=party_id)
        return see_other(".shared", party_id=party_id)
    return _agreed(back.draft_id, party_id, person, back.fingerprint, back.declared)


def decline(party_id: UUID, *, person: UUID, reason: str) -> BaseResponse:
    """Somebody who was invited takes part no more; what he or she has signed is thrown away."""
    asking: dict[str, Any] = {"person": person, "language": lang()}
    found = use(Sharing).shared(party_id, **asking)
    use(Signings).use_up(found.draft.id, signer=person, party_id=party_id)
    use(Agreeing).decline(party_id, **asking, reason=reason, link=overview_address())
    return see_other(".shared", party_id=party_id)


def _agreed(draft_id: UUID, party_id: UUID, person: UUID, seen: str, paper: Declared) -> BaseResponse:
    use(Signings).use_up(draft_id, signer=person, party_id=party_id)
    who: dict[str, Any] = {"person": person, "language": lang(), "link": overview_address()}
    use(Agreeing).agree(party_id, **who, seen=seen, declared=paper)
    return see_other(".shared", party_id=party_id)


def _require_allowed(draft: OpenDraft, method: str) -> None:
    if method not in signing_of(draft).methods:
        raise Invalid(N_("This application cannot be sent in this way."))


def _wish(draft: OpenDraft, paper: Declared, seen: str, signer: UUID, party_id: UUID | None = None) -> Wish:
    person = use(AccountService).known(signer)
    return Wish(
        draft_id=draft.id,
        signer=signer,
        id_number=person.id_number or "",
        person=person.name,
        title=say(draft.definition.title, lang()),
        declared=paper,
        fingerprint=seen,
        redirect_uri=current_app.config["PUBLIC_URL"] + url_for("applications.signed"),
        party_id=party_id,
    )
