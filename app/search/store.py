"""Keep the built index in a directory: replaced as a whole, noticed by every process."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from app.search.build import NO_EVENTS, build
from app.search.contents import HEAD, dump, load, version_of
from app.search.entry import Entry
from app.search.index import Index
from app.search.knowledge import Knowledge

FILE = "search.index"


class IndexStore:
    """One per process; safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE
        self._current: Index | None = None
        self._stamp: tuple[int, int] | None = None
        self._loading = threading.Lock()

    def rebuild(
        self,
        version: int,
        entries: Iterable[Entry],
        knowledge: Knowledge | None = None,
        events: Mapping[str, tuple[str, str]] = NO_EVENTS,
    ) -> Index:
        """Build and publish `version`; readers keep the old one until this one is complete.

        `events` are the names of life events in both languages, to be suggested.
        """
        contents = build(version, entries, knowledge or Knowledge.shipped(), events)
        self._publish(dump(contents))
        index = Index(contents)
        with self._loading:
            self._current, self._stamp = index, self._on_disk()
        return index

    def published(self) -> int:
        """The version of the index in the directory, not loading it; 0 when none is of this release."""
        try:
            with self._path.open("rb") as file:
                return version_of(file.read(HEAD))
        except (OSError, ValueError):
            return 0

    def at(self, version: int) -> Index | None:
        """The index of `version`, or `latest` where that is not loaded."""
        current = self._current
        if current is not None and current.version == version:
            return current
        return self.latest()

    def latest(self) -> Index | None:
        """The newest index in the directory; while it is still being loaded, the one before it.

        None only when none was ever built in this directory, or it was written by another release.
        """
        current = self._current
        if current is None:
            with self._loading:
                self._load()
            return self._current
        if self._on_disk() != self._stamp and self._loading.acquire(blocking=False):
            threading.Thread(target=self._load_and_release, name="search-index", daemon=True).start()
        return current

    def _load_and_release(self) -> None:
        try:
            self._load()
        finally:
            self._loading.release()

    def _load(self) -> None:
        stamp = self._on_disk()
        if stamp is None or stamp == self._stamp:
            return
        try:
            self._current = Index(load(self._path.read_bytes()))
        except (OSError, msgspec.DecodeError, ValueError):
            self._current = self._current or None
        self._stamp = stamp

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _publish(self, data: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=FILE, dir=self._path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(self._path)
