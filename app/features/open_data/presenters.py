"""The catalogue as open data: the shapes of docs/contract, nothing personal, nothing secret."""

from __future__ import annotations

from typing import Any

import msgspec

from app.features.catalogue.cards import Card
from app.features.catalogue.records import Time
from app.features.catalogue.service import Found
from app.texts import Lang, Text, say, spoken


def item(card: Card, lang: Lang, url: str, variants: tuple[str, ...] = ()) -> dict[str, Any]:
    """One procedure of a list; `lang` is the language its name is in."""
    return {
        "code": card.code,
        "name": say(card.name, lang),
        "lang": spoken(card.name, lang),
        "field": _named(card.field_code, card.field, lang),
        "agency": _named(card.agency_code, card.agency, lang),
        "level": card.level,
        "fee": _fee(card),
        "time": _time(card.time, lang),
        "apply": card.apply,
        "url": url,
        "variants": list(variants),
    }


def whole(found: Found, url: str) -> dict[str, Any]:
    """One procedure with everything the catalogue knows, both languages, as published."""
    record: dict[str, Any] = msgspec.to_builtins(found.record)
    return {
        **record,
        "apply": found.apply,
        "changed_at": found.changed_at.isoformat().replace("+00:00", "Z"),
        "url": url,
    }


def _named(code: str, name: Text, lang: Lang) -> dict[str, str]:
    return {"code": code, "name": say(name, lang)}


def _fee(card: Card) -> dict[str, Any] | None:
    if card.fee is None:
        return None
    return {
        "least": card.fee.least,
        "most": card.fee.most,
        "currency": "VND",
        "see_details": card.fee.see_note,
    }


def _time(time: Time | None, lang: Lang) -> dict[str, Any] | None:
    if time is None:
        return None
    return {"amount": time.amount, "unit": time.unit, "note": say(time.note, lang) or None}
