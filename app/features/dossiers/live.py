"""Keep an open page up to date: say nothing when nothing changed, never touch what is being typed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, request

from app.features.dossiers.freshness import Freshness, page_tag
from app.features.dossiers.mirror.statuses import COMPLETED, PAYMENT_ASKED
from app.features.dossiers.reading import OpenDossier
from app.web.locale import lang
from app.web.pages import swaps
from app.web.services import use

FRAGMENT = "progress"

_FORM = "form:"


class Live:
    """What the page that asks is showing (its query says so) against what there is now."""

    def __init__(self, dossier: OpenDossier, query: Mapping[str, str]) -> None:
        self.tag = page_tag(dossier.version, dossier.updated_at, dossier.now)
        self.ask = _ask(dossier)
        self.rates = dossier.row.status.ratable
        self.following = dossier.following
        self.pace = "60s" if dossier.row.status.code == COMPLETED else "5s"
        self._seen = query.get("seen") if swaps(FRAGMENT) else None
        self._shown_ask = query.get("ask", "")
        self._shown_rating = query.get("rates") == "True"

    @property
    def condition(self) -> dict[str, str]:
        """The header by which the open page asks only for what is newer than what it shows."""
        return {"If-None-Match": f'W/"{_etag(self.tag)}"'}

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

    @property
    def brings_form(self) -> bool:
        """Whether the page gets its only form now; switching the language must take what is typed in it."""
        return self.replaces_ask and (self.ask.startswith(_FORM) or self.brings_rating)

    def tagged(self, answer: Response) -> Response:
        """The fragment with its ETag; 304 when the asker has it already (RFC 9110 13.1.2)."""
        if not swaps(FRAGMENT):
            return answer
        answer.set_etag(_etag(self.tag), weak=True)
        answer.make_conditional(request)
        return answer


def unchanged(reference: str, owner: UUID) -> Response | None:
    """The answer to a page that asks again and has all there is, before anything else is read; else None.

    304 when what it shows or kept is still good (RFC 9110 13.1.2), 204 when only its query says so (`seen`).
    """
    tag = use(Freshness).tag(reference, owner=owner) if swaps(FRAGMENT) else None
    if tag is None:
        return None
    if request.if_none_match.contains_weak(_etag(tag)):
        kept = Response(status=304)
        kept.set_etag(_etag(tag), weak=True)
        return kept
    return Response(status=204) if request.args.get("seen") == tag else None


def _etag(tag: str) -> str:
    """What the fragment shows follows from the tag and the language; the rest stands in the address."""
    return f"{tag}-{lang()}"


def _ask(dossier: OpenDossier) -> str:
    if dossier.request:
        return f"{_FORM}{dossier.request.id}"
    if dossier.sent:
        return "sent"
    return "pay" if dossier.row.status.code == PAYMENT_ASKED else ""
