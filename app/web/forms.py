"""The base of every form outside the wizard: CSRF, and messages in the page's language."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm

from app.translations import translator
from app.web.locale import lang


class _Words:
    """WTForms asks for translations through these two methods."""

    def gettext(self, message: str) -> str:
        return str(translator(lang()).ugettext(message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return str(translator(lang()).ungettext(one, many, count))


class PortalForm(FlaskForm):  # type: ignore[misc]  # the library has no types
    """A form with CSRF protection whose messages speak the language of the page."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the library has no types
        def get_translations(self, form: Any) -> _Words:
            """Messages from the portal's own catalogue."""
            return _Words()
