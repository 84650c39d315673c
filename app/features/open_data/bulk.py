"""The whole catalogue as JSON lines in one compressed file, made by the worker and kept in a folder."""

from __future__ import annotations

import gzip
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from app.features.catalogue.service import Found
from app.features.open_data.freshness import SHAPE
from app.features.open_data.presenters import whole

_NAME = re.compile(rf"procedures-{SHAPE}-(\d+)\.jsonl\.gz")
_KEPT = 2
"""The newest, and the one before it, which may still be on its way to somebody."""


class Bulk:
    """One file a version of the catalogue; the newest there is answers until the next is complete."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self) -> tuple[int, Path] | None:
        """The version and file to hand out, none before the first was made."""
        return max(self._files(), default=None)

    def keep_current(self, version: int, lines: Callable[[], Iterable[bytes]]) -> bool:
        """Make the file of this version unless it is there; whether it was made."""
        path = self._folder / f"procedures-{SHAPE}-{version}.jsonl.gz"
        if not version or path.exists():
            return False
        self._write(path, lines())
        for _, old in sorted(self._files())[:-_KEPT]:
            old.unlink(missing_ok=True)
        return True

    def _files(self) -> list[tuple[int, Path]]:
        found = ((_NAME.fullmatch(path.name), path) for path in self._folder.glob("procedures-*"))
        return [(int(named[1]), path) for named, path in found if named]

    def _write(self, path: Path, lines: Iterable[bytes]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix="writing-", dir=self._folder)
        with os.fdopen(handle, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            for line in lines:
                packed.write(line + b"\n")
        Path(beside).replace(path)


def bulk_lines(procedures: Iterable[Found], public_url: str) -> Iterator[bytes]:
    """Every procedure whole, as one line of JSON each; the addresses are those of the Vietnamese pages."""
    return (
        msgspec.json.encode(whole(found, f"{public_url}/vi/procedures/{found.record.code}"))
        for found in procedures
    )
