"""Signatures in PDFs that strangers wrote, judged where a hostile file can do no harm."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import datetime

import msgspec
from asn1crypto.x509 import Certificate

from app import confined
from app.papers.judging import Answer, Question
from app.papers.signatures import Signature, TrustList, Unreadable


def verify_apart(
    pdf: bytes, trust: TrustList, at: datetime, cpu_s: int = 5, memory: int = confined.MEMORY
) -> list[Signature]:
    """As `verify` in a process of its own; takes about half a second, so hold no transaction.

    `Unreadable` also when it takes more than `cpu_s` seconds of processor time, ten of waiting, or `memory`
    bytes of addresses.
    """
    question = Question(pdf, _ders(trust.anchors), _ders(trust.official), at)
    try:
        given = msgspec.msgpack.encode(question)
        judged = confined.run("app.papers.judging", given, cpu_s=cpu_s, memory=memory)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("broken") from error
    if judged.returncode < 0:  # ended for the time it took
        raise Unreadable("broken")
    judged.check_returncode()
    answer = msgspec.msgpack.decode(judged.stdout, type=Answer)
    if answer.unreadable:
        raise Unreadable(answer.unreadable)
    return list(answer.signatures)


def _ders(known: Iterable[Certificate]) -> tuple[bytes, ...]:
    return tuple(one.dump() for one in known)
