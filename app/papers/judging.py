"""Judges the signatures of one PDF asked about on standard input; a program of its own.

Its arguments are what it may take: seconds of processor time, and bytes of addresses. Twenty kilobytes whose
parts name each other cost hours, so `apart` starts it without the portal's environment, and it takes away
from itself what judging does not need before it looks at the file.
"""

from __future__ import annotations

import resource
import sys
from datetime import datetime
from typing import Literal

import msgspec

from app.papers.signatures import Signature, TrustList, Unreadable, verify

_OPEN_FILES = 16


class Question(msgspec.Struct, frozen=True):
    """A PDF, the authorities to trust and the official ones in DER, and the moment to judge at."""

    pdf: bytes
    anchors: tuple[bytes, ...]
    official: tuple[bytes, ...]
    at: datetime


class Answer(msgspec.Struct, frozen=True):
    """What the signatures say, or why there is no telling."""

    signatures: tuple[Signature, ...] = ()
    unreadable: Literal["broken", "locked"] | None = None


def main() -> None:
    """Read, judge, answer."""
    _give_up_rights(int(sys.argv[1]), int(sys.argv[2]))
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Question)
    trust = TrustList.of_der(asked.anchors, asked.official)
    try:
        answer = Answer(signatures=tuple(verify(asked.pdf, trust, asked.at)))
    except Unreadable as error:
        answer = Answer(unreadable=error.why)
    except MemoryError:
        answer = Answer(unreadable="broken")
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


def _give_up_rights(cpu_s: int, memory: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
