"""Links in mails that work without signing in: to stop the mails of one topic (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from app.errors import NotFound
from app.features.notices.kinds import TOPICS, Topic


@dataclass(frozen=True, slots=True)
class Stop:
    """Whose mails are to stop, and which."""

    person_id: UUID
    topic: Topic


class MailLinks:
    """Makes and reads the links; they are signed and never grow old, as a mail may be read late."""

    def __init__(self, secret_key: str, public_url: str) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt="notices")
        self._portal = public_url.rstrip("/")

    def stop(self, person_id: UUID, topic: Topic, language: str) -> str:
        """The address that stops the mails of a topic."""
        token = self._serializer.dumps([person_id.hex, topic])
        return f"{self._portal}/{language}/notices/stop/{token}"

    def read(self, token: str) -> Stop:
        """What a link is about; raises `NotFound` when it is none of ours."""
        try:
            person, topic = self._serializer.loads(token)
        except (BadData, ValueError, TypeError) as error:
            raise NotFound("no such link") from error
        return Stop(UUID(hex=person), next(one for one in TOPICS if one == topic))
