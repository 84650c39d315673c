"""Typesets the templates of this package; nothing is fetched and no font of the machine is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.papers.glyphs import FONTS, showable
from app.texts import Lang

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_NOWHERE = str(_HERE / "packages")  # an absent folder: a template may not ask for packages of the network


def typeset(template: str, data: Mapping[str, Any], lang: Lang, *, made_at: datetime | None = None) -> bytes:
    """One PDF/UA-1 document from `templates/<template>.typ`; the same input and moment give the same bytes.

    `data` is what JSON can hold and must have a `title`, which becomes the document's. Its texts are shown as
    they are, never read as markup, and a character of no shipped font as a box. Raises `LookupError` for an
    unknown template, `ValueError` when it cannot be set with this data (a missing key, a picture without a
    text alternative).
    """
    source = _TEMPLATES / f"{template}.typ"
    if not source.is_file():
        raise LookupError(template)
    try:
        return typst.compile(
            source,
            root=_TEMPLATES,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(showable(dict(data)), ensure_ascii=False), "lang": lang},
            pdf_standards=["ua-1"],
            package_path=_NOWHERE,
            package_cache_path=_NOWHERE,
            timestamp=made_at.replace(microsecond=0) if made_at else None,
            format="pdf",
        )
    except typst.TypstError as error:
        raise ValueError(f"{template}: {error.message}") from error


@cache
def _fonts() -> typst.Fonts:
    """Read once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
