"""Where uploaded bytes lie: a folder of encrypted files, whole ones and ones still growing."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from app.db.encryption import OVERHEAD, Keyring
from app.errors import Conflict, NotFound, Unavailable

_CHUNK = 256 * 1024
_LENGTH = 4
_IN_MEMORY = 1024 * 1024
_GROWING = ".growing"


class StoreFailed(Unavailable):
    """The disk fails, or holds something else than what was stored."""

    template = "errors/store_failed.html"


class FileStore:
    """Files by key; raises `StoreFailed` when the disk fails or a file was altered."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        parts = urlsplit(url)
        if parts.scheme != "file":
            raise ValueError(f"files cannot be kept at {parts.scheme}://, only file:// is supported")
        self._folder = Path(unquote(parts.path))
        self._keyring = keyring

    def put(self, stream: IO[bytes]) -> tuple[str, int, str]:
        """Store a stream in bounded memory; returns its key, size in bytes and SHA-256."""
        key = secrets.token_hex(16)
        path = self._path(key)
        partial = path.with_suffix(".part")
        digest, size = hashlib.sha256(), 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(self._sealed(chunk))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            with suppress(OSError):  # What kept it from being stored may keep it from being removed.
                partial.unlink(missing_ok=True)
            raise StoreFailed("the file could not be stored") from error
        return key, size, digest.hexdigest()

    def open(self, key: str, sha256: str) -> IO[bytes]:
        """The file to be read in bounded memory; raises `StoreFailed` when it is not what was stored."""
        copy, found = self._copied(self._path(key))
        if found != sha256:
            copy.close()
            raise StoreFailed("a stored file is no longer what it was")
        return copy

    def read(self, key: str, sha256: str) -> bytes:
        """The whole file at once; raises `StoreFailed` as `open` does."""
        with self.open(key, sha256) as file:
            return file.read()

    def delete(self, key: str) -> None:
        """Remove a file, whole or growing; one that is gone already is fine."""
        try:
            self._path(key).unlink(missing_ok=True)
            self._path(key).with_suffix(_GROWING).unlink(missing_ok=True)
        except OSError as error:
            raise StoreFailed("the file could not be removed") from error

    def begin(self) -> str:
        """The key of a new empty file that will grow piece by piece."""
        key = secrets.token_hex(16)
        path = self._path(key).with_suffix(_GROWING)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(exist_ok=False)
        except OSError as error:
            raise StoreFailed("the file could not be stored") from error
        return key

    def length(self, key: str) -> int:
        """How many bytes of a growing file are safe on disk; raises `NotFound`."""
        with self._growing(key, "rb") as file:
            return _whole(file)[1]

    def extend(self, key: str, at: int, piece: bytes) -> int:
        """Add a piece that begins at byte `at`; returns the new length once it is safe on disk.

        Raises `NotFound`, and `Conflict` when the file does not end at `at`: another sender was faster,
        or an answer was lost. Half a piece left by a killed process is cut off first.
        """
        with self._growing(key, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            end, length = _whole(file)
            if length != at:
                raise Conflict(f"the file has {length} bytes")
            file.seek(end)
            file.truncate()
            file.write(self._sealed(piece))
            file.flush()
            os.fsync(file.fileno())
            return length + len(piece)

    def grown(self, key: str) -> tuple[IO[bytes], str]:
        """What a growing file holds so far, to be read in bounded memory, and its SHA-256."""
        return self._copied(self._path(key).with_suffix(_GROWING))

    def keys(self, older_than: float) -> Iterator[str]:
        """Keys of everything on disk last written before this time (seconds since 1970)."""
        for path in self._folder.glob("??/*"):
            try:
                if path.stat().st_mtime < older_than:
                    yield path.stem
            except FileNotFoundError:
                continue

    def _sealed(self, piece: bytes) -> bytes:
        sealed = self._keyring.encrypt(piece)
        return len(sealed).to_bytes(_LENGTH, "big") + sealed

    def _copied(self, path: Path) -> tuple[IO[bytes], str]:
        """The decrypted bytes in a file of no name, which is in memory only while small."""
        copy, digest = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY), hashlib.sha256()  # noqa: SIM115
        try:
            with path.open("rb") as file:
                while header := file.read(_LENGTH):
                    piece = self._keyring.decrypt(file.read(int.from_bytes(header, "big")))
                    digest.update(piece)
                    copy.write(piece)
        except (OSError, ValueError) as error:
            copy.close()
            raise StoreFailed("a stored file cannot be read") from error
        copy.seek(0)
        return copy, digest.hexdigest()

    @contextmanager
    def _growing(self, key: str, mode: str) -> Iterator[IO[bytes]]:
        try:
            with self._path(key).with_suffix(_GROWING).open(mode) as file:
                yield file
        except FileNotFoundError as error:
            raise NotFound("no such file is growing") from error
        except OSError as error:
            raise StoreFailed("the file could not be stored") from error

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _whole(file: IO[bytes]) -> tuple[int, int]:
    """Where the last whole piece ends on disk, and how many bytes all whole pieces hold."""
    size, end, length = file.seek(0, os.SEEK_END), 0, 0
    while True:
        file.seek(end)
        sealed = int.from_bytes(file.read(_LENGTH), "big")
        if not sealed or end + _LENGTH + sealed > size:
            return end, length
        end += _LENGTH + sealed
        length += sealed - OVERHEAD
