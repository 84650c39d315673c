"""The rating as a form: one of three levels, and words if one likes."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from app.features.ratings.models import LONGEST_COMMENT
from app.features.ratings.service import LEVELS
from app.web.forms import PortalForm
from app.web.locale import gettext as _


class RatingForm(PortalForm):
    """How was it?"""

    level = StringField()
    comment = TextAreaField()

    @classmethod
    def typed(cls, form: dict[str, list[str]] | None) -> RatingForm:
        """The form of this request, or one that shows what was typed before."""
        return cls(MultiDict(form)) if form else cls()

    def validate_level(self, field: StringField) -> None:
        """Only the three levels there are."""
        if field.data not in {str(level) for level in LEVELS}:
            raise ValidationError(_("Choose how satisfied you are."))

    def validate_comment(self, field: TextAreaField) -> None:
        """Short enough to be read."""
        if len((field.data or "").strip()) > LONGEST_COMMENT:
            raise ValidationError(_("Your comment is too long. Shorten it to 1,000 characters."))

    @property
    def messages(self) -> dict[str, str]:
        """The errors by control, in the page's language."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}
