"""What operators fill in about an item that was set aside."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from app.web.forms import PortalForm
from app.web.locale import gettext as _


class SettleForm(PortalForm):
    """Take the item again, or put it away with a reason."""

    act = HiddenField()
    remark = StringField()

    def validate_remark(self, field: StringField) -> None:
        """A reason where the item is put away."""
        if self.act.data != "retry" and not (field.data or "").strip():
            raise ValidationError(_("Say why the record is put away."))

    @property
    def messages(self) -> dict[str, str]:
        """The errors by control, in the page's language."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}
