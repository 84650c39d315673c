"""Secrets that a portal makes for itself and keeps in a file, where its settings name none."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path


def kept_secret(file: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds, made at the first call; whoever comes at the same moment gets the same.

    Only the account that made the file may read it.
    """
    if not file.exists():
        partial = file.with_suffix(f".{secrets.token_hex(4)}")
        partial.touch(mode=0o600)
        partial.write_bytes(make())
        try:
            # A link appears whole or not at all, and never replaces what is there.
            file.hardlink_to(partial)
        except FileExistsError:
            pass
        finally:
            partial.unlink()
    return file.read_bytes()
