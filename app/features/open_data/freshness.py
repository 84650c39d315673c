"""When an answer is still the one a client has: validators, caching and the whole catalogue as a file."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

SECONDS_FRESH = 60
_SHAPE = "2"
"""Grows with the shape of the answers, so that a new release is not taken for the old answer."""


def tag(version: int, *parts: str) -> str:
    """A strong validator of what depends on the catalogue's version and these parts alone."""
    told = "\n".join((_SHAPE, str(version), *parts))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


class Bulk:
    """The whole catalogue as JSON lines in one compressed file, made once a version, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()

    def at(self, version: int, lines: Callable[[], Iterable[bytes]]) -> Path:
        """The file of this version, written when it is not there; older ones are removed."""
        path = self._folder / f"procedures-{_SHAPE}-{version}.jsonl.gz"
        with self._lock:
            if not path.exists():
                self._write(path, lines())
                self._forget(path)
        return path

    def _write(self, path: Path, lines: Iterable[bytes]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix="writing-", dir=self._folder)
        with os.fdopen(handle, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            for line in lines:
                packed.write(line + b"\n")
        Path(beside).replace(path)

    def _forget(self, current: Path) -> None:
        for old in self._folder.glob("procedures-*.jsonl.gz"):
            if old != current:
                old.unlink(missing_ok=True)
