"""Say in plain words why something was set aside: what agencies are told is English, and for programmers."""

from __future__ import annotations

import re

from app.texts import N_

_ELSE = N_("The portal cannot use this record. The technical words below say why.")

# The first that is found in the reason counts.
_KINDS: tuple[tuple[str, str], ...] = (
    (r"is not in the catalogue", N_("The agency withdraws a procedure that the catalogue does not have.")),
    (r"the item is about", N_("The item names one procedure, and its record another.")),
    (
        r"its events end at version",
        N_("The agency's list and the agency's events say different things about this dossier."),
    ),
    (
        r"refuses the events",
        N_("The agency's list names a later state of this dossier, and its events were refused to us."),
    ),
    (r"told before with another content", N_("The agency has told this event before, with other content.")),
    (
        r"version was told before by another event",
        N_("The agency gives two events of this dossier the same number."),
    ),
    (r"not a dossier of", N_("The dossier belongs to another agency than the one that sent the record.")),
    (r"missing required field", N_("A field is missing that every record must have.")),
    (r"missing although the status ends", N_("The dossier has ended, and the record does not say when.")),
    (
        r"not a dossier code|the dossier's code is none",
        N_("The dossier's code or the event's id is not valid."),
    ),
    (r"there is no status|one of the ten statuses", N_("The status is not one of the ten.")),
    (r"there is no version|\$\.version: not a number", N_("The number of the event is impossible.")),
    (
        r"not a time|no zone|encoded datetime|encoded date",
        N_("A time cannot be read, has no time zone or is impossible."),
    ),
    (
        r"characters|zero byte|application's id|U\+0000|half a character",
        N_("A text is too long or empty, or holds signs that cannot be kept."),
    ),
    (
        r"malformed|truncated|codec can't decode|trailing|not JSON|not UTF-8",
        N_("The record is damaged or cut off."),
    ),
    (
        r"Expected|Invalid|out of range|unknown kind|not a code|bilingual text",
        N_("A field holds something else than was agreed."),
    ),
    (
        r"^[A-Z]\w*(Error|Exception|Interrupt)\b",
        N_("The portal could not store this record. The cause may be ours: take it again."),
    ),
)


def in_plain_words(reason: str) -> str:
    """One sentence for operators, still to be translated, about a reason in the words agencies are told."""
    return next((words for pattern, words in _KINDS if re.search(pattern, reason)), _ELSE)
