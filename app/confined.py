"""Programs of their own for what strangers wrote, which get nothing else and take no more than they may."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

PATIENCE_S = 10
MEMORY = 1024**3  # of addresses, most of them libraries

_FOLDER = str(Path(__file__).parents[1])
_PROGRAM = (
    "import sys; from importlib import import_module; "
    "sys.path.append(sys.argv[1]); import_module(sys.argv[2]).main(*map(int, sys.argv[3:]))"
)
_OPEN_FILES = 16


def run(
    module: str, given: IO[bytes] | bytes, *, cpu_s: int, memory: int
) -> subprocess.CompletedProcess[bytes]:
    """What `main(cpu_s, memory)` of a module answers to the bytes on its standard input.

    It is started without the portal's environment and calls `give_up_rights` before it looks at them. Raises
    `subprocess.TimeoutExpired` after ten seconds of waiting.
    """
    stdin: dict[str, Any] = {"input": given} if isinstance(given, bytes) else {"stdin": given}
    ended: subprocess.CompletedProcess[bytes] = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", "-c", _PROGRAM, _FOLDER, module, str(cpu_s), str(memory)],
        capture_output=True,
        env={},
        timeout=PATIENCE_S,
        check=False,
        **stdin,
    )
    return ended


def give_up_rights(cpu_s: int, memory: int) -> None:
    """From now on this process takes at most so many seconds of processor time and bytes of addresses.

    It writes no file and opens hardly any.
    """
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
