"""What differs between two versions of a procedure, as data that can be said in any language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from app.features.catalogue.records.record import Channel, ProcedureRecord

# Parts that are compared as a whole: what people read under one heading of the page.
_SECTIONS = (
    "summary",
    "steps",
    "applicants",
    "executing",
    "results",
    "conditions",
    "address",
    "legal_basis",
    "availability",
    "field",
    "audiences",
    "decision",
)


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference; `part` says of what, `subject` of which one, amounts are in đồng.

    Parts: name, agency, level, time, fee, way_added, way_removed, paper_added, paper_removed, copies,
    ways (other words about handing in), and section with the record's field as subject.
    """

    part: str
    subject: str = ""
    before: Any = None
    after: Any = None


def differences(old: ProcedureRecord, new: ProcedureRecord) -> list[Change]:
    """Everything a person would notice, most important first; empty when only where it comes from changed."""
    return [
        *_plain(old, new),
        *_channels(old, new),
        *_papers(old, new),
        *(Change("section", name) for name in _SECTIONS if getattr(old, name) != getattr(new, name)),
    ]


def _plain(old: ProcedureRecord, new: ProcedureRecord) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("name", before=old.name, after=new.name)
    if old.agency != new.agency:
        yield Change("agency", before=old.agency.name, after=new.agency.name)
    if old.service_level != new.service_level:
        yield Change("level", before=old.service_level, after=new.service_level)


def _channels(old: ProcedureRecord, new: ProcedureRecord) -> Iterator[Change]:
    before = {channel.channel: channel for channel in old.channels}
    after = {channel.channel: channel for channel in new.channels}
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield Change("way_removed", name)
        elif name not in before:
            yield Change("way_added", name)
        else:
            yield from _channel(before[name], after[name])


def _channel(old: Channel, new: Channel) -> Iterator[Change]:
    said = False
    if (old.time.amount, old.time.unit) != (new.time.amount, new.time.unit):
        said = True
        yield Change("time", old.channel, _builtins(old.time), _builtins(new.time))
    before = [(fee.kind, fee.amount) for fee in old.fees]
    after = [(fee.kind, fee.amount) for fee in new.fees]
    if before != after:
        said = True
        yield Change("fee", old.channel, [fee[1] for fee in before], [fee[1] for fee in after])
    if old != new and not said:
        yield Change("ways", old.channel)


def _papers(old: ProcedureRecord, new: ProcedureRecord) -> Iterator[Change]:
    before, after = _documents(old), _documents(new)
    for name, copies in after.items():
        if name not in before:
            yield Change("paper_added", after=copies[0])
        elif before[name][1:] != copies[1:]:
            yield Change("copies", before=copies[0])
    for name, copies in before.items():
        if name not in after:
            yield Change("paper_removed", before=copies[0])


def _documents(record: ProcedureRecord) -> dict[str, tuple[Any, ...]]:
    return {
        document.name["vi"]: (document.name, document.originals, document.copies, document.form)
        for papers in record.papers
        for document in papers.documents
    }


def _builtins(value: msgspec.Struct) -> Any:
    return msgspec.to_builtins(value)
