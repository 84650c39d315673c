"""What stands around a dossier on its page: the conversation, a withdrawal, and what signatures say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.features.documents.checks import Check, SignatureChecks
from app.features.dossiers.messages import MessageService, Spoken, unread, writable
from app.features.dossiers.reading import OpenDossier
from app.features.dossiers.withdrawals import Asked, WithdrawalService, withdrawable


@dataclass(frozen=True, slots=True)
class Around:
    """Everything beside the dossier itself; `checks` by SHA-256 of a result file."""

    messages: tuple[Spoken, ...]
    unread: int
    can_write: bool
    withdrawal: Asked | None
    can_withdraw: bool
    checks: Mapping[str, Check]


class Surroundings:
    """Reads what is around an open dossier; three statements."""

    def __init__(
        self, messages: MessageService, withdrawals: WithdrawalService, checks: SignatureChecks
    ) -> None:
        self._messages = messages
        self._withdrawals = withdrawals
        self._checks = checks

    def of(self, found: OpenDossier) -> Around:
        """What is around the dossier now."""
        said = self._messages.of(found.row.id)
        asked = self._withdrawals.of(found.row)
        hashes = [file.sha256.lower() for file in found.result.files] if found.result else []
        return Around(
            messages=said,
            unread=unread(said),
            can_write=writable(found.row),
            withdrawal=asked,
            can_withdraw=withdrawable(found.row) and not (asked and asked.open),
            checks=self._checks.of(hashes) if hashes else {},
        )
