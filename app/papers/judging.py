"""Judges the signatures of one PDF asked about on standard input; a program of its own.

Twenty kilobytes whose parts name each other cost hours, so it runs apart from the portal.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Literal

import msgspec

from app.confined import give_up_rights
from app.papers.signatures import Signature, TrustList, Unreadable, verify


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


def main(cpu_s: int, memory: int) -> None:
    """Read, judge, answer."""
    give_up_rights(cpu_s, memory)
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Question)
    trust = TrustList.of_der(asked.anchors, asked.official)
    try:
        answer = Answer(signatures=tuple(verify(asked.pdf, trust, asked.at)))
    except Unreadable as error:
        answer = Answer(unreadable=error.why)
    except MemoryError:
        answer = Answer(unreadable="broken")
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
