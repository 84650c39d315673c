"""Check an answer to a supplement request: every point, at once, by text or by files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.gateways.agencies import FileEntry, Point, SupplementRequest
from app.texts import N_

LONGEST_TEXT = 5000
MOST_FILES = 10
TOO_MANY_FILES = N_("Choose at most 10 files for this point.")


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """What a person says to one point."""

    text: str = ""
    files: Sequence[FileEntry] = ()


def faults(request: SupplementRequest, answers: Mapping[str, PointAnswer]) -> dict[str, str]:
    """What is wrong with the answers, by point key, as message ids."""
    return {
        point.key: error
        for point in request.points
        if (error := _error(point, answers.get(point.key, PointAnswer())))
    }


def checked(request: SupplementRequest, answers: Mapping[str, PointAnswer]) -> list[dict[str, Any]]:
    """The answers as the agency takes them; raises `Invalid` with a message per unanswered point."""
    errors = faults(request, answers)
    if errors:
        raise Invalid(N_("Some points are not answered yet."), errors)
    return [_sent(point, answers[point.key]) for point in request.points]


def _error(point: Point, answer: PointAnswer) -> str | None:
    if point.kind == "file" and not answer.files:
        return N_("Choose the file that is asked for here.")
    if point.kind != "file" and not answer.text.strip():
        return N_("Write your answer to this point.")
    if len(answer.text) > LONGEST_TEXT:
        return N_("Your answer is too long. Shorten it to 5,000 characters.")
    if len(answer.files) > MOST_FILES:
        return TOO_MANY_FILES
    return None


def _sent(point: Point, answer: PointAnswer) -> dict[str, Any]:
    files = [
        {
            "id": file.id,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256,
        }
        for file in answer.files
    ]
    return {"point": point.key, "text": answer.text.strip() or None, "files": files}
