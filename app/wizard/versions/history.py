"""What several versions of a definition did to its keys, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from app.wizard.structure import Definition


def renamings(later: Sequence[Definition]) -> dict[str, str]:
    """Keys of the version before the first of `later` to those of the last, through every one between."""
    names: dict[str, str] = {}
    for changes in (one.changes for one in later if one.changes):
        names = {old: changes.renamed.get(new, new) for old, new in names.items()}
        passed = set(names.values())
        names |= {old: new for old, new in changes.renamed.items() if new not in passed and old not in names}
    return names
