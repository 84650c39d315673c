"""A dossier as its page reads it, made by hand."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from app.clock import VIETNAM
from app.features.catalogue.records.record import Time
from app.features.dossiers.mirror.statuses import SUPPLEMENT_ASKED, status
from app.features.dossiers.reading import DossierRow, Happening, OpenDossier
from tests.support.dossiers import REQUEST


def at(text):
    """A moment in Vietnam: "16 09:00" is 16 November 2026, nine o'clock."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


@pytest.fixture
def make_open():
    """Builds an open dossier from its events, as (status, moment)."""

    def build(*events, now="17 10:00", due=None, days=3, received="16 09:00", **more):
        happenings = tuple(_happening(number, *event) for number, event in enumerate(events, start=1))
        ended = [happening.occurred_at for happening in happenings if happening.status.ended]
        code = happenings[-1].status.code if happenings else 1
        row = _row(code, happenings, ended, at(due) if due else None, more)
        return OpenDossier(
            row=row,
            received_at=at(received) if received else None,
            acknowledged_at=at(received) if received else None,
            limit=Time(amount=days, unit="working_day") if days is not None else None,
            files=tuple(more.get("files", ())),
            files_confirmed=more.get("files_confirmed"),
            happenings=happenings,
            request=happenings[-1].request if happenings else None,
            sent=more.get("sent"),
            answers=tuple(more.get("answers", ())),
            version=len(happenings),
            updated_at=at(now) - timedelta(minutes=1),
            now=at(now),
        )

    return build


def _row(code, happenings, ended, due_at, more):
    return DossierRow(
        id=uuid4(),
        reference="CODE",
        code="CODE" if happenings else None,
        receipt_number="CDV-1",
        procedure_code="1.001193",
        name={"vi": "Đăng ký khai sinh", "en": "Birth registration"},
        subject=more.get("subject"),
        status=status(code),
        agency_code="H26",
        agency={"vi": "UBND phường Cửa Nam"},
        submitted_at=at("16 08:59"),
        due_at=due_at,
        finished_at=ended[0] if ended else None,
        needs_me=code == SUPPLEMENT_ASKED,
        ended=bool(ended),
        waiting=not happenings,
        refused=more.get("refused", False),
        filed_here=more.get("filed_here", True),
    )


def _happening(version, code, moment, due=None):
    request = REQUEST if code == SUPPLEMENT_ASKED else None
    due_at = at(due) if due else None
    return Happening(f"e{version}", version, status(code), at(moment), None, None, due_at, request, None)
