"""The rating as a form: one of three levels, and words if one likes."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.features.ratings.models import LONGEST_COMMENT
from app.features.ratings.service import LEVELS
from app.web.forms import PortalForm
from app.web.locale import lazy_gettext


class RatingForm(PortalForm):
    """How was it?"""

    level = RadioField(
        choices=[(str(level), str(level)) for level in LEVELS],
        validators=[InputRequired(lazy_gettext("Choose how satisfied you are."))],
        validate_choice=False,
    )
    comment = TextAreaField(
        lazy_gettext("What was good, what should be better? (optional)"),
        validators=[
            Length(
                max=LONGEST_COMMENT,
                message=lazy_gettext("Your comment is too long. Shorten it to 1,000 characters."),
            )
        ],
    )

    def validate_level(self, field: RadioField) -> None:
        """Only the three levels there are."""
        if field.data not in {str(level) for level in LEVELS}:
            raise ValueError(str(lazy_gettext("Choose how satisfied you are.")))

    @property
    def messages(self) -> dict[str, str]:
        """The errors by control, in the page's language."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}
