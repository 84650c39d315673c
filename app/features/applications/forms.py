"""The few forms of an application that are not a step of its definition."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.web.forms import PortalForm
from app.web.locale import lazy_gettext


class SubmitForm(PortalForm):
    """The declaration on the check page, about the answers that page showed."""

    seen = HiddenField()
    by = StringField(default="declaration")
    declared = BooleanField(
        validators=[InputRequired(lazy_gettext("Confirm that your answers are true before you send them"))],
    )

    def is_about(self, fingerprint: str) -> bool:
        """Whether the answers are still those the person checked; true before anything is sent."""
        return not self.is_submitted() or self.seen.data == fingerprint


class EmptyForm(PortalForm):
    """A button that changes something: only the CSRF token."""


class InvitationForm(PortalForm):
    """Whom to mail an invitation; without an address the link is shown to be passed on."""

    email = StringField(validators=[Optional(), Length(max=254), Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")])


class AgreementForm(PortalForm):
    """What somebody says to the answers that page showed."""

    seen = HiddenField()
    reason = StringField(validators=[Length(max=1000)])
