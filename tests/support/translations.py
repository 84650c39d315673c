"""The Vietnamese catalogue: `check` that it is complete, `update` it from code and templates."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import wtforms
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
PO_FILE = ROOT / "translations" / "vi" / "LC_MESSAGES" / "messages.po"

_KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "translate": (2,), "translate_plural": (2, 3)}
_JINJA = {
    "extensions": "jinja2.ext.i18n",
    "newstyle_gettext": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
}
_SOURCES: tuple[tuple[Path, list[tuple[str, str]], dict[str, dict[str, str]]], ...] = (
    (ROOT / "app", [("sandbox/**", "ignore"), ("**.py", "python")], {}),
    (
        ROOT / "templates",
        [("**.html", "jinja2"), ("**.txt", "jinja2")],
        {"**.html": _JINJA, "**.txt": _JINJA},
    ),
    # The forms' own sentences reach people through the portal's catalogue.
    (Path(wtforms.__file__).parent, [("validators.py", "python"), ("fields/**.py", "python")], {}),
)
_PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def sources() -> Catalog:
    """Every message of the code, the templates and the forms library, English, untranslated."""
    found = Catalog(charset="utf-8", project="portal")
    for folder, methods, options in _SOURCES:
        for name, line, message, comments, context in extract_from_dir(
            folder, method_map=methods, options_map=options, keywords=_KEYWORDS
        ):
            found.add(
                message, locations=[(f"{folder.name}/{name}", line)], auto_comments=comments, context=context
            )
    return found


def vietnamese() -> Catalog:
    """The catalogue as it is in the repository."""
    with PO_FILE.open("rb") as file:
        return read_po(file, locale="vi")


def faults() -> Iterator[str]:
    """What is missing, fuzzy, superfluous or says other things than the source."""
    wanted, given = sources(), vietnamese()
    for message in wanted:
        if message.id:
            yield from _faults_of(message, given.get(message.id, message.context))
    known = {_key(message) for message in wanted}
    for message in given:
        if message.id and _key(message) not in known:
            yield f"no longer used: {_key(message)!r}"


def update() -> int:
    """Bring the catalogue to the messages in use; returns how many still need words."""
    given = vietnamese() if PO_FILE.exists() else Catalog(locale="vi", charset="utf-8", project="portal")
    given.update(sources(), no_fuzzy_matching=True)
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    with PO_FILE.open("wb") as file:
        write_po(file, given, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return sum(1 for message in given if message.id and not _words(message))


def _faults_of(wanted: Message, given: Message | None) -> Iterator[str]:
    where = ", ".join(f"{name}:{line}" for name, line in wanted.locations[:2])
    if given is None or not _words(given):
        yield f"no Vietnamese for {_key(wanted)!r} ({where})"
        return
    if given.fuzzy:
        yield f"fuzzy: {_key(wanted)!r} ({where})"
    places = {place for text in _texts(wanted.id) for place in _PLACE.findall(text)}
    for words in _words(given):
        strange = set(_PLACE.findall(words)) - places
        if strange or (isinstance(wanted.id, str) and set(_PLACE.findall(words)) != places):
            yield f"other places than the source: {_key(wanted)!r} → {words!r} ({where})"


def _words(message: Message) -> list[str]:
    texts = _texts(message.string)
    return texts if texts and all(text.strip() for text in texts) else []


def _texts(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def _key(message: Message) -> str:
    return _texts(message.id)[0]


def main(action: str) -> int:
    """Run one of the two actions; the exit status is 1 when something is left to do."""
    if action == "update":
        print(f"{PO_FILE.relative_to(ROOT)}: {update()} messages still need Vietnamese words")
        return 0
    found = list(faults())
    print("\n".join(found) if found else "Every message has its Vietnamese.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
