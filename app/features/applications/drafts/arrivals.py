"""Files on their way into an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO
from uuid import UUID

from app.errors import NotFound
from app.features.documents.receiving import file_name
from app.features.documents.service import Limit
from app.features.documents.sniffing import MEDIA_TYPES
from app.wizard.question_types.file import FileQuestion
from app.wizard.structure import Definition


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file at the door; `upload` is the one that brought it in pieces."""

    name: str
    stream: IO[bytes]
    upload: UUID | None = None

    def refused(self, errors: dict[str, str]) -> dict[str, str]:
        """Why it cannot be taken, by question, with its name: others may have come with it."""
        return {question: f"{file_name(self.name)}: {reason}" for question, reason in errors.items()}


def upload_target(draft_id: UUID, question: str, item: int | None) -> str:
    """What an upload in pieces says it is for."""
    return f"draft:{draft_id}:{question}:{'' if item is None else item}"


def limit_of(definition: Definition, key: str) -> Limit:
    """What a question takes; raises `NotFound` when it takes no files."""
    question = definition.question(key)
    if not isinstance(question, FileQuestion):
        raise NotFound("this question takes no files")
    kinds = tuple(kind for kind, media_type in MEDIA_TYPES.items() if media_type in question.accept)
    return Limit(max_bytes=question.max_bytes, kinds=kinds)
