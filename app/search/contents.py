"""The contents of a built index, and how they are written to and read from one file."""

from __future__ import annotations

from array import array
from itertools import accumulate, pairwise
from typing import NamedTuple

import msgspec

from app.search.knowledge import Knowledge


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
    return msgspec.msgpack.encode(stored)


def load(data: bytes) -> Contents:
    """The contents written by `dump`; msgspec.DecodeError when the bytes are something else."""
    stored = msgspec.msgpack.decode(data, type=_Stored)
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
