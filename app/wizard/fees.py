"""What an application costs, item by item, with the law behind each."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from app.wizard.rules.conditions import Answers, holds
from app.wizard.rules.measures import calculate, expression_paths
from app.wizard.rules.paths import look, root
from app.wizard.services import Fee, Reduction
from app.wizard.structure import Definition


class Item(NamedTuple):
    """One line: `amount` đồng after `reduction`.

    None when it is set elsewhere, as the note says, or when it is `waiting` for an answer.
    """

    fee: Fee
    amount: int | None
    full: int | None = None
    units: int | None = None
    reduction: Reduction | None = None
    waiting: bool = False


class Bill(NamedTuple):
    """Everything to pay; `exact` is false when an amount is set elsewhere or waits for an answer."""

    items: tuple[Item, ...]
    total: int
    exact: bool

    @property
    def free(self) -> bool:
        """Whether nothing at all is to be paid."""
        return self.exact and self.total == 0


def bill(definition: Definition, answers: Answers, today: date, unknown: Container[str] = ()) -> Bill:
    """The fees that apply to `answers`; what is by something nobody asks is left out.

    `unknown` are the questions and groups that are still to be answered: a fee that depends on one waits.
    """
    province = _province(definition, answers)
    made = [
        Item(fee, None, waiting=True)
        if _waits(fee, unknown)
        else _item(fee, definition.reductions, answers, today, province)
        for fee in definition.fees
        if fee.applies(answers, today)
    ]
    items = tuple(item for item in made if item is not None)
    exact = all(item.amount is not None for item in items)
    return Bill(items, sum(item.amount or 0 for item in items), exact)


def _waits(fee: Fee, unknown: Container[str]) -> bool:
    named = [*expression_paths(fee.per), *expression_paths(fee.of)]
    return any(root(path) in unknown for path in named)


def charged(owed: Bill) -> dict[str, Any]:
    """The bill as it travels with the application: keys, kinds and amounts in đồng."""
    return {
        "total": owed.total,
        "exact": owed.exact,
        "items": [
            {
                "key": item.fee.key,
                "kind": item.fee.kind,
                "name": item.fee.name,
                "amount": item.amount,
                "legal": item.fee.legal,
                "reduction": item.reduction.key if item.reduction else None,
            }
            for item in owed.items
        ],
    }


def _item(
    fee: Fee, reductions: tuple[Reduction, ...], answers: Answers, today: date, province: str | None
) -> Item | None:
    amount = fee.by_province.get(province or "", fee.amount)
    if amount is None and fee.percent is None:
        exemption = _exemption(fee, reductions, answers, today)
        return Item(fee, 0 if exemption else None, None, None, exemption)
    units = None
    if fee.percent is not None:
        base = calculate(fee.of, answers, today, holds)
        if not isinstance(base, int | float):
            return None
        full = _rounded(Decimal(str(base)) * Decimal(str(fee.percent)) / 100)
    elif fee.per is not None:
        units = _units(fee, answers, today)
        if not units:
            return None
        full = units * (amount or 0)
    else:
        full = amount or 0
    full = max(fee.at_least, full if fee.at_most is None else min(full, fee.at_most))
    saved, reduction = _largest(fee, full, reductions, answers, today)
    return Item(fee, full - saved, full, units, reduction)


def _units(fee: Fee, answers: Answers, today: date) -> int | None:
    counted = calculate(fee.per, answers, today, holds)
    if not isinstance(counted, int | float):
        return None
    last = int(counted) if fee.last is None else min(int(counted), fee.last)
    return max(0, last - fee.first + 1)


def _exemption(
    fee: Fee, reductions: tuple[Reduction, ...], answers: Answers, today: date
) -> Reduction | None:
    """Nothing is owed of an amount that is not known here either."""
    for reduction in reductions:
        concerned = not reduction.items or fee.key in reduction.items
        if concerned and reduction.percent == 100 and reduction.applies(answers, today):
            return reduction
    return None


def _largest(
    fee: Fee, full: int, reductions: tuple[Reduction, ...], answers: Answers, today: date
) -> tuple[int, Reduction | None]:
    best: tuple[int, Reduction | None] = (0, None)
    for reduction in reductions:
        if reduction.items and fee.key not in reduction.items:
            continue
        if not reduction.applies(answers, today):
            continue
        saved = min(full, _saving(full, reduction))
        if saved > best[0]:
            best = (saved, reduction)
    return best


def _saving(full: int, reduction: Reduction) -> int:
    if reduction.percent is not None:
        return _rounded(Decimal(full) * Decimal(str(reduction.percent)) / 100)
    return reduction.amount or 0


def _province(definition: Definition, answers: Mapping[str, Any]) -> str | None:
    found = look(f"{definition.locality}.province", answers) if definition.locality else None
    return found if isinstance(found, str) else None


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def total(definition: Definition, answers: Answers, today: date, unknown: Container[str] = ()) -> int | None:
    """Đồng to pay, as far as amounts are set here; None while one waits for an answer."""
    owed = bill(definition, answers, today, unknown)
    return None if any(item.waiting for item in owed.items) else owed.total
