"""Procedures shaped for their pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from app.features.catalogue.records.record import ProcedureRecord
from app.features.catalogue.records.wording import is_bullet, number_themselves, unbulleted
from app.features.catalogue.service import Found
from app.features.catalogue.shelves import Group
from app.texts import Lang, Text, say, spoken

_MOST_PAPERS = 3
_PROVINCE = re.compile(r"(?:^|\.)H\d\d(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the items of a list."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A procedure's page: the record, and what must be said about its language."""

    found: Found
    untranslated: bool
    translated: bool
    papers: tuple[Text, ...]
    more_papers: int
    forms: tuple[tuple[Text, str, str | None], ...]

    @property
    def record(self) -> ProcedureRecord:
        """The procedure itself."""
        return self.found.record

    @property
    def steps_numbered(self) -> bool:
        """Whether the agency's own words number the steps."""
        return number_themselves(self.record.steps)


def reading(found: Found, lang: Lang) -> Reading:
    """Shape one procedure for its page."""
    record = found.record
    wanted = [d for d in record.papers[0].documents if d.originals or d.copies] if record.papers else []
    texts = list(_texts(msgspec.to_builtins(record)))
    return Reading(
        found=found,
        untranslated=lang == "en" and any("en" not in text for text in texts),
        translated=lang == "en" and any("en" in text for text in texts),
        papers=tuple(_unfinished(document.name) for document in wanted[:_MOST_PAPERS]),
        more_papers=sum(len(p.documents) for p in record.papers) - len(wanted[:_MOST_PAPERS]),
        forms=tuple(_forms(record)),
    )


def blocks(text: Text | None, lang: Lang) -> list[Block]:
    """An official text as paragraphs and lists, line by line as it was written."""
    made: list[Block] = []
    for line in say(text, lang).split("\n"):
        kind = "ul" if is_bullet(line) else "p"
        words = unbulleted(line)
        if not words:
            continue
        if kind == "ul" and made and made[-1].kind == "ul":
            made[-1] = Block("ul", (*made[-1].lines, words))
        else:
            made.append(Block(kind, (words,)))
    return made


def national_and_local(agencies: Iterable[Group]) -> tuple[list[Group], list[Group]]:
    """Agencies parted by their codes, each part in the order given: H01–H63 are provinces and cities."""
    parts: tuple[list[Group], list[Group]] = ([], [])
    for agency in agencies:
        parts[bool(_PROVINCE.search(agency.code))].append(agency)
    return parts


def language_of(text: Text | None, lang: Lang) -> Lang | None:
    """What a `lang` attribute must say about the text, or None when it speaks the page's language."""
    actual = spoken(text, lang)
    return actual if text and actual != lang else None


def _unfinished(text: Text) -> Text:
    # Papers are listed in one line there; the source ends most of them with a semicolon or a stop.
    return {lang: words.rstrip(" ;.,") or words for lang, words in text.items()}


def _forms(record: ProcedureRecord) -> Iterator[tuple[Text, str, str | None]]:
    seen: set[str] = set()
    for papers in record.papers:
        for document in papers.documents:
            if document.form and document.form.name not in seen:
                seen.add(document.form.name)
                yield document.name, document.form.name, document.form.url


def _texts(value: Any) -> Iterator[Text]:
    if isinstance(value, dict):
        if isinstance(value.get("vi"), str):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
