"""Files, stored by whoever calls the engine; the answer is their list."""

from __future__ import annotations

from typing import Any, Final, Literal

from app.texts import N_
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MediaType = Literal[
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
]
SUFFIXES: dict[str, str] = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/heic": "HEIC",
    _WORD: "DOCX",
}
MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
_PARTS = ("id", "name", "media_type", "size", "sha256")


class FileQuestion(Question, frozen=True, tag="file"):
    """Up to `max_files` files of the kinds in `accept`, each at most `max_bytes` long.

    HEIC is accepted wherever JPEG is, and becomes one; no agency is ever sent HEIC.
    """

    accept: tuple[MediaType, ...] = ("application/pdf", "image/jpeg", "image/png")
    max_files: int = 5
    max_bytes: int = 10 * MEGABYTE

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The files held so far; the form itself carries none."""
        if not held:
            return self.blank(self.problem(N_("Upload %(name)s")))
        return Reading(held)

    def refusal(self, file: dict[str, Any], held: list[dict[str, Any]]) -> Message | None:
        """Why `file` cannot join the files held, None when it can."""
        if len(held) >= self.max_files:
            return self.problem(N_("Remove a file first: at most %(max)d for %(name)s"), max=self.max_files)
        if file["size"] <= 0:
            return self.problem(N_("Choose another file for %(name)s: this one is empty"))
        if file["size"] > self.max_bytes:
            return self.problem(
                N_("Choose a smaller file for %(name)s: at most %(max)d MB"), max=self.max_bytes // MEGABYTE
            )
        if file["media_type"] not in self.sent:
            return self.problem(N_("Choose a %(kinds)s file for %(name)s"), kinds=self._kinds())
        return None

    def write(self, value: Any) -> RawForm:
        """Nothing: browsers do not take files back."""
        return {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """One line a file name."""
        return [Line("", file["name"]) for file in value]

    def schema(self) -> dict[str, Any]:
        """A list of file descriptions with their hashes."""
        text = {"type": "string", "minLength": 1}
        file = {
            "type": "object",
            "properties": {
                "id": text,
                "name": text,
                "media_type": {"enum": list(self.sent)},
                "size": {"type": "integer", "minimum": 1, "maximum": self.max_bytes},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            },
            "required": list(_PARTS),
            "additionalProperties": False,
        }
        return {"type": "array", "items": file, "minItems": 1, "maxItems": self.max_files}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The limits, said before anything is chosen."""
        return {
            "accept": ",".join(self._chosen()),
            "kinds": self._kinds(),
            "sent": self.sent,
            "pictures": "image/jpeg" in self.sent,
            "max_files": self.max_files,
            "max_mb": self.max_bytes // MEGABYTE,
            "max_bytes": self.max_bytes,
        }

    def faults(self) -> list[tuple[str, str]]:
        """Limits that let nothing through, or more than the portal takes."""
        limits = {"accept": len(self.accept), "max_files": self.max_files, "max_bytes": self.max_bytes}
        faults = [(name, "lets nothing through") for name, limit in limits.items() if limit < 1]
        if self.max_bytes > MOST_BYTES:
            faults.append(("max_bytes", f"more than {MOST_BYTES}, the most that is taken"))
        return faults

    @property
    def sent(self) -> tuple[str, ...]:
        """The kinds an agency may get."""
        return tuple(dict.fromkeys("image/jpeg" if kind == "image/heic" else kind for kind in self.accept))

    def _chosen(self) -> tuple[str, ...]:
        """The kinds a person may choose, and the endings of those that browsers do not know by name."""
        photos = ("image/heic", ".heic") if "image/jpeg" in self.sent else ()
        return (*self.sent, *photos, *((".docx",) if _WORD in self.sent else ()))

    def _kinds(self) -> str:
        kinds = (*self.sent, "image/heic") if "image/jpeg" in self.sent else self.sent
        return ", ".join(SUFFIXES[kind] for kind in kinds)
