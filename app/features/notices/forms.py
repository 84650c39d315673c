"""How one wants to be told, as a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from app.features.notices.choices import Choices
from app.features.notices.kinds import CHANNELS, TOPICS, Channel, Topic
from app.features.notices.timing import QUIET_FROM, QUIET_UNTIL
from app.texts import LANGS
from app.web.locale import gettext as _
from app.web.locale import lazy_gettext

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST_EMAIL = 254
_HOURS = range(24)
AS_DOSSIER = "dossier"

TOPIC_NAMES = {
    "asked": (
        lazy_gettext("For you to do"),
        lazy_gettext("The agency needs papers, an answer or a payment."),
    ),
    "status": (lazy_gettext("Progress"), lazy_gettext("The dossier was accepted, is worked on, or stopped.")),
    "result": (lazy_gettext("Results"), lazy_gettext("The result is ready or has been handed out.")),
    "reminders": (
        lazy_gettext("Reminders"),
        lazy_gettext("A date comes near, an application lies unfinished, your rating."),
    ),
}
CHANNEL_NAMES = {
    "mail": lazy_gettext("E-mail"),
    "sms": lazy_gettext("SMS"),
    "push": lazy_gettext("This portal's notices in my browser"),
}


@dataclass(slots=True)
class ChoicesForm:
    """The wishes as shown or as typed; `errors` names the fields that cannot be kept."""

    chosen: set[str] = field(default_factory=set)
    language: str = AS_DOSSIER
    quiet: bool = True
    quiet_from: int = QUIET_FROM // 60
    quiet_until: int = QUIET_UNTIL // 60
    digest: bool = False
    sms_marks: bool = False
    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, choices: Choices) -> ChoicesForm:
        """The form that shows what was chosen."""
        quiet = choices.quiet_from is not None and choices.quiet_until is not None
        return cls(
            chosen={f"{topic}:{one}" for topic, channels in choices.channels.items() for one in channels},
            language=choices.language or AS_DOSSIER,
            quiet=quiet,
            quiet_from=(choices.quiet_from if choices.quiet_from is not None else QUIET_FROM) // 60,
            quiet_until=(choices.quiet_until if choices.quiet_until is not None else QUIET_UNTIL) // 60,
            digest=choices.digest,
            sms_marks=choices.sms_marks,
            email=choices.email or choices.unproved_email or "",
        )

    @classmethod
    def typed(cls, form: MultiDict[str, str]) -> ChoicesForm:
        """What was sent, or typed before; not judged yet."""
        return cls(
            chosen=set(form.getlist("channel")),
            language=form.get("language", AS_DOSSIER),
            quiet="quiet" in form,
            quiet_from=_hour(form.get("quiet_from")),
            quiet_until=_hour(form.get("quiet_until")),
            digest="digest" in form,
            sms_marks="sms_marks" in form,
            email=form.get("email", "").strip(),
        )

    @property
    def choices(self) -> Choices:
        """The wishes; of channels and languages only those there are."""
        return Choices(
            channels={topic: self._channels(topic) for topic in TOPICS},
            language=self.language if self.language in LANGS else None,
            quiet_from=self.quiet_from * 60 if self.quiet else None,
            quiet_until=self.quiet_until * 60 if self.quiet else None,
            digest=self.digest,
            sms_marks=self.sms_marks,
            unproved_email=self.email or None,
        )

    @property
    def hours(self) -> Sequence[int]:
        """The hours one may choose."""
        return _HOURS

    def _channels(self, topic: Topic) -> tuple[Channel, ...]:
        return tuple(channel for channel in CHANNELS if f"{topic}:{channel}" in self.chosen)

    def validate(self) -> bool:
        """Whether it can be kept; else `errors` say why."""
        if self.email and (len(self.email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(self.email)):
            self.errors["email"] = _("Enter an e-mail address like ten@example.vn, or leave the field empty.")
        if self.quiet and self.quiet_from == self.quiet_until:
            self.errors["quiet_until"] = _("Choose two different hours for the beginning and the end.")
        return not self.errors


def _hour(text: str | None) -> int:
    return next((hour for hour in _HOURS if str(hour) == text), 0)
