"""The receipt as PDF: what was sent, file by file, and what the agency says it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.features.applications.application_pdf import fingerprint, form_fact
from app.features.applications.file_names import Called, File
from app.features.applications.sending.receipt_book import Receipt
from app.papers import qr, typeset
from app.papers.seal import Seal
from app.texts import Text, say
from app.web.formats import moment, size
from app.web.locale import gettext as _
from app.web.locale import lang, ngettext
from app.wizard.structure import Definition


class Known(NamedTuple):
    """How a receipt names things: procedures, files, what they answer, and a `form` by id and version."""

    names: Mapping[str, Text | None]
    called: Called
    labels: Mapping[str, Text]
    form: Callable[[str, int], Definition]


def sealed(receipt: Receipt, known: Known, address: str, seal: Seal) -> bytes:
    """The receipt in the page's language; its seal names the receipt's number as the reason."""
    at = receipt.acknowledged_at or receipt.issued_at
    pdf = typeset("document", receipt_data(receipt, known, address), lang(), made_at=at)
    return seal.sign(pdf, reason=receipt.number, at=at)


def receipt_data(receipt: Receipt, known: Known, address: str) -> dict[str, Any]:
    """What the template `document` sets; `address` is the page that verifies it."""
    return {
        "title": _("Receipt of an application"),
        "note": receipt.number,
        "lead": [_name(one, known) for one in receipt.filing],
        "code": {
            "svg": qr(f"{address}?t={receipt.token}"),
            "alt": _("QR code that leads to the verification of receipt %(number)s", number=receipt.number),
            "caption": receipt.number,
        },
        "sections": [
            *(section for one in receipt.filing for section in _filed(one, known)),
            {"heading": _("How to verify this receipt"), "text": _verify(address), "together": True},
        ],
    }


def _filed(receipt: Receipt, known: Known) -> Iterator[dict[str, Any]]:
    """What one agency was sent; a filing of several procedures has as many of these."""
    yield {"heading": _name(receipt, known), "facts": _received(receipt, known)}
    yield from _files(receipt, known)
    yield _acknowledged(receipt, known)


def _received(receipt: Receipt, known: Known) -> list[list[str]]:
    form = receipt.manifest["definition"]
    return [
        [_("Receipt number"), receipt.number],
        [_("Received by the portal at"), moment(receipt.issued_at)],
        [_("Procedure"), str(receipt.manifest["procedure"])],
        form_fact(known.form(form["id"], form["version"])),
        [_("Fingerprint of the application (SHA-256)"), fingerprint(receipt.manifest["application_sha256"])],
    ]


def _files(receipt: Receipt, known: Known) -> Iterator[dict[str, Any]]:
    files = receipt.files
    count = ngettext("%(num)d file", "%(num)d files", len(files))
    facts = [_listed(file, known) for file in files]
    if facts:
        yield {"heading": _("Files received with their fingerprints: %(count)s", count=count), "facts": facts}


def _listed(file: File, known: Known) -> list[str]:
    about = " · ".join([*_label(file, known), size(file["size"])])
    return [known.called(file), f"{about}\n{fingerprint(file['sha256'])}"]


def _label(file: File, known: Known) -> list[str]:
    """The question it answers, which tells files of one name apart; nothing for the portal's own papers."""
    label = known.labels.get(file["id"])
    return [say(label, lang())] if label else []


def _acknowledged(receipt: Receipt, known: Known) -> dict[str, Any]:
    told = receipt.acknowledgement
    if told is None:
        text = _("The agency has not answered yet. A later receipt shows its answer.")
        return {"heading": _("What the agency says it has"), "text": text}
    files, arrived = receipt.files, receipt.arrived
    words = {True: _("arrived unchanged"), False: _("MISSING")}
    rows = [[known.called(file), words[file["id"] in arrived], *_label(file, known)] for file in files]
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


def _name(receipt: Receipt, known: Known) -> str:
    code = str(receipt.manifest["procedure"])
    name = known.names.get(code)
    return say(name, lang()) if name else code
