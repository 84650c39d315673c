"""The six standard slips of a dossier (Circular 01/2018/TT-VPCP Art. 9), from what the agency has reported.

The printed annex of the circular is not part of the public text the portal works from; what each slip must
say is taken from Decree 61/2018/ND-CP Articles 15, 17 and 19, and laid out by the portal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.features.dossiers.mirror.statuses import ACCEPTED, NOT_ACCEPTED
from app.features.dossiers.promises import apologies
from app.features.dossiers.reading import Happening, OpenDossier
from app.papers import qr
from app.texts import Text, say
from app.web.formats import day, moment, number, size
from app.web.locale import gettext as _
from app.web.locale import lang, ngettext

Kind = Literal["receipt", "supplement", "refusal", "apology", "control", "register"]
Facts = list[list[str]]


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip that applies; `number` is its number in the circular."""

    kind: Kind
    number: str
    title: str


def slips(found: OpenDossier) -> list[Slip]:
    """The slips that apply to the dossier now, in the circular's order."""
    return [
        Slip(kind, number_, title) for kind, (number_, title) in _titles().items() if _applies(kind, found)
    ]


def slip_data(kind: Kind, found: OpenDossier, applicant: str, track: str) -> dict[str, Any]:
    """What the template `document` sets on A5; `track` is the address the QR code opens."""
    number_, title = _titles()[kind]
    return {
        "title": title,
        "paper": "a5",
        "note": _("Form %(number)s, Circular 01/2018/TT-VPCP", number=number_),
        "lead": [_text(found.row.agency) or "–"],
        "code": {
            "svg": qr(track),
            "alt": _("QR code that opens the tracking page of dossier %(code)s", code=found.row.code),
            "caption": _("Track this dossier"),
        },
        "sections": [
            {"heading": _("Dossier"), "facts": _common(found, applicant)},
            *_SECTIONS[kind](found),
            {"heading": _("About this paper"), "text": _origin()},
        ],
    }


def _titles() -> dict[Kind, tuple[str, str]]:
    return {
        "receipt": ("01", _("Receipt of the dossier and appointment for the result")),
        "supplement": ("02", _("Request to supplement and complete the dossier")),
        "refusal": ("03", _("Refusal to receive and handle the dossier")),
        "apology": ("04", _("Apology and new appointment for the result")),
        "control": ("05", _("Control sheet of the handling of the dossier")),
        "register": ("06", _("Register sheet of the dossier")),
    }


def _applies(kind: Kind, found: OpenDossier) -> bool:
    if found.row.code is None:
        return False
    accepted = _first(found, ACCEPTED) is not None
    return {
        "receipt": accepted,
        "supplement": _asked(found) is not None,
        "refusal": _first(found, NOT_ACCEPTED) is not None,
        "apology": bool(apologies(found)),
        "control": accepted,
        "register": accepted,
    }[kind]


def _common(found: OpenDossier, applicant: str) -> Facts:
    row = found.row
    facts = [
        [_("Dossier code"), str(row.code)],
        [_("Procedure"), f"{_text(row.name)} ({row.procedure_code})"],
        [_("Submitted by"), applicant],
    ]
    return [*facts, [_("For"), row.subject]] if row.subject else facts


def _receipt(found: OpenDossier) -> list[dict[str, Any]]:
    accepted = _first(found, ACCEPTED)
    facts = [
        [_("Received at"), _moment(found.received_at)],
        [_("Accepted at"), _moment(accepted.occurred_at if accepted else None)],
        [_("Result promised by"), _moment(found.row.due_at)],
        [_("Received by"), _who(accepted)],
    ]
    return [{"heading": _("Receipt and appointment"), "facts": facts}, *_files(found)]


def _supplement(found: OpenDossier) -> list[dict[str, Any]]:
    asked = _asked(found)
    if asked is None or asked.request is None:
        return []
    facts = [[_("Asked at"), _moment(asked.occurred_at)], [_("Asked by"), _who(asked)]]
    if asked.request.answer_by:
        facts.append([_("To be answered by"), day(datetime.fromisoformat(asked.request.answer_by).date())])
    points = [_text(point.text) for point in asked.request.points]
    reason = [{"heading": _("Reason"), "text": _text(asked.note)}] if asked.note else []
    return [
        {"heading": _("Request"), "facts": facts},
        {"heading": _("What is to be supplemented"), "items": points, "numbered": True},
        *reason,
    ]


def _refusal(found: OpenDossier) -> list[dict[str, Any]]:
    refused = _first(found, NOT_ACCEPTED)
    facts = [[_("Refused at"), _moment(refused.occurred_at if refused else None)], [_("By"), _who(refused)]]
    reason = _text(refused.note if refused else None) or "–"
    return [{"heading": _("Refusal"), "facts": facts}, {"heading": _("Reason"), "text": reason}]


def _apology(found: OpenDossier) -> list[dict[str, Any]]:
    told = apologies(found)[0]
    facts = [
        [_("First appointment"), day(told.before)],
        [_("New appointment"), day(told.until)],
        [_("Announced at"), moment(told.told_at)],
    ]
    sorry = _("The agency apologises for the delay. A new date may be set once (Decree 61/2018, Article 19).")
    return [
        {"heading": _("Apology"), "text": sorry},
        {"heading": _("Appointment"), "facts": facts},
        {"heading": _("Reason"), "text": _text(told.reason) or "–"},
    ]


def _control(found: OpenDossier) -> list[dict[str, Any]]:
    rows = [
        [
            number(place),
            _moment(one.occurred_at),
            say(one.status.name, lang()),
            _who(one),
            _moment(one.due_at) if one.due_at else "–",
        ]
        for place, one in enumerate(found.happenings, start=1)
    ]
    head = [_("No."), _("Time"), _("State"), _("Officer"), _("Due")]
    return [{"heading": _("Hand-overs"), "table": {"head": head, "rows": rows}}]


def _register(found: OpenDossier) -> list[dict[str, Any]]:
    row = found.row
    facts = [
        [_("Received at"), _moment(found.received_at)],
        [_("Result promised by"), _moment(row.due_at)],
        [_("State"), say(row.status.name, lang())],
        [_("Ended at"), _moment(row.finished_at)],
        [_("Result"), _text(found.result.name) if found.result else "–"],
    ]
    return [{"heading": _("Following the dossier"), "facts": facts}, *_files(found)]


def _files(found: OpenDossier) -> list[dict[str, Any]]:
    if not found.files:
        return []
    count = ngettext("%(num)d file", "%(num)d files", len(found.files))
    items = [_item(file) for file in found.files]
    heading = _("Papers handed in: %(count)s", count=count)
    return [{"heading": heading, "items": items, "numbered": True}]


def _item(file: Mapping[str, Any]) -> str:
    label = say(file.get("label"), lang())
    return f"{file['name']} ({', '.join(filter(None, [label, size(file['size'])]))})"


_SECTIONS: dict[Kind, Callable[[OpenDossier], list[dict[str, Any]]]] = {
    "receipt": _receipt,
    "supplement": _supplement,
    "refusal": _refusal,
    "apology": _apology,
    "control": _control,
    "register": _register,
}


def _origin() -> str:
    return _("Made by the portal from what the agency has reported. The QR code opens the tracking page.")


def _first(found: OpenDossier, code: int) -> Happening | None:
    return next((one for one in found.happenings if one.status.code == code), None)


def _asked(found: OpenDossier) -> Happening | None:
    return next((one for one in reversed(found.happenings) if one.request), None)


def _who(happening: Happening | None) -> str:
    if happening is None or happening.actor is None:
        return "–"
    return ", ".join(filter(None, [happening.actor.name, _text(happening.actor.unit)]))


def _moment(at: datetime | None) -> str:
    return moment(at) if at else "–"


def _text(text: Text | None) -> str:
    return say(text, lang()) if text else ""
