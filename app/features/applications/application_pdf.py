"""The application as PDF: every answer as the check page shows it, and what was declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.features.account.service import Known
from app.features.applications.answers import Statement, answer_sections
from app.features.applications.drafts.declaration import Declared
from app.features.applications.drafts.outlook import Outlook
from app.features.applications.people.parties import Involved
from app.papers import typeset
from app.texts import say
from app.web.formats import moment, money, size, weekday
from app.web.locale import gettext as _
from app.web.locale import lang
from app.wizard.fees import Bill, Item
from app.wizard.papers import Needed
from app.wizard.parcel import files
from app.wizard.services import Party
from app.wizard.structure import Definition


def declared(shown: Statement, person: Known, party: Party | None = None) -> Declared:
    """What the person declares now, in the language of the page; `party` is anybody but the applicant."""
    definition, at = shown.draft.definition, shown.draft.now
    pdf = typeset("document", paper(shown, person, party), lang(), made_at=at)
    whose = f"-{party.key}" if party else ""
    return Declared(pdf, f"{definition.id}-{definition.version}{whose}.pdf", lang(), at)


def paper(shown: Statement, person: Known, party: Party | None = None) -> dict[str, Any]:
    """What the template `document` sets."""
    definition = shown.draft.definition
    title, *named = form_fact(definition)[1:]
    return {
        "title": title,
        "note": " · ".join([title, definition.procedure, *named]),
        "sections": [
            {"heading": _("About this application"), "facts": _about(shown, person)},
            *({"heading": part.title, "facts": _answers(part.rows)} for part in shown.sections),
            *_along(shown),
            *_files(shown),
            *_outlook(shown.outlook),
            *_agreed(shown),
            {"heading": _("Declaration"), "text": say(definition.declaration, lang())},
            {"heading": _("Declared by"), "facts": _declared_by(shown, person, party)},
        ],
    }


def _along(shown: Statement) -> Iterator[dict[str, Any]]:
    """What is filed along is declared with the same paper, so each agency has what was declared in full."""
    for form in shown.along:
        definition = form.definition
        facts = [[_("Procedure"), definition.procedure], form_fact(definition)]
        yield {"heading": _("Filed along: %(name)s", name=say(definition.title, lang())), "facts": facts}
        for part in answer_sections(form):
            yield {"heading": part.title, "facts": _answers(part.rows)}


def form_fact(definition: Definition) -> list[str]:
    """Which form it is: its title, and small beside it what tells its versions apart."""
    exactly = f"{_('version %(number)s', number=definition.version)}, {definition.id}"
    return [_("Form"), say(definition.title, lang()), exactly]


def fingerprint(sha256: str) -> str:
    """A SHA-256 in groups that lines can be broken between."""
    return " ".join(sha256[start : start + 16] for start in range(0, len(sha256), 16))


def _about(shown: Statement, person: Known) -> list[list[str]]:
    draft = shown.draft
    facts = [[_("Procedure"), draft.definition.procedure], form_fact(draft.definition)]
    if draft.subject:
        facts.append([_("For"), draft.subject])
    return [*facts, [_("Fingerprint of the answers (SHA-256)"), fingerprint(shown.fingerprint)]]


def _answers(rows: tuple[dict[str, Any], ...]) -> list[list[str]]:
    return [[row["label"], "\n".join(row["lines"])] for row in rows]


def _files(shown: Statement) -> Iterator[dict[str, Any]]:
    forms = (shown.draft, *shown.along)
    sent = {
        file["id"]: (file, form.definition.question(file["question"]).label)
        for form in forms
        for file in files(form.definition, form.relevant)
    }.values()
    if sent:
        facts = [
            [file["name"], f"{say(label, lang())} · {size(file['size'])}\n{fingerprint(file['sha256'])}"]
            for file, label in sent
        ]
        yield {"heading": _("Files with their fingerprints (SHA-256)"), "facts": facts}


def _outlook(found: Outlook) -> Iterator[dict[str, Any]]:
    if found.papers:
        yield {"heading": _("Papers"), "items": [_paper(entry) for entry in found.papers]}
    if found.bill.items:
        rows = [*(_fee(item) for item in found.bill.items), *_total(found.bill)]
        yield {"heading": _("What it costs"), "facts": rows}
    if found.expected:
        yield {"heading": _("When the answer comes"), "text": _expected(found)}


def _total(bill: Bill) -> Iterator[list[str]]:
    """Nothing where every amount is set elsewhere: that it is at least nothing says nothing."""
    total = money(bill.total)
    if bill.exact or bill.total:
        yield [_("Total"), total if bill.exact else _("at least %(amount)s", amount=total)]


def _paper(entry: Needed) -> str:
    words = {
        "given": _("given"),
        "missing": _("still to be given"),
        "at_counter": _("to be shown at the counter"),
        "not_needed": _("not needed"),
    }
    return f"{say(entry.paper.name, lang())} – {words[entry.state]}"


def _fee(item: Item) -> list[str]:
    note = say(item.fee.note, lang()) if item.fee.note else _("set elsewhere")
    amount = money(item.amount) if item.amount is not None else note
    return [say(item.fee.name, lang()), f"{amount}\n{say(item.fee.legal, lang())}"]


def _expected(found: Outlook) -> str:
    expected = found.expected
    if expected is None:
        return ""
    time = _("The agency answers on the same day.")
    if expected.term.amount:
        time = _("The agency has %(time)s.", time=say(expected.words, lang()))
    return f"{weekday(expected.on)}\n{time}" if expected.on else time


def _agreed(shown: Statement) -> Iterator[dict[str, Any]]:
    """Who declared the same before, each with the fingerprint of the paper that says so."""
    facts = [[_role(one), "\n".join(_said(one))] for one in shown.agreed]
    if facts:
        yield {"heading": _("Others who have declared the same"), "facts": facts}


def _role(one: Involved) -> str:
    role = say(one.party.name, lang())
    return f"{role} – {one.name}" if one.name else role


def _said(one: Involved) -> Iterator[str]:
    if one.id_number:
        yield _("ID number %(number)s", number=one.id_number)
    if one.row is not None and one.row.agreed_at is not None:
        at = moment(one.row.agreed_at)
        signed = _("signed with his or her own certificate, %(moment)s", moment=at)
        yield signed if one.signed else _("declared without a certificate, %(moment)s", moment=at)
    if one.paper is not None:
        yield f"{one.paper.name}\n{fingerprint(one.paper.sha256)}"


def _declared_by(shown: Statement, person: Known, party: Party | None) -> list[list[str]]:
    number = [[_("ID number"), person.id_number]] if person.id_number else []
    role = [[_("Takes part as"), say(party.name, lang())]] if party else []
    return [[_("Name"), person.name], *number, *role, [_("Declared at"), moment(shown.draft.now)]]
