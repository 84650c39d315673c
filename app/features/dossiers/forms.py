"""The answer to a supplement request as a form: one text and one file field a point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from werkzeug.datastructures import FileStorage, MultiDict

from app.features.documents.arriving import arrived
from app.features.dossiers.supplements import PointAnswer, faults
from app.features.dossiers.uploads import Uploads
from app.gateways.agencies import FileEntry, Point, SupplementRequest
from app.web.locale import gettext

Typed = MultiDict[str, str]
Files = MultiDict[str, FileStorage]


@dataclass(slots=True)
class PointField:
    """One point with what was typed and chosen; `number` names its controls.

    `target` is what an upload in pieces for it says it is for, `refused` why a file of it was not taken.
    """

    number: int
    point: Point
    text: str = ""
    files: tuple[FileEntry, ...] = ()
    error: str | None = None
    refused: str | None = None
    target: str = ""

    @property
    def text_name(self) -> str:
        """Name and id of the text control."""
        return f"text-{self.number}"

    @property
    def upload_name(self) -> str:
        """Name and id of the file control."""
        return f"upload-{self.number}"

    @property
    def kept_name(self) -> str:
        """Name of the boxes that keep files chosen before."""
        return f"kept-{self.number}"

    @property
    def wants_file(self) -> bool:
        """Whether the agency asks for a file here, not for words."""
        return self.point.kind == "file"

    @property
    def control(self) -> str:
        """Where the error summary leads."""
        return self.upload_name if self.wants_file or self.refused else self.text_name


class SupplementForm:
    """Everything asked at once; `fill` keeps files at once, `errors` are message ids by control."""

    def __init__(self, request: SupplementRequest) -> None:
        self.request = request
        self.fields = [
            PointField(number, point, target=f"supplement:{request.id}:{number}")
            for number, point in enumerate(request.points, start=1)
        ]

    @property
    def errors(self) -> dict[str, str]:
        """What must be corrected; empty before `fill` and when all is well."""
        return {field.control: field.error for field in self.fields if field.error}

    @property
    def messages(self) -> dict[str, str]:
        """The errors in the page's language, each beginning with the number of its point."""
        return {
            field.control: f"{field.number}. {gettext(field.error)}" for field in self.fields if field.error
        }

    @property
    def answer_by(self) -> date | None:
        """The day until which the agency waits, if it named one."""
        try:
            return date.fromisoformat(self.request.answer_by or "")
        except ValueError:
            return None

    @property
    def answers(self) -> dict[str, PointAnswer]:
        """The answers by point key."""
        return {field.point.key: PointAnswer(field.text, field.files) for field in self.fields}

    def restore(self, typed: Typed) -> None:
        """Put typed words back without judging them."""
        for field in self.fields:
            field.text = typed.get(field.text_name, "")

    def take(self, typed: Typed, files: Files, uploads: Uploads, owner: UUID) -> bool:
        """Take what was sent; whether it is an answer, whole and right, and not only a file on its way."""
        if typed.get("_action") == "attach":
            self.attach(typed, uploads, owner)
            return False
        self.fill(typed, files, uploads, owner)
        return not self.errors

    def fill(self, typed: Typed, files: Files, uploads: Uploads, owner: UUID) -> None:
        """Take what was sent, keep the files, and note what is wrong."""
        self.restore(typed)
        for field in self.fields:
            chosen = [(file.filename or "", file.stream) for file in files.getlist(field.upload_name) if file]
            kept = uploads.keep(owner, typed.getlist(field.kept_name), chosen)
            field.files, field.refused = kept.files, next(iter(kept.errors), None)
        for field in self.fields:
            field.files = uploads.hold(owner, field.files)
        wrong = faults(self.request, self.answers)
        for field in self.fields:
            field.error = field.refused or wrong.get(field.point.key)

    def attach(self, typed: Typed, uploads: Uploads, owner: UUID) -> None:
        """Files that came in pieces join their points; nothing else is judged."""
        told = list(arrived(typed.getlist("_uploaded")))
        for field in self.fields:
            mine = [upload_id for name, upload_id in told if name == field.upload_name]
            kept = uploads.keep_arrived(owner, typed.getlist(field.kept_name), mine, field.target)
            field.files, field.refused = kept.files, next(iter(kept.errors), None)
