"""What the pages of a dossier say of the others of its filing."""

from __future__ import annotations

from app.features.dossiers.filing import Filings, filing_number
from app.features.dossiers.reading import DossierRow
from app.features.dossiers.routes import bp
from app.web.guards import current_person
from app.web.services import use


@bp.app_template_global("filing_of")
def filing_of(receipt_number: str) -> list[DossierRow]:
    """Every dossier of the filing, empty when there is only one."""
    return use(Filings).of(receipt_number, owner=current_person().id)


@bp.app_template_global("part_of")
def part_of(receipt_number: str) -> str | None:
    """The number of the filing when this is one of its further parts."""
    number = filing_number(receipt_number)
    return number if number != receipt_number else None
