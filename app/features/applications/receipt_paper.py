"""The receipt as PDF: what was sent, file by file, and what the agency says it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.features.applications.application_pdf import fingerprint
from app.features.applications.file_names import Called
from app.features.applications.sending.receipt_book import Receipt
from app.papers import qr, typeset
from app.papers.seal import Seal
from app.texts import Text, say
from app.web.formats import moment, size
from app.web.locale import gettext as _
from app.web.locale import lang, ngettext

Names = Mapping[str, Text | None]


def sealed(receipt: Receipt, names: Names, called: Called, address: str, seal: Seal) -> bytes:
    """The receipt in the page's language; its seal names the receipt's number as the reason."""
    at = receipt.acknowledged_at or receipt.issued_at
    pdf = typeset("document", receipt_data(receipt, names, called, address), lang(), made_at=at)
    return seal.sign(pdf, reason=receipt.number, at=at)


def receipt_data(receipt: Receipt, names: Names, called: Called, address: str) -> dict[str, Any]:
    """What the template `document` sets; `names` of procedures, what files are `called`.

    `address` is the page that verifies it.
    """
    return {
        "title": _("Receipt of an application"),
        "note": receipt.number,
        "lead": [_name(one, names) for one in receipt.filing],
        "code": {
            "svg": qr(f"{address}?t={receipt.token}"),
            "alt": _("QR code that leads to the verification of receipt %(number)s", number=receipt.number),
            "caption": receipt.number,
        },
        "sections": [
            *(section for one in receipt.filing for section in _filed(one, names, called)),
            {"heading": _("How to verify this receipt"), "text": _verify(address)},
        ],
    }


def _filed(receipt: Receipt, names: Names, called: Called) -> Iterator[dict[str, Any]]:
    """What one agency was sent; a filing of several procedures has as many of these."""
    yield {"heading": _name(receipt, names), "facts": _received(receipt)}
    yield from _files(receipt, called)
    yield _acknowledged(receipt, called)


def _received(receipt: Receipt) -> list[list[str]]:
    form = receipt.manifest["definition"]
    return [
        [_("Receipt number"), receipt.number],
        [_("Received by the portal at"), moment(receipt.issued_at)],
        [_("Procedure"), str(receipt.manifest["procedure"])],
        [_("Form"), f"{form['id']}, {_('version %(number)s', number=form['version'])}"],
        [_("Fingerprint of the application (SHA-256)"), fingerprint(receipt.manifest["application_sha256"])],
    ]


def _files(receipt: Receipt, called: Called) -> Iterator[dict[str, Any]]:
    files = receipt.files
    count = ngettext("%(num)d file", "%(num)d files", len(files))
    facts = [[called(file), f"{size(file['size'])}\n{fingerprint(file['sha256'])}"] for file in files]
    if facts:
        yield {"heading": _("Files received with their fingerprints: %(count)s", count=count), "facts": facts}


def _acknowledged(receipt: Receipt, called: Called) -> dict[str, Any]:
    told = receipt.acknowledgement
    if told is None:
        text = _("The agency has not answered yet. A later receipt shows its answer.")
        return {"heading": _("What the agency says it has"), "text": text}
    files, arrived = receipt.files, receipt.arrived
    words = {True: _("arrived unchanged"), False: _("MISSING")}
    rows = [[called(file), words[file["id"] in arrived]] for file in files]
    facts = [
        [_("Agency"), say(told["agency"]["name"], lang())],
        [_("Dossier code"), told["dossier_code"]],
        [_("Received by the agency at"), moment(datetime.fromisoformat(told["received_at"]))],
    ]
    return {"heading": _("What the agency says it has"), "facts": [*facts, *rows]}


def _verify(address: str) -> str:
    return "\n".join(
        [
            _("Scan the code, or open %(address)s.", address=address),
            _("Seal and code can also be verified without the portal, with its public key."),
        ]
    )


def _name(receipt: Receipt, names: Names) -> str:
    code = str(receipt.manifest["procedure"])
    name = names.get(code)
    return say(name, lang()) if name else code
