"""A procedure on one or two sheets of paper, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from app.features.catalogue.records.record import Channel, Papers, ProcedureRecord
from app.features.catalogue.records.wording import number_themselves, unbulleted
from app.features.catalogue.service import Found
from app.formatting import day
from app.papers import qr
from app.texts import Lang, Text, say, spoken
from app.web.locale import gettext as _
from app.web.templates import template

_TERMS = "catalogue/_terms.html"


def sheet(found: Found, address: str, lang: Lang) -> dict[str, Any]:
    """What `app.papers` needs to typeset the procedure; `address` is where its page stands."""
    record = found.record
    return {
        "title": say(record.name, lang),
        "note": _note(record, lang),
        "source": record.source.name,
        "lead": [say(record.summary, lang)] if record.summary else [],
        "code": {
            "svg": qr(address),
            "alt": _("QR code that opens this page on another device"),
            "caption": _("The page on the portal"),
        },
        "sections": [
            {"heading": _("Name and code"), "facts": _identity(record, lang)},
            *_ways(record.channels, lang),
            *_papers(record.papers, lang),
            *_prose(record, lang),
        ],
    }


def _identity(record: ProcedureRecord, lang: Lang) -> list[list[str]]:
    deciding = [unit.name for unit in record.executing] or [record.agency.name]
    return [
        [_("Code"), record.code],
        [_("Field"), say(record.field.name, lang)],
        [_("Who decides"), ", ".join(say(name, lang) for name in deciding)],
        [_("Published by:").rstrip(":"), say(record.agency.name, lang)],
        [_("How it is done"), _term("level", record.service_level)],
        *([[_("Address"), say(record.address, lang)]] if record.address else []),
    ]


def _ways(channels: Iterable[Channel], lang: Lang) -> list[dict[str, Any]]:
    rows = [
        [_term("channel", channel.channel), _words("duration", channel.time), _fees(channel, lang)]
        for channel in channels
    ]
    head = [_("How to hand in"), _("Time"), _("Fees and charges")]
    return [{"heading": head[0], "table": {"head": head, "rows": rows}}] if rows else []


def _fees(channel: Channel, lang: Lang) -> str:
    told = [
        " – ".join(filter(None, [_amount(fee.kind, fee.amount), say(fee.note, lang)])) for fee in channel.fees
    ]
    return "\n".join(told) or _("Not stated")


def _amount(kind: str, amount: int | None) -> str:
    if amount is None:
        return ""
    return f"{_words('fee_kind', kind)}: {_words('money_or_free', amount)}"


def _papers(cases: Iterable[Papers], lang: Lang) -> list[dict[str, Any]]:
    head = [_("Paper"), _("Originals"), _("Copies")]
    return [
        {
            "heading": say(papers.case, lang) or _("Papers and how many"),
            "lang": _language((document.name for document in papers.documents), lang),
            "table": {
                "head": head,
                "rows": [
                    [say(document.name, lang), str(document.originals), str(document.copies)]
                    for document in papers.documents
                ],
            },
        }
        for papers in cases
        if papers.documents
    ]


def _prose(record: ProcedureRecord, lang: Lang) -> list[dict[str, Any]]:
    listed: list[tuple[str, list[Text | None], bool]] = [
        (_("Steps"), [*record.steps], not number_themselves(record.steps)),
        (_("What you receive"), [result.name for result in record.results], False),
        (_("Who can apply"), [record.applicants], False),
        (_("Conditions"), [record.conditions], False),
        (_("Legal basis"), [law.name for law in record.legal_basis], False),
    ]
    return [
        {
            "heading": heading,
            "lang": _language(filter(None, texts), lang),
            "items": [_lines(text, lang) for text in texts if text],
            "numbered": numbered and len(texts) > 1,
        }
        for heading, texts, numbered in listed
        if any(texts)
    ]


def _note(record: ProcedureRecord, lang: Lang) -> str:
    told = _("Information of %(day)s.", day=day(record.source.date, lang))
    if lang == "vi":
        return " ".join([told, _("Source:")])
    counts = _("Unofficial translation. The Vietnamese text is the one that counts.")
    return " ".join([told, counts, _("Source, in Vietnamese:")])


def _lines(text: Text, lang: Lang) -> str:
    return "\n".join(filter(None, map(unbulleted, say(text, lang).split("\n"))))


def _language(texts: Iterable[Text], lang: Lang) -> Lang:
    """The language most of a section is in: Vietnamese as soon as one text has no other."""
    return "vi" if any(spoken(text, lang) == "vi" for text in texts) else lang


def _term(facet: str, value: str) -> str:
    return _words("term", facet, value)


def _words(macro: str, *arguments: Any) -> str:
    """The words the procedure's page has for a value, as plain text."""
    shown: Markup = getattr(template(_TERMS).module, macro)(*arguments)
    return shown.striptags()
