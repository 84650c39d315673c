"""Addresses of applying: start, every step of every form, check, send, and the list of one's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from app.errors import NotFound
from app.features.applications import previews
from app.features.applications.answers import CheckPage, check_page
from app.features.applications.declaring import send
from app.features.applications.drafts.declaration import signing_of
from app.features.applications.drafts.ownership import AlreadySubmitted
from app.features.applications.drafts.service import Beginning, DraftService
from app.features.applications.drafts.versions import Versions
from app.features.applications.file_names import file_names
from app.features.applications.file_notes import annotated
from app.features.applications.forms import ATTEMPT, EmptyForm, SubmitForm
from app.features.applications.overview import Asked, list_shown
from app.features.applications.pages import owner_pages
from app.features.applications.people.companions import Beside, Companions
from app.features.applications.people.sharing import Sharing
from app.features.applications.presenters import page_asked_for, task_list
from app.features.applications.sending.papers import ApplicationPapers
from app.features.applications.sending.receipt_book import ReceiptBook
from app.features.applications.sending.signing import Signings
from app.features.applications.sending.submission import SubmissionService
from app.features.applications.sent_files import sent_files
from app.features.applications.stepping import Stepping
from app.features.catalogue.reach import Reach
from app.features.catalogue.service import CatalogueService
from app.features.documents.service import DocumentService
from app.features.dossiers.listing import DossierList, ListPage
from app.features.dossiers.presenters import all_arrived, differing
from app.features.dossiers.reading import OpenDossier
from app.features.dossiers.service import DossierService
from app.web.guards import current_person, public, signed_in
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.parked import parked_form
from app.web.place import chosen_place
from app.web.services import use
from app.wizard.eligibility import precheck as judge

bp = Blueprint("applications", __name__, url_prefix="/<lang:lang>")
previews.add_to(bp)


@bp.get("/dossiers")
@signed_in
def overview() -> Response:
    """Everything of mine: what I am filling in, what was sent, and what agencies handle."""
    owner, asked = current_person().id, Asked.of(request.args)
    dossiers = use(DossierList)
    page_of = ListPage((), None) if asked.drafts_only else dossiers.page(owner, asked.wanted)
    drafts = use(DraftService).mine(owner=owner, language=lang())
    shown = list_shown(asked, drafts, page_of, dossiers.overview(owner))
    others = use(Sharing).asked(person=owner, language=lang()) if not request.args else []
    return page("applications/overview.html", fragment="dossiers", shown=shown, others=others)


@bp.route("/applications/start/<code>", methods=["GET", "POST"])
@signed_in
def start(code: str) -> BaseResponse:
    """Begin a form; who has begun before chooses to continue or to start anew."""
    drafts, form = use(DraftService), EmptyForm()
    found = use(CatalogueService).procedure(code)
    offer = use(Reach).offer(found.record, chosen_place(), form=found.form)
    wanted = form.validate_on_submit()
    if wanted and offer.may_start and (draft_id := drafts.start(_wish(code))):
        return see_other(".resume", draft_id=draft_id)
    begun = drafts.mine(owner=current_person().id, language=lang(), procedure_code=code)
    if not (found.form or begun):
        raise NotFound("this procedure has no form")
    known: dict[str, Any] = {"entry": found, "begun": begun, "form": form, "offer": offer}
    status = 409 if wanted and not offer.may_start else None
    return page("applications/start.html", status=status, **known, **_foreseen(code))


def _wish(code: str) -> Beginning:
    return Beginning(
        code,
        owner=current_person().id,
        language=lang(),
        attempt=request.form.get(ATTEMPT),
        place=chosen_place(),
        prechecked=request.form.to_dict(flat=False),
        anew="anew" in request.form,
    )


def _foreseen(code: str) -> dict[str, Any]:
    """What the application will need; a pre-check that waited for sign-in or an answer goes with the form."""
    known = parked_form() or request.form.to_dict(flat=False)
    typed = {name: values for name, values in known.items() if name not in {"anew", "csrf_token", ATTEMPT}}
    outlook = use(DraftService).foresee(code, lang(), typed)
    return {"outlook": outlook, "prechecked": typed, "attempt": uuid4()}


@bp.route("/applications/start/<code>/check", methods=["GET", "POST"])
@public
def precheck(code: str) -> BaseResponse:
    """Ask before signing in whether the procedure is the right one; nothing of it is kept."""
    use(CatalogueService).procedure(code)
    definition, context = use(DraftService).form_of(code, lang())
    form, typed = EmptyForm(), parked_form() or request.form.to_dict(flat=False)
    found = judge(definition, typed, context, tried=form.validate_on_submit())
    if not found.fields:
        return see_other(".start", code=code)
    shown: dict[str, Any] = {"definition": definition, "found": found, "form": form, "attempt": uuid4()}
    status = 422 if found.errors else None
    return page("applications/precheck.html", fragment="precheck", status=status, **shown)


@bp.get("/applications/<uuid:draft_id>/tasks")
@signed_in
def tasks(draft_id: UUID) -> BaseResponse:
    """The sections of a form whose order is free, each with how far it is."""
    draft = use(DraftService).open(draft_id, owner=current_person().id, language=lang())
    if draft.definition.order != "any":
        return see_other(".resume", draft_id=draft_id)
    return page("applications/tasks.html", draft=draft, tasks=task_list(draft))


@bp.get("/applications/<uuid:draft_id>/")
@signed_in
def resume(draft_id: UUID) -> BaseResponse:
    """Go to the first step that is still open, or to the check page."""
    draft = use(DraftService).open(draft_id, owner=current_person().id, language=lang())
    if use(Versions).unseen(draft, owner=current_person().id):
        return see_other(".version", draft_id=draft_id)
    first = draft.flow.first_open()
    if first is None:
        return see_other(".check", draft_id=draft_id)
    if draft.definition.order == "any":
        return see_other(".tasks", draft_id=draft_id)
    return see_other(".step", draft_id=draft_id, key=first.key)


@bp.route("/applications/<uuid:draft_id>/<key>", methods=["GET", "POST"])
@bp.route("/applications/<uuid:draft_id>/<key>/<int:item>", methods=["GET", "POST"])
@signed_in
def step(draft_id: UUID, key: str, item: int | None = None) -> BaseResponse:
    """Ask one step's questions; on good answers go to the next."""
    editing = use(DraftService).at(draft_id, owner=current_person().id, language=lang())
    if request.method == "POST":
        return Stepping(editing, owner_pages(draft_id), key, item).take()
    typed = parked_form()
    if typed is not None:
        editing.keep(key, typed, item)
    draft = editing.open()
    shown = annotated(
        page_asked_for(draft, key, item, request.args), use(DocumentService), current_person().id
    )
    return page("applications/step.html", fragment="step", shown=shown, restored=typed is not None)


@bp.route("/applications/<uuid:draft_id>/check", methods=["GET", "POST"])
@signed_in
def check(draft_id: UUID) -> BaseResponse:
    """Show every answer once more; send them when the person declares them true."""
    owner, form, submissions = current_person().id, SubmitForm(), use(SubmissionService)
    draft = use(DraftService).open(draft_id, owner=owner, language=lang())
    if not draft.flow.own_complete:
        return see_other(".resume", draft_id=draft_id)
    beside = use(Companions).beside(draft, owner=owner)
    if beside.parent_id:
        return see_other(".check", draft_id=beside.parent_id)
    shown = check_page(draft, submissions.offer(draft), beside)
    unchanged = form.is_about(shown.seen)
    if form.validate_on_submit() and unchanged and beside.may_send:
        return send(shown, form.by.data or "declaration", owner=owner)
    known = {"form": form, "changed": not unchanged, **_on_sending(shown, beside, owner)}
    return page("applications/check.html", fragment="check", shown=shown, **known)


def _on_sending(shown: CheckPage, beside: Beside, owner: UUID) -> dict[str, Any]:
    """What the check page says of sending: with which files, signed how, and what went wrong last time."""
    return {
        "beside": beside,
        "files": sent_files((shown.draft, *beside.along), use(DocumentService), owner=owner),
        "signing": signing_of(shown.draft),
        "failure": use(Signings).standing(shown.draft.id, shown.seen, signer=owner),
    }


@bp.get("/applications/<uuid:draft_id>/received")
@signed_in
def received(draft_id: UUID) -> Response:
    """The receipt: what was sent, its number, and what happens next."""
    owner = current_person().id
    receipt = use(SubmissionService).receipt(draft_id, owner=owner)
    dossier = use(DossierService).open(receipt.receipt_number, owner=owner)
    return page("applications/received.html", fragment="receipt", dossier=dossier, **_proof(dossier, owner))


def _proof(dossier: OpenDossier, owner: UUID) -> dict[str, Any]:
    """What was sent to each agency of the filing, and what other people declared with it."""
    receipt = use(ReceiptBook).mine(dossier.row.receipt_number or "", owner=owner)
    names = use(CatalogueService).names([one.manifest["procedure"] for one in receipt.filing])
    numbers = [one.number for one in receipt.filing]
    others = use(ApplicationPapers).others(numbers, owner=owner)
    return {
        "receipt": receipt,
        "names": names,
        "others": others,
        "called": file_names(receipt, others),
        "labels": use(DossierService).file_labels(numbers, owner=owner),
        "all_arrived": all_arrived,
        "differing": differing,
    }


@bp.route("/applications/<uuid:draft_id>/delete", methods=["GET", "POST"])
@signed_in
def delete(draft_id: UUID) -> BaseResponse:
    """Put a draft away, after asking."""
    drafts, owner = use(DraftService), current_person().id
    draft = drafts.open(draft_id, owner=owner, language=lang())
    form = EmptyForm()
    if form.validate_on_submit():
        drafts.delete(draft_id, owner=owner)
        return see_other(".overview")
    return page("applications/delete.html", draft=draft, form=form)


@bp.get("/applications/<uuid:draft_id>/files/<uuid:file_id>")
@signed_in
def file(draft_id: UUID, file_id: UUID) -> Response:
    """One of the person's own uploaded files."""
    documents, owner = use(DocumentService), current_person().id
    stored = documents.file(file_id, owner)
    response = send_file(
        documents.stream(file_id, owner),
        mimetype=stored.media_type,
        download_name=stored.name,
        as_attachment=True,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.errorhandler(AlreadySubmitted)
def _already_submitted(error: AlreadySubmitted) -> BaseResponse:
    """Back after sending, or a second tab: the receipt is what the person wants."""
    return see_other("applications.received", draft_id=UUID(str(error)))
