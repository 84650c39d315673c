"""The first page of a PDF as a small picture, drawn where a hostile file can do no harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO

_PROGRAM = Path(__file__).with_name("drawing.py")
_PATIENCE_S = 10
_MEMORY = 1024**3  # of addresses, most of them the library itself
_LARGEST = 256 * 1024
_JPEG = b"\xff\xd8\xff"


def first_page(stream: IO[bytes], cpu_s: int = 5, memory: int = _MEMORY) -> bytes | None:
    """A JPEG of at most 320 by 320 pixels; None when the file cannot be drawn within its bounds.

    Upright as viewers show it. `stream` must be backed by a file. `cpu_s` seconds of processor time, ten of
    waiting and `memory` bytes of addresses are all a file may take.
    """
    stream.seek(0)
    try:
        drawn = subprocess.run(  # noqa: S603 - our own program, given nothing but the open file
            [sys.executable, "-I", str(_PROGRAM), str(cpu_s), str(memory)],
            stdin=stream,
            capture_output=True,
            env={},
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    good = drawn.returncode == 0 and drawn.stdout.startswith(_JPEG) and len(drawn.stdout) <= _LARGEST
    return drawn.stdout if good else None
