"""What somebody brings to be compared with a receipt."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from app.references import read_receipt_number
from app.web.forms import PortalForm
from app.web.locale import lazy_gettext


class CompareForm(PortalForm):
    """A file; it is read once and not kept."""

    file = FileField(validators=[FileRequired(lazy_gettext("Choose the file to compare"))])


class NumberForm(PortalForm):
    """The number of a receipt, as somebody types it from paper."""

    class Meta(PortalForm.Meta):
        """Asking changes nothing."""

        csrf = False

    number = StringField()

    @property
    def normal(self) -> str:
        """The number as it is kept, however it was typed; what is none stays as it is, at most 40 signs."""
        typed = self.number.data or ""
        return read_receipt_number(typed) or "".join(typed.split()).upper()[:40]
