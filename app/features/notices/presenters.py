"""Notices shaped for the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.features.notices.dispatch import matter_of
from app.features.notices.kinds import KINDS
from app.features.notices.models import Notice
from app.features.notices.wording import happened
from app.texts import Text
from app.web.locale import gettext as _
from app.web.locale import lang

_TONES = {"asked": "wait", "reminders": "wait", "result": "ok", "status": "info"}


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One notice as the list shows it; `reference` is the dossier's code."""

    id: UUID
    happened: str
    name: Text | None
    reference: str | None
    text: Text | None
    label: str
    tone: str
    at: datetime | None
    unread: bool


def inbox_row(notice: Notice) -> InboxRow:
    """The notice in the language of the page."""
    matter, topic = matter_of(notice), KINDS[notice.kind].topic
    labels = {
        "asked": _("For you to do"),
        "status": _("Progress"),
        "result": _("Result"),
        "reminders": _("Reminder"),
    }
    return InboxRow(
        id=notice.id,
        happened=happened(notice.kind, matter, lang()),
        name=matter.name,
        reference=matter.reference,
        text=matter.next if topic == "asked" else matter.meaning,
        label=labels.get(topic or "", _("Your addresses")),
        tone=_TONES.get(topic or "", "bad"),
        at=notice.released_at,
        unread=notice.read_at is None,
    )
