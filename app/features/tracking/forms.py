"""The two things asked of whoever looks a dossier up."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import ValidationError

from app.features.tracking.service import could_be_fact
from app.references import read_reference
from app.web.forms import PortalForm
from app.web.locale import gettext as _


class TrackForm(PortalForm):
    """A dossier code, and the last four of the ID number or the phone number."""

    code = StringField()
    fact = StringField()

    def validate_code(self, field: StringField) -> None:
        """Something that can be a code."""
        if not (field.data or "").strip():
            raise ValidationError(_("Enter the dossier code. It is on your receipt."))
        if self.reference is None:
            raise ValidationError(
                _("This is not a dossier code. Copy it from the receipt, with every letter and digit.")
            )

    def validate_fact(self, field: StringField) -> None:
        """Something that can be the end of a number."""
        if not could_be_fact(field.data or ""):
            raise ValidationError(
                _("Enter the last four digits of the applicant's ID number or phone number.")
            )

    @property
    def reference(self) -> str | None:
        """The code as it is kept, however it was typed."""
        return read_reference(self.code.data or "")

    @property
    def messages(self) -> dict[str, str]:
        """The errors by control, in the page's language."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}
