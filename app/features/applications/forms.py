"""The few forms of an application that are not a step of its definition."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.web.forms import PortalForm
from app.web.locale import lazy_gettext
from app.wizard.question_types.id_number import CCCD

# The field by which a press of a button that begins a draft is known when it arrives twice.
ATTEMPT = "_attempt"

_WHOSE = lazy_gettext("Enter the 12 digits of this person's ID number.")


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
    """Whom to invite, and where to mail the link; without an address it is shown to be passed on."""

    id_number = StringField(
        filters=[lambda typed: "".join((typed or "").split())],
        validators=[
            Optional(),
            Regexp(CCCD.pattern + r"\Z", message=_WHOSE),
        ],
    )
    email = StringField(
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            Optional(),
            Length(max=254),
            Regexp(
                r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
                message=lazy_gettext("Enter an e-mail address such as ten@vidu.vn, or leave it empty."),
            ),
        ],
    )

    def accept(self, *, names_themself: bool, own: str | None) -> bool:
        """Whether everything needed is there; `own` is the number of whoever invites."""
        fine = bool(self.validate())
        if names_themself and not self.id_number.data:
            self.id_number.errors = [_WHOSE]
        elif names_themself and self.id_number.data == own:
            self.id_number.errors = [lazy_gettext("This is your own ID number.")]
        return fine and not self.id_number.errors


class AgreementForm(PortalForm):
    """What somebody says to the answers that page showed."""

    seen = HiddenField()
    reason = StringField(validators=[Length(max=1000)])

    @classmethod
    def typed(cls, form: dict[str, list[str]] | None) -> AgreementForm:
        """The form of this request, or one that shows what was typed before."""
        return cls(MultiDict(form)) if form else cls()
