"""What a person says about their place: typed, picked from the lists, or one of what was found."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from app.web.forms import PortalForm

LONGEST = 200


class PlaceForm(PortalForm):
    """Every field may be empty; `back` is the page to go on with."""

    back = HiddenField()
    typed = StringField()
    province = StringField()
    ward = StringField()
    unit = StringField()
