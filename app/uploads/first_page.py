"""The first page of a PDF as a small picture, drawn where a hostile file can do no harm."""

from __future__ import annotations

import subprocess
from typing import IO

from app import confined

_LARGEST = 256 * 1024
_JPEG = b"\xff\xd8\xff"


def first_page(stream: IO[bytes], cpu_s: int = 5, memory: int = confined.MEMORY) -> bytes | None:
    """A JPEG of at most 320 by 320 pixels; None when the file cannot be drawn within its bounds.

    Upright as viewers show it. `stream` must be backed by a file. `cpu_s` seconds of processor time, ten of
    waiting and `memory` bytes of addresses are all a file may take.
    """
    stream.seek(0)
    try:
        drawn = confined.run("app.uploads.drawing", stream, cpu_s=cpu_s, memory=memory)
    except subprocess.TimeoutExpired:
        return None
    good = drawn.returncode == 0 and drawn.stdout.startswith(_JPEG) and len(drawn.stdout) <= _LARGEST
    return drawn.stdout if good else None
