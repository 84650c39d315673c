"""Bilingual texts that agencies publish: Vietnamese always, English where it exists."""

from __future__ import annotations

import re
from typing import Literal

Lang = Literal["vi", "en"]
Text = dict[str, str]

LANGS: tuple[Lang, ...] = ("vi", "en")

# Before these no article stands in English.
_COMPLETE = re.compile(
    r"(the|an?|your|his|her|their|this|that|these|those|each|every|other|another|any|all|both|no|if|as|now"
    r"|how|what|when|where|whether|which|whom?|whose|why)\b",
    re.IGNORECASE,
)


def N_(msgid: str) -> str:  # noqa: N802 - the name under which gettext extraction finds message ids
    """The English message id itself, marked for extraction; it is translated where the language is known."""
    return msgid


def say(text: Text | None, lang: str) -> str:
    """The text in `lang`, in Vietnamese when there is none, empty when there is no text at all."""
    if not text:
        return ""
    return text.get(lang) or text.get("vi") or ""


def spoken(text: Text | None, lang: str) -> Lang:
    """The language `say` answers in, for the `lang` attribute (WCAG 3.1.2)."""
    return "en" if text and lang == "en" and text.get("en") else "vi"


def inside_a_sentence(label: Text) -> Text:
    """A label as it stands within a sentence: its first letter small, unless it begins an abbreviation."""
    return {
        lang: text if not text[1:2].islower() and text[1:2] not in (" ", "-") else text[:1].lower() + text[1:]
        for lang, text in label.items()
    }


def called_after(label: Text) -> Text:
    """What a sentence calls the answer to a label: "the phone number" in English; questions stay."""
    named = inside_a_sentence(label)
    english = named.get("en", "")
    if not english or english.endswith("?") or _COMPLETE.match(english):
        return named
    return {**named, "en": f"the {english}"}
