"""What a list shows of a procedure, worked out once when its record is stored."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct, convert

from app.features.catalogue.records.record import Channel, ChannelName, ProcedureRecord, ServiceLevel, Time
from app.texts import Text

_PREFERRED: tuple[ChannelName, ...] = ("online", "counter", "postal")


class FeeRange(Struct, frozen=True):
    """Fees in đồng from the least to the most of one channel; `see_note` when words must be read."""

    least: int | None
    most: int | None
    see_note: bool

    @property
    def free(self) -> bool:
        """Whether nothing is charged, certainly."""
        return self.most == 0 and not self.see_note


class Card(Struct, frozen=True):
    """A procedure in a list; with a `form` that cannot be used to `apply` today the service is closed."""

    code: str
    name: Text
    summary: Text | None
    field: Text
    field_code: str
    agency: Text
    agency_code: str
    level: ServiceLevel
    channels: tuple[ChannelName, ...]
    time: Time | None
    fee: FeeRange | None
    apply: bool = False
    form: bool = False


class Stored(Protocol):
    """A procedure with the card that is stored beside its record."""

    @property
    def code(self) -> str:
        """Its number."""

    @property
    def card(self) -> dict[str, Any]:
        """The card as JSON values."""


def card_of(row: Stored) -> Card:
    """The card stored beside a record; whether it can be applied for is not in it."""
    return convert(row.card, Card)


def card(record: ProcedureRecord) -> Card:
    """The record's card; time and fee are those of the channel most people would take."""
    channel = main_channel(record)
    return Card(
        code=record.code,
        name=record.name,
        summary=record.summary,
        field=record.field.name,
        field_code=record.field.code,
        agency=record.agency.name,
        agency_code=record.agency.code,
        level=record.service_level,
        channels=tuple(name for name in _PREFERRED if any(c.channel == name for c in record.channels)),
        time=channel.time if channel else None,
        fee=fee_range(channel) if channel else None,
    )


def main_channel(record: ProcedureRecord) -> Channel | None:
    """Online where it exists, else the counter, else the post."""
    for name in _PREFERRED:
        for channel in record.channels:
            if channel.channel == name:
                return channel
    return None


def fee_range(channel: Channel) -> FeeRange | None:
    """The channel's fees in one range, or None when the source lists none."""
    if not channel.fees:
        return None
    amounts = [fee.amount for fee in channel.fees if fee.amount is not None]
    return FeeRange(
        least=min(amounts, default=None),
        most=max(amounts, default=None),
        see_note=len(amounts) < len(channel.fees),
    )
