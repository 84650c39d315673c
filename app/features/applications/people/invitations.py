"""The mails between an owner and somebody the portal may not know yet."""

from __future__ import annotations

import hashlib
from datetime import datetime

from app.jobs.outbox import Outbox
from app.texts import N_
from app.translations import translate

_SUBJECT = N_("You are asked to take part in an application")
_REMINDER = N_("Reminder: you are asked to take part in an application")
_ASKS = N_(
    "%(owner)s asks you to read an application, to fill in your own part if it has one, and to agree to it."
)
_LINK = N_("Open this link within 7 days and sign in with your own account. It works for nobody else:")
_STRANGER = N_("If you do not know this person, ignore this e-mail.")
_AGREED = N_("%(name)s has agreed to your application")
_DECLINED = N_("%(name)s has declined to take part in your application")
_LOOK = N_("See your application:")


class Invitations:
    """Leaves invitations and what became of them to be mailed; takes part in its caller's transaction."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, email: str, link: str, owner: str, language: str) -> None:
        """Mail the link in the name of `owner`."""
        self._mail(email, _SUBJECT, _asking(link, owner, language), language, f"invitation:{_short(link)}")

    def remind(self, email: str, link: str, owner: str, language: str, now: datetime) -> None:
        """Mail it once more."""
        key = f"reminder:{_short(link)}:{now:%Y%m%d%H%M}"
        self._mail(email, _REMINDER, _asking(link, owner, language), language, key)

    def tell(self, email: str, name: str, link: str, language: str, *, agreed: bool, key: str) -> None:
        """Mail the owner what `name` said."""
        said = translate(language, _AGREED if agreed else _DECLINED, name=name)
        text = "\n".join((f"{said}.", "", translate(language, _LOOK), link))
        message = {"to": email, "subject": said, "text": text, "language": language}
        self._outbox.add("mail", f"mail:said:{key}", message)

    def _mail(self, email: str, subject: str, text: str, language: str, key: str) -> None:
        message = {"to": email, "subject": translate(language, subject), "text": text, "language": language}
        self._outbox.add("mail", f"mail:{key}", message)


def _asking(link: str, owner: str, language: str) -> str:
    lines = (translate(language, _ASKS, owner=owner), "", translate(language, _LINK), link, "")
    return "\n".join((*lines, translate(language, _STRANGER)))


def _short(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()[:32]
