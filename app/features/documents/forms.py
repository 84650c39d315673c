"""Forms of one's own documents."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.texts import N_
from app.web.forms import PortalForm


class DocumentForm(PortalForm):
    """A file and, if wanted, what to call it."""

    file = FileField(validators=[FileRequired(N_("Choose a file"))])
    called = StringField(validators=[Optional(), Length(max=150)])

    @property
    def file_name(self) -> str:
        """The name given, with the ending of the file; else the file's own."""
        own = str(self.file.data.filename)
        called, ending = (self.called.data or "").strip(), own.rpartition(".")[2]
        if not called:
            return own
        return called if called.lower().endswith(f".{ending.lower()}") else f"{called}.{ending}"

    def refused(self, reason: str) -> None:
        """Say why the file cannot be taken; `reason` is a message id."""
        self.file.errors = [self.file.gettext(reason)]
