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
    """One kind; `happened` is a message id and says nothing personal; without a topic it stays in the inbox.

    `of_dossier` when what leaves the portal names the dossier's code, `to_do` when the person has to act.
    """

    name: str
    topic: Topic | None
    happened: str
    of_dossier: bool = False
    to_do: bool = False


_STATUS = "%(headline)s"

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("asked", "asked", _STATUS, of_dossier=True, to_do=True),
        Kind("status", "status", _STATUS, of_dossier=True),
        Kind("result", "result", _STATUS, of_dossier=True),
        Kind(
            "refused",
            "asked",
            N_("The agency's system did not take the application"),
            of_dossier=True,
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
            N_("Answer the agency by %(day)s"),
            of_dossier=True,
            to_do=True,
        ),
        Kind(
            "draft_expiring",
            "reminders",
            N_("An application you began will be deleted on %(day)s"),
            to_do=True,
        ),
        Kind("rating_asked", "reminders", N_("How was the service?"), of_dossier=True),
        Kind("address_bounced", None, N_("A notice could not be delivered to you")),
    )
}
