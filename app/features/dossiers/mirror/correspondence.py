"""Take in what agencies write: messages, that one of ours was read, that a withdrawal is declined."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.mirror.events import UnusableChange
from app.features.dossiers.mirror.exchange import DossierMessage, Withdrawal
from app.features.dossiers.mirror.models import Dossier
from app.features.notices.matter import Matter
from app.features.notices.service import NoticeService
from app.gateways.correspondence import Word
from app.texts import Text

_WRITTEN: Text = {"vi": "Cán bộ gửi tin nhắn cho bạn", "en": "The officer wrote you a message"}
_READ: Text = {
    "vi": "Bạn đọc và trả lời tin nhắn trên trang hồ sơ.",
    "en": "Read the message on the dossier’s page and answer there.",
}
_DECLINED: Text = {"vi": "Yêu cầu rút hồ sơ không được chấp thuận", "en": "The dossier stays with the agency"}


_WHY: Text = {
    "vi": "Lý do được ghi trên trang hồ sơ. Cơ quan vẫn giải quyết tiếp.",
    "en": "The reason is on the dossier’s page. The agency goes on with it.",
}


class Correspondence:
    """Keeps every item once, in any order; part of the caller's transaction."""

    def __init__(
        self, session: Session, clock: Clock, catalogue: CatalogueService, notices: NoticeService
    ) -> None:
        self._session = session
        self._clock = clock
        self._catalogue = catalogue
        self._notices = notices

    def take(self, words: Sequence[Word]) -> None:
        """Keep the items; raises `UnusableChange` for one about nothing the portal has."""
        for word in words:
            self._take(word)

    def _take(self, word: Word) -> None:
        dossier = self._session.scalars(select(Dossier).where(Dossier.code == word.dossier_code)).first()
        if dossier is None:
            raise UnusableChange("the portal has no dossier of this code")
        if word.occurred_at.tzinfo is None:
            raise UnusableChange("a time has no zone")
        if word.kind == "message":
            self._message(dossier, word)
        elif word.kind == "read":
            self._read(dossier, word)
        else:
            self._declined(dossier, word)

    def _message(self, dossier: Dossier, word: Word) -> None:
        key = f"item:{word.item_id}"
        if word.text is None or word.actor is None:
            raise UnusableChange("a message without words or author")
        if self._session.scalar(select(DossierMessage.id).where(DossierMessage.key == key)):
            return
        self._session.add(
            DossierMessage(
                dossier_id=dossier.id,
                key=key,
                author=msgspec.to_builtins(word.actor),
                text=word.text,
                sent_at=word.occurred_at,
                delivered_at=self._clock(),
            )
        )
        dossier.updated_at = self._clock()
        self._session.flush()
        self._tell(dossier, word, "asked", _WRITTEN, _READ, "/messages")

    def _read(self, dossier: Dossier, word: Word) -> None:
        """Everything the person sent up to this message was read."""
        last = self._session.get(DossierMessage, _uuid(word.about))
        if last is None or last.dossier_id != dossier.id or last.author is not None:
            raise UnusableChange("no such message of the person")
        mine = (DossierMessage.dossier_id == dossier.id, DossierMessage.author.is_(None))
        seen = self._session.execute(
            update(DossierMessage)
            .where(*mine, DossierMessage.sent_at <= last.sent_at, DossierMessage.read_at.is_(None))
            .values(read_at=word.occurred_at)
        )
        if seen.rowcount:  # type: ignore[attr-defined]  # an UPDATE has it
            dossier.updated_at = self._clock()

    def _declined(self, dossier: Dossier, word: Word) -> None:
        asked = self._session.get(Withdrawal, _uuid(word.about))
        if asked is None or asked.dossier_id != dossier.id:
            raise UnusableChange("no such request to withdraw")
        if asked.declined_at is not None:
            return
        asked.declined_at, asked.answer = word.occurred_at, word.text
        dossier.updated_at = self._clock()
        self._tell(dossier, word, "status", _DECLINED, _WHY, "")

    def _tell(
        self, dossier: Dossier, word: Word, kind: str, headline: Text, following: Text, page: str
    ) -> None:
        """One notice an item, without a word of what was written."""
        names = self._catalogue.names([dossier.procedure_code])
        matter = Matter(
            reference=dossier.reference,
            path=f"dossiers/{dossier.reference}{page}",
            name=names.get(dossier.procedure_code),
            headline=headline,
            next=following,
        )
        self._notices.leave(
            dossier.owner_id,
            kind,
            event_key=f"correspondence:{word.item_id}",
            matter=matter,
            language=dossier.language,
            email=dossier.email,
        )


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as error:
        raise UnusableChange("an id that is none") from error
