"""What agencies are called, by code: those whose dossiers do not say it themselves, and all others."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db.many import among
from app.features.catalogue.records.taxonomy import Taxonomy
from app.features.dossiers.mirror.models import Agency, Dossier
from app.texts import Text


def agency_names(session: Session, codes: Iterable[str | None]) -> dict[str, Text]:
    """The names by code, in English as far as it is known; nothing is asked where there is no code."""
    sought = set(filter(None, codes))
    if not sought:
        return {}
    named = select(Agency.code, Agency.name).where(among(session, Agency.code, sought))
    return {row.code: _with_english(row.name) for row in session.execute(named)}


def keep_name(session: Session, code: str, name: Text) -> None:
    """Remember an agency's name unless one is known, whoever else does so at this moment. Not committed."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Agency).values(code=code, name=name)
    session.execute(insert.on_conflict_do_nothing(index_elements=["code"]))


def unnamed(dossiers: Iterable[Dossier]) -> list[str]:
    """The agencies of those dossiers that do not name them."""
    return [one.agency_code for one in dossiers if not one.agency_name and one.agency_code]


def _with_english(name: Text) -> Text:
    """The national exchange sends Vietnamese names alone; those of central agencies are known here."""
    english = None if "en" in name else Taxonomy().agency(name.get("vi", ""))
    return {**name, "en": english} if english else name
