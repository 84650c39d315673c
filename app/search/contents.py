"""The contents of a built index, and how they are written to and read from one file."""

from __future__ import annotations

from array import array
from itertools import accumulate, pairwise
from typing import NamedTuple

import msgspec

from app.search.knowledge import Knowledge

MAGIC = b"search 2"
HEAD = len(MAGIC) + 8


class TermColumn(NamedTuple):
    """The procedures of one term, ascending, their strengths 1…255, and how much the term says."""

    docs: array[int]
    strengths: bytes
    weight: float


class Contents(NamedTuple):
    """All an index is made of; positions in `codes` number the procedures."""

    version: int
    codes: list[str]
    names_vi: list[str]
    names_en: list[str]
    priors: list[float]
    groups: list[tuple[int, ...]]
    facets: dict[str, dict[str, list[int]]]
    applicable: list[int]
    labels: dict[str, dict[str, tuple[str, str]]]
    seen: bytes
    initials: dict[str, str]
    surfaces: dict[str, str]
    columns: dict[str, TermColumn]
    knowledge: Knowledge


class _Stored(msgspec.Struct, array_like=True):
    version: int
    codes: list[str]
    names_vi: list[str]
    names_en: list[str]
    priors: bytes
    groups: list[tuple[int, ...]]
    facets: dict[str, dict[str, list[int]]]
    applicable: list[int]
    labels: dict[str, dict[str, tuple[str, str]]]
    seen: bytes
    initials: dict[str, str]
    surfaces: dict[str, str]
    knowledge: Knowledge
    terms: str
    lengths: bytes
    docs: bytes
    strengths: bytes
    weights: bytes


_SAME = (
    "version",
    "codes",
    "names_vi",
    "names_en",
    "groups",
    "facets",
    "applicable",
    "labels",
    "seen",
    "initials",
    "surfaces",
    "knowledge",
)


def dump(contents: Contents) -> bytes:
    """The contents as bytes of this format, readable on the machine that wrote them."""
    columns = contents.columns.values()
    stored = _Stored(
        **{name: getattr(contents, name) for name in _SAME},
        priors=array("d", contents.priors).tobytes(),
        terms="\n".join(contents.columns),
        lengths=array("H", (len(column.docs) for column in columns)).tobytes(),
        docs=b"".join(column.docs.tobytes() for column in columns),
        strengths=b"".join(column.strengths for column in columns),
        weights=array("d", (column.weight for column in columns)).tobytes(),
    )
    return MAGIC + contents.version.to_bytes(8, "big") + msgspec.msgpack.encode(stored)


def version_of(head: bytes) -> int:
    """The version of dumped contents by their first HEAD bytes; ValueError when they are something else."""
    if len(head) < HEAD or not head.startswith(MAGIC):
        raise ValueError("not an index of this release")
    return int.from_bytes(head[len(MAGIC) : HEAD], "big")


def load(data: bytes) -> Contents:
    """The contents written by `dump`; ValueError or msgspec.DecodeError when the bytes are something else."""
    version_of(data[:HEAD])
    stored = msgspec.msgpack.decode(memoryview(data)[HEAD:], type=_Stored)
    return Contents(
        **{name: getattr(stored, name) for name in _SAME},
        priors=list(_unpacked("d", stored.priors)),
        columns=_columns(stored),
    )


def _columns(stored: _Stored) -> dict[str, TermColumn]:
    docs = _unpacked("H", stored.docs)
    bounds = pairwise(accumulate(_unpacked("H", stored.lengths), initial=0))
    weights = _unpacked("d", stored.weights)
    return {
        term: TermColumn(docs[start:end], stored.strengths[start:end], weight)
        for term, (start, end), weight in zip(stored.terms.split("\n"), bounds, weights, strict=True)
    }


def _unpacked(kind: str, data: bytes) -> array[int]:
    values: array[int] = array(kind)
    values.frombytes(data)
    return values
