"""Where file bytes lie: one folder, each file named by its SHA-256."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path

from app.sandbox.errors import TooLarge, Unacceptable, Unknown

LARGEST_BYTES = 50 * 1024 * 1024
CHUNK_BYTES = 64 * 1024


class Shelf:
    """Keeps bytes under their own hash, so that nothing is kept twice or changed unnoticed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, sha256: str, chunks: Iterable[bytes]) -> int:
        """Keep the bytes and return their number; raises Unacceptable when the hash is another one."""
        hashed, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
            path = Path(part.name)
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST_BYTES:
                    break
                hashed.update(chunk)
                part.write(chunk)
        return self._settle(path, sha256, hashed.hexdigest(), size)

    def add(self, content: bytes) -> str:
        """Keep bytes made here and return their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.put(sha256, [content])
        return sha256

    def path(self, sha256: str) -> Path:
        """Where the bytes lie; raises Unknown when they do not."""
        path = self._folder / sha256
        if not path.is_file():
            raise Unknown("There is no such file.")
        return path

    def intact(self, sha256: str) -> bool:
        """Whether the bytes that lie here still have their hash."""
        path = self._folder / sha256
        if not path.is_file():
            return False
        with path.open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == sha256

    def _settle(self, part: Path, named: str, found: str, size: int) -> int:
        if size <= LARGEST_BYTES and named == found:
            part.replace(self._folder / named)
            return size
        part.unlink()
        if size > LARGEST_BYTES:
            raise TooLarge(f"A file may have at most {LARGEST_BYTES} bytes.")
        problem = {"path": "sha256", "message": f"the bytes have the hash {found}"}
        raise Unacceptable("The bytes do not have the hash they are sent under.", [problem])
