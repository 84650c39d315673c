"""The mail that brings an invitation to somebody the portal may not know yet."""

from __future__ import annotations

import hashlib

from app.jobs.outbox import Outbox
from app.texts import N_
from app.translations import translate

_SUBJECT = N_("You are asked to agree to an application")
_ASKS = N_("%(owner)s asks you to read an application and to agree to it.")
_LINK = N_("Open this link within 7 days and sign in with your own account. It works once:")
_STRANGER = N_("If you do not know this person, ignore this mail.")


class Invitations:
    """Leaves invitations to be mailed; takes part in its caller's transaction."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, email: str, link: str, owner: str, language: str) -> None:
        """Mail the link in the name of `owner`."""
        lines = (translate(language, _ASKS, owner=owner), "", translate(language, _LINK), link, "")
        text = "\n".join((*lines, translate(language, _STRANGER)))
        key = f"mail:invitation:{hashlib.sha256(link.encode()).hexdigest()[:32]}"
        subject = translate(language, _SUBJECT)
        self._outbox.add("mail", key, {"to": email, "subject": subject, "text": text, "language": language})
