"""Forms around the search: the answer to what was found, and an operator's word."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import HiddenField, StringField, TextAreaField

from app.features.catalogue.searching.words import LONGEST_PHRASE, LONGEST_TERM, MOST_TERMS
from app.search.words import Kind, Word
from app.web.forms import PortalForm
from app.web.locale import gettext as _

LONGEST_TYPED = LONGEST_PHRASE + MOST_TERMS * (LONGEST_TERM + 2)


class VerdictForm(PortalForm):
    """Was this what you were looking for?"""

    answer = StringField()

    @property
    def fits(self) -> bool | None:
        """The answer, or None when it is neither yes nor no."""
        return {"yes": True, "no": False}.get(self.answer.data or "")


class WordForm(PortalForm):
    """What people type and what it stands for; a line each for several terms."""

    kind = StringField()
    language = StringField()
    phrase = StringField()
    terms = TextAreaField()
    remove = HiddenField()

    @property
    def word(self) -> Word:
        """The word as typed."""
        kind: Kind = "situation" if self.kind.data == "situation" else "synonym"
        phrase = " ".join((self.phrase.data or "")[:LONGEST_TYPED].split())
        lines = (" ".join(line.split()) for line in (self.terms.data or "")[:LONGEST_TYPED].splitlines())
        terms = tuple(dict.fromkeys(part for line in lines for part in line.split("|") if part.strip()))
        lang = "en" if self.language.data == "en" else "vi"
        return Word(kind, lang, phrase, terms, removed=bool(self.remove.data))

    def accepts(self, complaints: Mapping[str, str]) -> bool:
        """Whether nobody complains; the complaints become the form's errors."""
        for name, message in complaints.items():
            self[name].errors = [_(message)]
        return not complaints

    @property
    def messages(self) -> dict[str, str]:
        """The errors by control, in the page's language."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}
