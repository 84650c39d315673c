"""The interface's own words in both languages (gettext), without a web framework."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

_FOLDER = Path(__file__).parent.parent / "translations"


@cache
def translator(lang: str) -> NullTranslations:
    """The catalogue of `lang`; English is the language of the sources, so it needs none."""
    file = _FOLDER / lang / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return Translations(compiled)


def translate(lang: str, message: str, **params: object) -> str:
    """`message` in `lang`, its `%(name)s` places filled."""
    words = str(translator(lang).ugettext(message))
    return words % params if params else words


def translate_plural(lang: str, one: str, many: str, count: int, **params: object) -> str:
    """The form of the message that fits `count`; `%(num)d` is the count."""
    words = str(translator(lang).ungettext(one, many, count))
    return words % {"num": count, **params}
