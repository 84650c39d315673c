"""Tests wait for no disk: their files are kept in memory, where the machine has room for them there."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 3 * 1024**3
_OBJECTS_BETWEEN_SEARCHES = 20_000


def in_memory() -> str | None:
    """A folder that no disk has to wait for; none where there is no such folder or too little room."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM_BYTES
    return str(_MEMORY) if roomy else None


def pytest_configure() -> None:
    """Folders of tests are made there, unless whoever runs them named another place."""
    if memory := in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: searches for garbage leave them out, and are made less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES, 20, 20)
