"""Definitions read from JSON, and every fault of a wrong one, by path."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from app.wizard.question_types import QUESTION_TYPES
from app.wizard.reading.coherence import incoherences
from app.wizard.reading.format import text_fields
from app.wizard.services import Fee, Linked, Paper, Part, Party, Reduction, Term
from app.wizard.structure import Definition, Repeat, Step
from app.wizard.text import deceives

Path = str
_PARTS: dict[str, type[Part]] = {
    "papers": Paper,
    "fees": Fee,
    "reductions": Reduction,
    "deadline": Term,
    "parties": Party,
    "linked": Linked,
}
_TEXTS = text_fields()
_DEEPEST = 40  # those of the launch lie 12 deep
_AT = re.compile(r" - at `\$(.*)`$")


class Fault(NamedTuple):
    """What is wrong, and where: "steps[2].questions[0].when", the empty path for the definition itself."""

    path: Path
    message: str

    def __str__(self) -> str:
        """The path, $ for the definition itself, and the reason."""
        return f"{self.path or '$'}: {self.message}"


class DefinitionError(ValueError):
    """A definition that cannot be used; `faults` says all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


def load(raw: bytes | dict[str, Any]) -> Definition:
    """The definition in `raw`; DefinitionError with every fault when it is wrong."""
    parsed, unreadable = _parsed(raw)
    faults = unreadable or check(parsed)
    if faults:
        raise DefinitionError(faults)
    return msgspec.convert(parsed, Definition)


def check(raw: bytes | dict[str, Any]) -> list[Fault]:
    """Every fault of the definition in `raw`, in the order of reading; empty when it can be used."""
    parsed, unreadable = _parsed(raw)
    if unreadable:
        return unreadable
    faults = [*_shape_faults(parsed), *_text_faults("", parsed)]
    if faults:
        return faults
    definition = msgspec.convert(parsed, Definition)
    return [Fault(path, message) for path, message in incoherences(definition)]


def digest(raw: bytes | dict[str, Any]) -> str:
    """SHA-256 of the definition's canonical JSON: equal when nothing but the layout of the file differs."""
    parsed, _ = _parsed(raw)
    return hashlib.sha256(msgspec.json.encode(parsed, order="deterministic")).hexdigest()


def _parsed(raw: bytes | dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    if isinstance(raw, dict):
        return raw, _depth_faults(raw)
    try:
        parsed = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return {}, [Fault("", f"not JSON: {error}")]
    if not isinstance(parsed, dict):
        return {}, [Fault("", "not an object")]
    return parsed, _depth_faults(parsed)


def _depth_faults(raw: dict[str, Any]) -> list[Fault]:
    deep = _deeper(raw, _DEEPEST)
    return [Fault("", f"parts lie more than {_DEEPEST} deep in each other")] if deep else []


def _deeper(raw: Any, than: int) -> bool:
    if not isinstance(raw, dict | list):
        return False
    parts = raw.values() if isinstance(raw, dict) else raw
    return than == 0 or any(_deeper(part, than - 1) for part in parts)


def _shape_faults(raw: dict[str, Any]) -> Iterator[Fault]:
    listed: dict[str, Any] = {name: [] for name in _PARTS if isinstance(raw.get(name), list)}
    yield from _convert("", raw | listed | {"steps": []}, Definition)
    for name in listed:
        for number, entry in enumerate(raw[name]):
            yield from _convert(f"{name}[{number}]", entry, _PARTS[name])
    steps = raw.get("steps")
    if not isinstance(steps, list):
        yield Fault("steps", "missing, or not a list")
        return
    for number, step in enumerate(steps):
        yield from _step_faults(f"steps[{number}]", step)


def _step_faults(path: Path, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, dict):
        yield Fault(path, "not an object")
        return
    repeat = raw.get("repeat")
    if repeat is not None:
        yield from _convert(f"{path}.repeat", repeat, Repeat)
    yield from _convert(path, raw | {"questions": [], "repeat": None}, Step)
    questions = raw.get("questions")
    if not isinstance(questions, list):
        yield Fault(f"{path}.questions", "missing, or not a list")
        return
    for number, question in enumerate(questions):
        yield from _question_faults(f"{path}.questions[{number}]", question)


def _question_faults(path: Path, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, dict):
        yield Fault(path, "not an object")
        return
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in QUESTION_TYPES:
        yield Fault(f"{path}.type", f"unknown question type {kind!r}, known: {', '.join(QUESTION_TYPES)}")
        return
    yield from _convert(path, raw, QUESTION_TYPES[kind])


def _convert(path: Path, raw: Any, kind: Any) -> Iterator[Fault]:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        where = _AT.search(str(error))
        at = f"{path}{where[1]}".lstrip(".") if where else path
        yield Fault(at, _AT.sub("", str(error)))


def _text_faults(path: Path, raw: Any, name: str = "") -> Iterator[Fault]:
    """Bilingual texts, wherever they stand, must be there in both languages."""
    if isinstance(raw, list):
        for number, entry in enumerate(raw):
            yield from _text_faults(f"{path}[{number}]", entry)
    if not isinstance(raw, dict):
        return
    if set(raw) <= {"vi", "en"} and (raw or name in _TEXTS):
        for lang in ("vi", "en"):
            text = raw.get(lang)
            if not isinstance(text, str) or not text.strip():
                yield Fault(path, f"no text in {lang!r}")
            elif deceives(text):
                yield Fault(path, f"control characters in {lang!r}")
        return
    for key, entry in raw.items():
        yield from _text_faults(f"{path}.{key}".lstrip("."), entry, key)
