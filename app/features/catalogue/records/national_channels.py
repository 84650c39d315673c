"""Channels, times and fees of a national record: numbers only where the source really gives one."""

from __future__ import annotations

import math
import re
from typing import Literal

from app.features.catalogue.records.national_format import Fee as NationalFee
from app.features.catalogue.records.national_format import Method, NationalRecord
from app.features.catalogue.records.record import BadRecord, Channel, ChannelName, Fee, Time, TimeUnit
from app.features.catalogue.records.wording import tidy
from app.texts import Text

_CHANNELS: dict[str, ChannelName] = {"ONLINE": "online", "DIRECT": "counter", "POSTAL": "postal"}
_UNITS: dict[str, TimeUnit] = {"WORKING_DAY": "working_day", "DAY": "day", "HOUR": "hour", "MONTH": "month"}
_FEES: dict[str, Literal["fee", "charge", "price"]] = {
    "FEE": "fee",
    "SERVICE_FEE": "charge",
    "PRICE_LEVEL": "price",
}
_UNIT_NAMES: dict[TimeUnit, tuple[str, str]] = {
    "working_day": ("ngày làm việc", "working days"),
    "day": ("ngày", "days"),
    "hour": ("giờ", "hours"),
    "month": ("tháng", "months"),
}
# No fee in đồng is below a thousand: such numbers are foreign money or thousands, said in the text.
_LEAST_DONG = 1000
_NUMBER = re.compile(r"\s*\d{1,4}([.,]\d{1,2})?\s*")
SEE_STEPS: Text = {
    "vi": "Nguồn không ghi thời hạn bằng số; hãy xem trình tự thực hiện.",
    "en": "The source gives no figure; see the steps.",
}


def channels(source: NationalRecord) -> list[Channel]:
    """Every channel with its time and fees; raises `BadRecord` for a channel we do not know."""
    return [_channel(source, method, position) for position, method in enumerate(source.methods)]


def _channel(source: NationalRecord, method: Method, position: int) -> Channel:
    if method.channel not in _CHANNELS:
        raise BadRecord(f"unknown channel {method.channel!r} - at `$.methods[{position}].channel`")
    time = _time(source, method)
    note = tidy(method.note)
    return Channel(
        channel=_CHANNELS[method.channel],
        time=time,
        fees=[fee for fee in map(_fee, method.fees) if fee],
        # A note that already stands where the time would be is not said twice.
        note={"vi": note} if note and time.note != {"vi": note} else None,
    )


def _time(source: NationalRecord, method: Method) -> Time:
    amount = _amount(method.time)
    if amount is None:
        return Time(amount=None, unit="other", note=_words(str(method.time or "")) or _note(method))
    if method.unit == "YEAR":
        return _counted(amount * 12, "month")
    if method.unit in _UNITS and amount > 0:
        return _counted(amount, _UNITS[method.unit])
    return _uncounted(source, method, amount)


def _amount(time: float | str | None) -> float | None:
    if isinstance(time, str):
        return float(time.replace(",", ".")) if _NUMBER.fullmatch(time) else None
    return time if time is not None and math.isfinite(time) and 0 <= time < 10_000 else None


def _counted(amount: float, unit: TimeUnit) -> Time:
    if amount == int(amount):
        return Time(amount=int(amount), unit=unit)
    # Half days exist in the source; a promise is rounded up, the exact wording is kept.
    vi, en = _UNIT_NAMES[unit]
    exact = f"{amount:g}"
    return Time(
        amount=math.ceil(amount),
        unit=unit,
        note={"vi": f"{exact.replace('.', ',')} {vi}", "en": f"{exact} {en}"},
    )


def _uncounted(source: NationalRecord, method: Method, amount: float) -> Time:
    note = _words(method.note)
    if note or amount < 2:
        return Time(amount=None, unit="other", note=note or SEE_STEPS)
    told = {(case.days, case.unit) for case in source.cases}
    # The number is repeated in the only case, which does name its unit.
    if len(told) == 1:
        days, unit = told.pop()
        if days == amount and unit in _UNITS:
            return _counted(amount, _UNITS[unit])
    figure = f"{amount:g}"
    return Time(
        amount=None,
        unit="other",
        note={
            "vi": f"Nguồn ghi “{figure}” mà không ghi đơn vị; hãy xem trình tự thực hiện.",
            "en": f"The source says “{figure}” without a unit; see the steps.",
        },
    )


def _note(method: Method) -> Text:
    return _words(method.note) or SEE_STEPS


def _words(text: str | None) -> Text | None:
    words = tidy(text)
    return {"vi": words} if words else None


def _fee(fee: NationalFee) -> Fee | None:
    kind = _FEES.get(fee.type or "", "fee")
    note = _words(fee.text)
    if fee.value is None or not math.isfinite(fee.value) or not 0 <= fee.value < 10**15:
        return Fee(kind=kind, amount=None, note=note) if note else None
    if fee.value == 0:
        return Fee(kind=kind, amount=None if note else 0, note=note)
    if fee.value < _LEAST_DONG:
        return Fee(kind=kind, amount=None, note=_without_unit(fee.value, note))
    return Fee(kind=kind, amount=round(fee.value), note=note)


def _without_unit(value: float, note: Text | None) -> Text:
    figure = f"{value:g}"
    if note and figure in note["vi"]:
        return note
    said = f" ({note['vi']})" if note else ""
    return {"vi": f"Nguồn ghi “{figure}”{said}, không phải tiền đồng; hãy hỏi cơ quan tiếp nhận."}
