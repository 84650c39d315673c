"""Forms of one's own documents."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.features.documents.arriving import named
from app.texts import N_
from app.web.forms import PortalForm


class DocumentForm(PortalForm):
    """A file and, if wanted, what to call it."""

    file = FileField(validators=[FileRequired(N_("Choose a file"))])
    called = StringField(validators=[Optional(), Length(max=150)])

    @property
    def file_name(self) -> str:
        """The name given, with the ending of the file; else the file's own."""
        return named(str(self.file.data.filename), self.called.data)

    def refused(self, reason: str) -> None:
        """Say why the file cannot be taken; `reason` is a message id."""
        self.file.errors = [self.file.gettext(reason)]
