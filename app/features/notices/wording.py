"""A notice in words: as a mail, a text message, a push message or a line of the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app import formatting
from app.features.notices.kinds import KINDS
from app.features.notices.matter import Matter
from app.features.notices.short_messages import plain
from app.jobs.letters import Letter, Letters
from app.texts import say
from app.translations import translate


class Wording:
    """Writes notices in one language each; what leaves by SMS or push says nothing personal."""

    def __init__(self, templates: Path, public_url: str) -> None:
        self._mails = Letters(templates / "mails", public_url)
        self._short = Letters(templates / "sms", public_url)
        self.portal = public_url.rstrip("/")

    def mail(self, kind: str, matter: Matter, language: str) -> Letter:
        """The notice as a mail."""
        context = {field: getattr(matter, field) for field in matter.__struct_fields__}
        return self._mails.write(kind, language, {"title": title(kind, matter, language), **context})

    def digest(self, notices: Sequence[tuple[str, Matter]], language: str) -> Letter:
        """One mail that lists several notices."""
        entries = [
            {"title": title(kind, matter, language), "name": matter.name, "path": matter.path}
            for kind, matter in notices
        ]
        return self._mails.write("digest", language, {"entries": entries})

    def proof(self, token: str, language: str) -> Letter:
        """The mail by which a person proves that an address is theirs."""
        return self._mails.write("proof", language, {"path": f"account/notices/address/{token}"})

    def sms(self, kind: str, matter: Matter, language: str, *, marks: bool) -> str:
        """The notice as a text message, without Vietnamese marks unless wanted."""
        text = self._short.line(kind, language, {"title": title(kind, matter, language)})
        return text if marks else plain(text)

    def push(self, kind: str, matter: Matter, language: str, tag: str) -> dict[str, str]:
        """The notice for a browser; one that comes again under its tag replaces the first."""
        return {
            "title": translate(language, "National Public Service Portal"),
            "body": title(kind, matter, language),
            "path": f"/{language}/{matter.path}",
            "lang": language,
            "tag": tag,
        }


def title(kind: str, matter: Matter, language: str) -> str:
    """The notice in one line: made of the dossier's code, the status and a day, of nothing else."""
    return translate(
        language,
        KINDS[kind].title,
        reference=matter.reference or "",
        headline=" ".join(say(matter.headline, language).split()),
        day=formatting.day(matter.day, language),
    )
