"""The register of businesses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from app.sandbox.errors import Unacceptable

Entry = dict[str, Any]


@cache
def _register() -> tuple[Entry, ...]:
    content = Path(__file__).with_name("businesses.json").read_bytes()
    return msgspec.json.decode(content, type=tuple[Entry, ...])


def find(tax_code: str | None, representative: str | None) -> list[Entry]:
    """The businesses of a tax code, or of a representative's ID number; Unacceptable without exactly one."""
    if (tax_code is None) == (representative is None):
        wrong = {"path": "$", "message": "needs either tax_code or representative"}
        raise Unacceptable("The body is not as the contract says.", [wrong])
    if tax_code is not None:
        return [entry for entry in _register() if entry["tax_code"] == tax_code]
    return [entry for entry in _register() if entry["representative"]["id_number"] == representative]
