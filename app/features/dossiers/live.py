"""Keep an open page up to date: say nothing when nothing changed, never touch what is being typed."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request

from app.clock import VIETNAM
from app.features.dossiers.reading import OpenDossier
from app.features.dossiers.statuses import COMPLETED, PAYMENT_ASKED
from app.web.locale import lang
from app.web.pages import swaps

FRAGMENT = "progress"

_FORM = "form:"


class Live:
    """What the page that asks is showing (its query says so) against what there is now."""

    def __init__(self, dossier: OpenDossier, query: Mapping[str, str]) -> None:
        self.tag = f"{dossier.tag}-{dossier.now.astimezone(VIETNAM):%y%m%d}"
        self.ask = _ask(dossier)
        self.rates = dossier.row.status.ratable
        self.following = dossier.following
        self.pace = "60s" if dossier.row.status.code == COMPLETED else "5s"
        self._seen = query.get("seen") if swaps(FRAGMENT) else None
        self._shown_ask = query.get("ask", "")
        self._shown_rating = query.get("rates") == "True"

    @property
    def nothing_new(self) -> bool:
        """Whether the page shows all there is."""
        return self._seen == self.tag

    @property
    def outdated(self) -> bool:
        """Whether parts of the page outside the fragment must follow."""
        return self._seen is not None and self._seen != self.tag

    @property
    def replaces_ask(self) -> bool:
        """Whether the band with what is asked may be replaced: nobody can be typing in it."""
        return self.outdated and not self._shown_ask.startswith(_FORM)

    @property
    def shown_ask(self) -> str:
        """What the page shows after this answer: a form that may be in use stays, whatever is asked now."""
        return self._shown_ask if self.outdated and not self.replaces_ask else self.ask

    @property
    def ask_changed(self) -> bool:
        """Whether somebody may be typing an answer to what is no longer asked."""
        return self.outdated and self._shown_ask.startswith(_FORM) and self._shown_ask != self.ask

    @property
    def brings_rating(self) -> bool:
        """Whether the service can be rated now, and the page does not offer it yet."""
        return self.outdated and self.rates and not self._shown_rating

    def tagged(self, answer: Response) -> Response:
        """The fragment with its ETag; 304 when the asker has it already (RFC 9110 13.1.2)."""
        if not swaps(FRAGMENT):
            return answer
        answer.set_etag(f"{self.tag}-{lang()}-{self.ask}-{self._seen is not None}", weak=True)
        answer.make_conditional(request)
        return answer


def _ask(dossier: OpenDossier) -> str:
    if dossier.request:
        return f"{_FORM}{dossier.request.id}"
    if dossier.sent:
        return "sent"
    return "pay" if dossier.row.status.code == PAYMENT_ASKED else ""
