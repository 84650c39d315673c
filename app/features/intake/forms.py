"""What operators fill in about an item that was set aside."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from app.web.forms import PortalForm


class SettleForm(PortalForm):
    """Take the item again, or put it away with a reason; the service judges the reason."""

    act = HiddenField()
    remark = StringField()
