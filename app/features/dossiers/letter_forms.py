"""A message to the officer, and the wish to have an application back, as forms."""

from __future__ import annotations

from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, TextAreaField
from wtforms.validators import ValidationError

from app.features.dossiers.messages import LONGEST
from app.features.dossiers.withdrawals import LONGEST as LONGEST_REASON
from app.web.forms import PortalForm
from app.web.locale import gettext as _


class MessageForm(PortalForm):
    """Some words; `key` makes a second click the same message."""

    key = HiddenField()
    text = TextAreaField()

    @classmethod
    def typed(cls, form: dict[str, list[str]] | None) -> MessageForm:
        """The form of this request, or one that shows what was typed before."""
        found = cls(MultiDict(form)) if form else cls()
        found.key.data = found.key.data or str(uuid4())
        return found

    @property
    def once(self) -> UUID:
        """The key of this one message."""
        return UUID(str(self.key.data))

    def validate_key(self, field: HiddenField) -> None:
        """A key that is none is replaced: the person cannot know of it."""
        try:
            UUID(str(field.data))
        except ValueError:
            field.data = str(uuid4())

    def validate_text(self, field: TextAreaField) -> None:
        """Neither nothing nor too much."""
        words = (field.data or "").strip()
        if not words:
            raise ValidationError(_("Write your message."))
        if len(words) > LONGEST:
            raise ValidationError(_("Your message is too long. Shorten it to 4,000 characters."))

    @property
    def messages(self) -> dict[str, str]:
        """The errors by control, in the page's language."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}


class WithdrawalForm(PortalForm):
    """Why, if one likes to say."""

    reason = TextAreaField()

    @classmethod
    def typed(cls, form: dict[str, list[str]] | None) -> WithdrawalForm:
        """The form of this request, or one that shows what was typed before."""
        return cls(MultiDict(form)) if form else cls()

    def validate_reason(self, field: TextAreaField) -> None:
        """Short enough to be read."""
        if len((field.data or "").strip()) > LONGEST_REASON:
            raise ValidationError(_("Your reason is too long. Shorten it to 1,000 characters."))

    @property
    def messages(self) -> dict[str, str]:
        """The errors by control, in the page's language."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}
