"""The kinds of notices there are, the topics people choose by, and the channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from app.texts import N_

Channel = Literal["mail", "sms", "push"]
Topic = Literal["asked", "status", "result", "reminders"]

CHANNELS: Final[tuple[Channel, ...]] = ("mail", "sms", "push")
TOPICS: Final[tuple[Topic, ...]] = ("asked", "status", "result", "reminders")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; `title` is a message id and says nothing personal; without a topic it stays in the inbox.

    `to_do` when the person has to act.
    """

    name: str
    topic: Topic | None
    title: str
    to_do: bool = False


_ABOUT_STATUS = N_("Dossier %(reference)s: %(headline)s")

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("asked", "asked", _ABOUT_STATUS, to_do=True),
        Kind("status", "status", _ABOUT_STATUS),
        Kind("result", "result", _ABOUT_STATUS),
        Kind(
            "refused",
            "asked",
            N_("Application %(reference)s was not taken by the agency's system"),
            to_do=True,
        ),
        Kind("file_infected", "asked", N_("A virus was found in a file you uploaded"), to_do=True),
        Kind(
            "agreement_void",
            "asked",
            N_("An application you agreed to was changed: read it and agree again"),
            to_do=True,
        ),
        Kind(
            "supplement_due",
            "reminders",
            N_("Dossier %(reference)s: answer the agency by %(day)s"),
            to_do=True,
        ),
        Kind(
            "draft_expiring",
            "reminders",
            N_("An application you began will be deleted on %(day)s"),
            to_do=True,
        ),
        Kind("rating_asked", "reminders", N_("Dossier %(reference)s: how was the service?")),
        Kind("address_bounced", None, N_("A notice could not be delivered to you")),
    )
}
