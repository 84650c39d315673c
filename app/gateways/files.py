"""Where uploaded bytes lie: a folder, encrypted, by content hash of the person's file."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from app.db.encryption import Keyring
from app.errors import Unavailable

_CHUNK = 256 * 1024
_LENGTH = 4


class FileStore:
    """Files by key; raises `Unavailable` when the disk fails or a file was altered."""

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
                    sealed = self._keyring.encrypt(chunk)
                    file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise Unavailable("the file could not be stored") from error
        return key, size, digest.hexdigest()

    def read(self, key: str, sha256: str) -> bytes:
        """The whole file; raises `Unavailable` when it is missing or no longer what was stored."""
        body = b"".join(self._chunks(key))
        if hashlib.sha256(body).hexdigest() != sha256:
            raise Unavailable("a stored file is no longer what it was")
        return body

    def delete(self, key: str) -> None:
        """Remove a file; one that is gone already is fine."""
        self._path(key).unlink(missing_ok=True)

    def _chunks(self, key: str) -> Iterator[bytes]:
        try:
            with self._path(key).open("rb") as file:
                while header := file.read(_LENGTH):
                    yield self._keyring.decrypt(file.read(int.from_bytes(header, "big")))
        except (OSError, ValueError) as error:
            raise Unavailable("a stored file cannot be read") from error

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key
