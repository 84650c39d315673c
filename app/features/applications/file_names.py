"""What a person knows a file of a receipt by: the papers the portal set have no name anybody gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.features.applications.sending.papers import OtherPaper
from app.features.applications.sending.receipt_book import Receipt
from app.web.locale import gettext as _

File = Mapping[str, Any]
Called = Callable[[File], str]


def file_names(receipt: Receipt, others: Iterable[OtherPaper]) -> Called:
    """Says the name of each listed file: the papers by who declared them, any other as it was uploaded."""
    own = {paper["id"] for one in receipt.filing if (paper := one.manifest.get("application_pdf"))}
    persons = {str(one.id): one.person for one in others}

    def called(file: File) -> str:
        if file["id"] in own:
            return _("Your application")
        person = persons.get(file["id"])
        if person is None:
            return str(file["name"])
        return (
            _("What %(name)s signed", name=person)
            if file["signed"]
            else _("What %(name)s declared", name=person)
        )

    return called
