"""A dossier shaped for its page: what happened, what comes next, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from app.features.dossiers.deadlines import DeadlineCard, deadline_card, overdue
from app.features.dossiers.mirror.statuses import (
    ACCEPTED,
    COMPLETED,
    IN_PROGRESS,
    NOT_ACCEPTED,
    PAYMENT_ASKED,
    RETURNED,
    STOPPED,
    WITHDRAWN,
    status,
)
from app.features.dossiers.promises import apologies
from app.features.dossiers.reading import Happening, OpenDossier, Sent
from app.features.dossiers.slips import Slip, slips
from app.features.dossiers.surroundings import Around
from app.texts import say
from app.web.formats import day, moment, size, spoken_text
from app.web.locale import gettext as _
from app.web.locale import lang, ngettext

TONES = {"wait": "wait", "work": "info", "ask": "wait", "good": "ok", "stop": "bad"}

_PATH = (ACCEPTED, IN_PROGRESS, COMPLETED, RETURNED)
_STOPS = (NOT_ACCEPTED, WITHDRAWN, STOPPED)


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything the templates of a dossier show."""

    found: OpenDossier
    title: str
    tag: tuple[str, str]
    timeline: list[dict[str, Any]]
    deadline: DeadlineCard | None
    files: list[dict[str, Any]]
    arrival: str | None
    around: Around
    slips: list[Slip]
    payment: str | None
    filed_here: bool


def dossier_page(found: OpenDossier, around: Around) -> DossierPage:
    """The dossier in the words of the page's language."""
    return DossierPage(
        found=found,
        title=title(found),
        tag=status_tag(found.row),
        timeline=[*_past(found), *_future(found)],
        deadline=deadline_card(found),
        files=[_file(file) for file in found.files],
        arrival=_arrival(found),
        around=around,
        slips=slips(found),
        payment=_payment(found),
        filed_here=found.row.filed_here,
    )


def title(found: OpenDossier) -> str:
    """The procedure's name, and for whom where it is not the owner."""
    name = say(found.row.name, lang())
    return f"{name} – {found.row.subject}" if found.row.subject else name


def status_tag(row: Any) -> tuple[str, str]:
    """The state of a dossier in a word, and the tone of its tag."""
    if row.refused:
        return _("Not taken by the agency's system"), "bad"
    if row.waiting:
        return _("Sent, waiting for the agency's code"), "wait"
    return say(row.status.name, lang()), TONES[row.status.tone]


def _past(found: OpenDossier) -> Iterator[dict[str, Any]]:
    told = [_entry(_("You submitted"), _brought(found.row.submitted_at, len(found.files)))]
    if not found.row.filed_here:
        told = [_entry(_("Handed in at the agency"), day(found.row.submitted_at))]
    answers = {sent.request_id: sent for sent in found.answers}
    moved = {apology.told_at: apology.until for apology in apologies(found)}
    for happening in found.happenings:
        told.append(_happened(happening, moved.get(happening.occurred_at)))
        sent = answers.get(happening.request.id) if happening.request else None
        if sent:
            told.append(_answered(sent))
    if found.row.refused:
        told.append(_entry(_("Not taken by the agency's system"), moment(found.row.finished_at)))
    told[-1]["state"] = _last_state(found)
    yield from told


def _last_state(found: OpenDossier) -> str:
    if found.row.refused or found.row.status.code in _STOPS:
        return "stopped"
    return "done" if found.row.status.code == RETURNED else "now"


def _happened(happening: Happening, until: date | None) -> dict[str, Any]:
    """One event of the agency; `until` is the day it moved its date to."""
    name = say(happening.status.name, lang())
    if until:
        name = _("The agency moved its date to %(day)s", day=day(until))
    parts = [moment(happening.occurred_at)]
    if happening.actor:
        unit = spoken_text(happening.actor.unit)
        parts.append(Markup("{}, {}").format(happening.actor.name, unit) if unit else happening.actor.name)
    return _entry(name, Markup(" · ").join(parts), spoken_text(happening.note) or None)


def _answered(sent: Sent) -> dict[str, Any]:
    note = {
        None: None,
        True: _("The agency confirmed that it got all of it."),
        False: _("The agency did not confirm every file. Ask it which one is missing."),
    }[sent.confirmed]
    if sent.refused:
        note = _("The agency's system did not take this answer.")
    return _entry(_("You answered what was asked"), _brought(sent.sent_at, sent.files), note)


def _brought(at: datetime, files: int) -> str:
    """When something was sent, and with how many files."""
    return " · ".join([moment(at), *([ngettext("%(num)d file", "%(num)d files", files)] if files else [])])


def _future(found: OpenDossier) -> Iterator[dict[str, Any]]:
    now = found.row.status
    if found.row.refused or now.final:
        return
    after = [code for code in _PATH if code > _place(now.code)]
    for code in after:
        yield {
            "title": say(status(code).name, lang()),
            "meta": _expected(found) if code == COMPLETED else None,
            "state": "next",
        }


def _expected(found: OpenDossier) -> str | None:
    """By when the agency will be done, or was to be."""
    due = found.row.due_at
    if due is None or found.row.status.paused:
        return None
    if overdue(found):
        return _("was due on %(day)s", day=day(due))
    return _("expected by %(day)s", day=day(due))


def _place(code: int) -> int:
    """A pause happens after acceptance and before the work goes on."""
    return code if code in _PATH else (ACCEPTED if status(code).paused else 0)


def _entry(title: str, meta: Any = None, note: Any = None) -> dict[str, Any]:
    return {"title": title, "meta": meta, "note": note, "state": "done"}


def _file(file: Any) -> dict[str, Any]:
    notes = {None: None, True: _("the agency has it"), False: _("not confirmed by the agency")}
    return {
        "name": file["name"],
        "label": say(file.get("label"), lang()),
        "size": size(file["size"]),
        "note": notes[file.get("confirmed")],
        "sha256": file["sha256"],
    }


def _payment(found: OpenDossier) -> str | None:
    """What the agency has said about money, in one sentence; none when it never asked for any."""
    asked = [one for one in found.happenings if one.status.code == PAYMENT_ASKED]
    if not asked:
        return None
    if found.row.status.code == PAYMENT_ASKED:
        return _(
            "The agency has asked for payment on %(day)s and waits for it.", day=day(asked[-1].occurred_at)
        )
    return _("The agency asked for payment on %(day)s and has gone on since.", day=day(asked[-1].occurred_at))


def all_arrived(files: int) -> str:
    """That the agency has the application and this many files sent with it."""
    if not files:
        return _("The agency confirmed that it has your application, unchanged.")
    return ngettext(
        "The agency confirmed that it has your application and the file sent with it, unchanged.",
        "The agency confirmed that it has your application and all %(num)d files sent with it, unchanged.",
        files,
    )


def differing() -> str:
    """That the agency does not list what was sent to it."""
    return _(
        "The agency's list of files differs from ours. We are looking into it; your files are kept here."
    )


def _arrival(found: OpenDossier) -> str | None:
    """Whether the agency got what was sent, in one sentence; none before it has said so."""
    if found.files_confirmed is None or not found.files:
        return None
    sent, got = len(found.files), sum(1 for file in found.files if file.get("confirmed"))
    if got == sent:
        return all_arrived(sent) if found.files_confirmed else differing()
    if not got:
        return ngettext(
            "The agency has not confirmed that it has the file you sent.",
            "The agency has not confirmed that it has any of the %(num)d files you sent.",
            sent,
        )
    return _("The agency confirmed that it has %(got)d of the %(sent)d files you sent.", got=got, sent=sent)
