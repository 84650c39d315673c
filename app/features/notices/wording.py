"""A notice in words: as a mail, a text message, a push message or a line of the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app import formatting
from app.features.notices.kinds import KINDS
from app.features.notices.matter import Matter
from app.features.notices.short_messages import plain
from app.jobs.letters import Letter, Letters
from app.texts import N_, say
from app.translations import translate

_MOST_NEWS = 100


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
        """One mail that lists several notices, oldest first: what still waits for the person, then the news.

        What nothing came after in its dossier may still be to do; it is never left out, of the rest the
        newest hundred are named.
        """
        last = {matter.path: place for place, (_kind, matter) in enumerate(notices)}
        waiting: list[dict[str, Any]] = []
        news: list[dict[str, Any]] = []
        for place, (kind, matter) in enumerate(notices):
            open_still = KINDS[kind].to_do and last[matter.path] == place
            (waiting if open_still else news).append(_entry(kind, matter, language))
        waiting.sort(key=lambda entry: entry["day"] or date.max)
        shown, count = news[-_MOST_NEWS:], len(notices)
        context = {"waiting": waiting, "news": shown, "count": count, "left_out": len(news) - len(shown)}
        return self._mails.write("digest", language, context)

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


def _entry(kind: str, matter: Matter, language: str) -> dict[str, Any]:
    said = {"name": matter.name, "reference": matter.reference, "path": matter.path, "day": matter.day}
    return {"happened": happened(kind, matter, language), **said}


def title(kind: str, matter: Matter, language: str) -> str:
    """The notice in one line: what happened and then the dossier's code, nothing else."""
    said = happened(kind, matter, language)
    if not KINDS[kind].of_dossier or not matter.reference:
        return said
    return translate(
        language, N_("%(happened)s (dossier %(reference)s)"), happened=said, reference=matter.reference
    )


def happened(kind: str, matter: Matter, language: str) -> str:
    """What happened, in a few words: made of the status and a day, of nothing else."""
    return translate(
        language,
        KINDS[kind].happened,
        headline=" ".join(say(matter.headline, language).split()),
        day=formatting.day(matter.day, language),
    )
