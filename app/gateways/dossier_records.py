"""A whole dossier as agencies send it (docs/contract/hooks.yaml, `Dossier`)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from app.texts import Text


class DossierRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One dossier as it stands; `version` is the version of the last event it takes into account.

    `holder` is an ID number or tax code, `phone` a telephone number: neither is stored, only found again.
    """

    code: str
    procedure_code: str
    agency_code: str
    status: int
    version: int
    received_at: datetime
    agency_name: Text | None = None
    locality_code: str | None = None
    holder: str | None = None
    holder_kind: Literal["citizen", "organisation"] | None = None
    phone: str | None = None
    subject: str | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    channel: Literal[1, 2, 3] | None = None
