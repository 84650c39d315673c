"""What the buttons of a step do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from app.errors import NotFound
from app.features.applications.drafts.editing import Editing, OpenDraft
from app.features.applications.file_notes import annotated
from app.features.applications.pages import Pages
from app.features.applications.presenters import answered, step_page
from app.features.documents.service import DocumentService
from app.texts import LANGS
from app.web.guards import current_person
from app.web.locale import gettext
from app.web.pages import navigate, page, see_other
from app.web.services import use
from app.wizard import groups
from app.wizard.meanwhile import HELD, meet, window
from app.wizard.meanwhile import held as held_by
from app.wizard.question_types.address import picked
from app.wizard.structure import Step

_PAGE = "applications/step.html"
# What these buttons do leaves the page open, and with it what another window saved in sight.
_STAYING = frozenset(
    {"save", "units", "attach", "remove", "reuse", "pick", "place", "clear", "discard", "ask-removal"}
)


class Stepping:
    """One POST to one step: save what came with it, then go where the pressed button leads."""

    def __init__(self, editing: Editing, pages: Pages, key: str, item: int | None) -> None:
        self._editing = editing
        self._pages = pages
        self._key = key
        self._item = item
        self._form = request.form.to_dict(flat=False)
        self._removing: int | None = None
        self._chosen = _uploads()
        self._refused: dict[str, str] = {}

    def take(self) -> BaseResponse:
        """Do what the pressed button says; raises `NotFound` for a step the person cannot be at."""
        draft = self._editing.hold()
        step = draft.flow.visit(self._key)
        self._repeats = step.repeat is not None
        action, _, argument = request.form.get("_action", "continue").partition(":")
        self._meet(draft, step)
        if self._meanwhile and action not in _STAYING:
            return self._page(self._keep(), {})
        if (other := request.form.get("_language")) in LANGS:
            return self._in(other)
        actions: dict[str, Callable[[], BaseResponse]] = {
            "save": self._save,
            "discard": lambda: self._page(self._editing.forget_typed(self._key, self._item), {}),
            "units": lambda: self._page(self._keep(), {}),
            "back": self._back,
            "leave": self._leave,
            "upload": self._upload,
            "attach": self._attach_arrived,
            "remove": lambda: self._remove(argument),
            "reuse": lambda: self._reuse(argument),
            "pick": lambda: self._pick(argument),
            "place": lambda: self._place(argument),
            "clear": lambda: self._clear(argument),
            "ask-removal": lambda: self._of_item(argument, self._ask_removal),
            "remove-item": lambda: self._of_item(argument, self._remove_item),
        }
        return actions.get(action, self._continue)()

    def _in(self, other: str | None) -> BaseResponse:
        """The same page in another language; which files have to be chosen again is said there."""
        self._keep()
        asked = {"removing": request.form.get("_removing"), "again": list(self._refused)}
        here = {**self._pages.values, "key": self._key, "item": self._item}
        return navigate(self._pages.step, **here, **asked, lang=other)

    def _meet(self, draft: OpenDraft, step: Step) -> None:
        """Follow an item that stands elsewhere by now, and see what another window would lose."""
        at = (draft.definition, draft.state, self._key, self._form, draft.context, self._item)
        meeting = meet(*at)
        self._item = meeting.item
        self._meanwhile = answered(draft, step, meeting.item, meeting.undone)

    def _save(self) -> BaseResponse:
        """Saved in passing, unless that would undo what another window saved."""
        draft = self._editing.open() if self._meanwhile else self._keep()
        return self._page(draft, {}, fragment=("saved", "step"))

    def _leave(self) -> BaseResponse:
        draft = self._keep()
        if self._refused:
            return self._page(draft, {})
        return see_other("applications.overview")

    def _back(self) -> BaseResponse:
        """Going back never validates what was typed; a file that cannot be kept is said first."""
        draft = self._keep()
        flow = draft.flow
        if self._refused:
            return self._page(draft, {})
        if self._item is not None:
            return self._at(self._key)
        if flow.definition.order == "any":
            return see_other(self._pages.tasks, **self._pages.values)
        before = flow.before(self._key)
        if before is None and self._pages.shared:
            return see_other(self._pages.check, **self._pages.values)
        if before is None:
            return see_other("applications.overview")
        return self._at(before.key)

    def _upload(self) -> BaseResponse:
        draft = self._keep()
        if self._refused or request.headers.get("HX-Request"):
            return self._page(draft, {})
        return self._at(self._key, self._item)

    def _attach_arrived(self) -> BaseResponse:
        """What came in pieces joins its question; nothing typed comes along, so none of it changes."""
        draft: OpenDraft | None = None
        wrong: dict[str, str] = {}
        for question, upload_id in _arrived():
            draft, errors = self._editing.attach_upload(self._key, question, upload_id, self._item)
            wrong = _both(wrong, errors)
        return self._page(draft, wrong)

    def _remove(self, file_id: str) -> BaseResponse:
        self._keep()
        return self._page(self._editing.detach(self._key, file_id, self._item), {})

    def _reuse(self, argument: str) -> BaseResponse:
        """A file of an earlier application answers a question again."""
        self._keep()
        question, _, file_id = argument.partition(":")
        draft, errors = self._editing.reuse(self._key, question, file_id, self._item)
        return self._page(draft, errors)

    def _pick(self, argument: str) -> BaseResponse:
        """Another of one's own businesses is the one that is meant: its tax code answers the question."""
        question, _, code = argument.partition(":")
        self._form = {**self._form, question: [code]}
        return self._page(self._keep(), {})

    def _place(self, argument: str) -> BaseResponse:
        """One of the units that a typed name may mean is the one: it is picked in the lists."""
        question, _, codes = argument.partition(":")
        self._form = {**self._form, **picked(question, codes)}
        return self._page(self._keep(), {})

    def _clear(self, prefix: str) -> BaseResponse:
        """Empty the fields whose names begin like this: one row of a table."""
        if prefix:
            self._form = {name: values for name, values in self._form.items() if not name.startswith(prefix)}
        return self._page(self._keep(), {})

    def _of_item(self, told: str, act: Callable[[int], BaseResponse]) -> BaseResponse:
        """Act on the item a button names by place and mark, where it stands now."""
        if not self._repeats:
            return self._at(self._key)
        draft = self._editing.open()
        found = groups.named(draft.state, draft.definition.step(self._key), told)
        if found is None:
            changed = gettext("The list was changed in another window: look at it once more")
            return self._page(draft, {self._key: changed})
        return act(found)

    def _ask_removal(self, item: int) -> BaseResponse:
        """Everything in an item would go at one press, so a page of its own asks first."""
        self._removing = item
        return self._page(None, {})

    def _remove_item(self, item: int) -> BaseResponse:
        self._editing.remove_item(self._key, item)
        return self._at(self._key)

    def _continue(self) -> BaseResponse:
        """Validate; onward when everything is right, else the same step with what to mend."""
        if self._repeats and self._item is None:
            listed, missing = self._editing.finish_items(self._key)
            return self._page(listed, missing) if missing else self._onward(listed)
        self._attach_all(None)
        if self._refused:
            return self._page(self._keep(), {})
        draft, wrong = self._editing.answer(self._key, self._form, self._item)
        if wrong or self._key in draft.flow.refused:
            return self._page(draft, {})
        return self._onward(draft)

    def _onward(self, draft: OpenDraft) -> BaseResponse:
        if self._item is not None:
            return self._at(self._key)
        if draft.definition.order == "any" and draft.flow.done(self._key):
            return see_other(self._pages.tasks, **self._pages.values)
        following = None if draft.flow.own_complete else draft.flow.onward(self._key)
        if following is None:
            return see_other(self._pages.check, **self._pages.values)
        return self._at(following.key)

    def _at(self, key: str, item: int | None = None) -> BaseResponse:
        return see_other(self._pages.step, **self._pages.values, key=key, item=item)

    def _attach_all(self, draft: OpenDraft | None) -> OpenDraft | None:
        """Store every file that came with the form, once; a refused one is named and the others are kept."""
        chosen, self._chosen = self._chosen, []
        for question, upload in chosen:
            draft, errors = self._editing.attach(
                self._key, question, upload.filename or "", upload.stream, self._item
            )
            self._refused = _both(self._refused, errors)
        return draft

    def _page(
        self, draft: OpenDraft | None, errors: dict[str, str], fragment: str | tuple[str, ...] = "step"
    ) -> BaseResponse:
        current, wrong = draft or self._editing.open(), _both(self._refused, errors)
        shown = step_page(current, current.flow.visit(self._key), self._item, wrong, self._pages)
        shown = replace(shown, meanwhile=self._meanwhile, removing=self._removing)
        if fragment == "step":
            shown = annotated(shown, use(DocumentService), current_person().id)
        elif self._meanwhile:
            shown = replace(shown, held=request.form[HELD])
        else:
            shown = replace(shown, held=held_by(current.state, shown.step, self._item, window(self._form)))
        amiss = shown.errors or shown.refusals or shown.meanwhile
        status = 422 if amiss and fragment == "step" else 200
        return page(_PAGE, fragment=fragment, status=status, shown=shown, restored=False)

    def _keep(self) -> OpenDraft:
        """Save what is typed and the files that were chosen, whatever was pressed."""
        if self._repeats and self._item is None:
            return self._editing.open()
        kept = self._editing.keep(self._key, self._form, self._item)
        return self._attach_all(kept) or kept


def _uploads() -> list[tuple[str, FileStorage]]:
    """The files chosen in this form; an input left empty sends a nameless one."""
    return [
        (question, upload)
        for question, uploads in request.files.lists()
        for upload in uploads
        if upload.filename
    ]


def _both(wrong: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    """Everything that is wrong with the files of each question."""
    return wrong | {question: f"{wrong.get(question, '')} {said}".strip() for question, said in more.items()}


def _arrived() -> Iterator[tuple[str, UUID]]:
    """The uploads that are whole, each with its question; raises `NotFound` for what is no upload."""
    for told in request.form.getlist("_uploaded"):
        question, _, upload_id = told.partition(":")
        try:
            yield question, UUID(upload_id)
        except ValueError as error:
            raise NotFound("no such upload") from error
