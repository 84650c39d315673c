"""The catalogue as open data: the shapes of docs/contract, nothing personal, nothing secret."""

from __future__ import annotations

from typing import Any

import msgspec

from app.features.catalogue.records.cards import Card
from app.features.catalogue.records.record import Time
from app.features.catalogue.service import Figures, Found, Group
from app.features.ratings.service import Opinions
from app.features.supervision.service import Punctuality
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
        "apply": found.card.apply,
        "changed_at": found.changed_at.isoformat().replace("+00:00", "Z"),
        "url": url,
    }


def agency_quality(
    agency: Group, fields: int, levels: dict[str, int], opinions: Opinions, kept: Punctuality | None
) -> dict[str, Any]:
    """One agency's quality; `on_time_percent` and `ratings` are null where too few would be told apart."""
    return {
        "code": agency.code,
        "name": agency.name,
        "procedures": {"total": agency.count, "fields": fields, **_levels(levels)},
        "ratings": _ratings(opinions),
        "dossiers": {
            "open": kept.open if kept else 0,
            "overdue": kept.overdue if kept else 0,
            "finished_last_year": kept.dossiers if kept else 0,
            "on_time_percent": kept.share if kept else None,
        },
    }


def portal_statistics(
    figures: Figures, applications: int, opinions: Opinions, version: int
) -> dict[str, Any]:
    """What the portal has and how much it is used."""
    levels = {"full": figures.full, "partial": figures.partial}
    counter = figures.procedures - figures.full - figures.partial
    return {
        "catalogue_version": version,
        "procedures": {"total": figures.procedures, **levels, "counter": counter},
        "agencies": figures.agencies,
        "applications_online": applications,
        "ratings": _ratings(opinions),
    }


def _levels(levels: dict[str, int]) -> dict[str, int]:
    return {level: levels.get(level, 0) for level in ("full", "partial", "counter")}


def _ratings(opinions: Opinions) -> dict[str, int] | None:
    if opinions.shares is None:
        return None
    names = {1: "very_satisfied_percent", 2: "satisfied_percent", 3: "not_satisfied_percent"}
    return {"total": opinions.total, **{names[level]: share for level, share in opinions.shares.items()}}


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
