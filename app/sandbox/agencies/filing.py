"""Takes file bytes in: checks the hash while they arrive, remembers their size and type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from app.sandbox.agencies.models import StoredFile
from app.sandbox.agencies.shelf import CHUNK_BYTES
from app.sandbox.errors import Unacceptable
from app.sandbox.house import house

SHA256 = re.compile(r"[0-9a-f]{64}")
UNKNOWN_TYPE = "application/octet-stream"


def file_bytes(sha256: str, stream: IO[bytes], media_type: str | None) -> tuple[int, bool]:
    """Keep the bytes; returns their number and whether they are new here. Raises Unacceptable."""
    if not SHA256.fullmatch(sha256):
        problem = {"path": "sha256", "message": "64 lower-case hexadecimal digits"}
        raise Unacceptable("A file is named by its SHA-256.", [problem])
    size = house().shelf.put(sha256, _chunks(stream))
    with house().database.session(writes=True) as session:
        new = session.get(StoredFile, sha256) is None
        if new:
            kept = StoredFile(
                sha256=sha256,
                size=size,
                media_type=media_type or UNKNOWN_TYPE,
                received_at=house().clock(),
            )
            session.merge(kept)
        session.commit()
    return size, new


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk
