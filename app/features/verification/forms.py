"""What somebody brings to be compared with a receipt."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

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
        """The number without spaces, in capitals."""
        return "".join((self.number.data or "").split()).upper()[:40]
