"""Mails and text messages as plain text in one language, from templates that know no web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app import formatting
from app.texts import LANGS, Text, say
from app.translations import translator


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to be sent: one line of subject, and plain text."""

    subject: str
    text: str


class Letters:
    """Renders the mails in `folder`; links lead to the portal at `public_url`."""

    def __init__(self, folder: Path, public_url: str) -> None:
        self._environments = {lang: _environment(folder, lang, public_url) for lang in LANGS}

    def write(self, template: str, language: str, context: Mapping[str, Any]) -> Letter:
        """The mail in one language: the template's first line is the subject, the rest the text."""
        environment = self._environments["en" if language == "en" else "vi"]
        subject, _, text = environment.get_template(f"{template}.txt").render(context).partition("\n")
        return Letter(" ".join(subject.split()), text.strip() + "\n")

    def line(self, template: str, language: str, context: Mapping[str, Any]) -> str:
        """A text of one line, such as a text message."""
        environment = self._environments["en" if language == "en" else "vi"]
        return " ".join(environment.get_template(f"{template}.txt").render(context).split())


def _environment(folder: Path, lang: str, public_url: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    words = translator(lang)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda message: str(words.ugettext(message)),
        lambda one, many, count: str(words.ungettext(one, many, count)),
        newstyle=True,
    )

    def spoken(text: Text | None) -> str:
        # One line, whatever an agency put into a name: a mail's structure is ours.
        return " ".join(say(text, lang).split())

    environment.filters.update(say=spoken, date=lambda value: formatting.weekday(value, lang))
    environment.globals.update(lang=lang, portal=public_url.rstrip("/"))
    return environment
