"""Sign a draft at the remote provider: prepared here, permitted there by the person, completed here.

Every way it can end is one `Outcome`, and none loses anything: the draft stays as it is until it is sent.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, cast
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import NotFound, Unavailable
from app.features.applications.drafts.declaration import Declared
from app.features.applications.models import Draft
from app.features.applications.sending.models import Signing
from app.features.applications.sending.remembered import Signed, Work, signed_in
from app.gateways.signing import Credential, Request, SigningGateway, SigningRefused
from app.papers.holders import id_number
from app.papers.remote_signing import About, complete, prepare
from app.papers.signatures import Signature, TrustList, Unreadable, verify

Outcome = Literal[
    "working",
    "signed",
    "no_certificate",
    "other_person",
    "down",
    "cancelled",
    "expired",
    "refused",
    "bad",
    "changed",
]
Standing = Literal[Outcome, "kept", "begun"]

PATIENCE = timedelta(minutes=30)
AT_MOST_AT_WORK = timedelta(minutes=1)
_FIELD, _OTHERS_FIELD = "Applicant", "Party"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to sign: their declaration about exactly the answers of `fingerprint`.

    `signer` is the person, who need not be the draft's owner: `party_id` is the invitation of anybody else.
    """

    draft_id: UUID
    signer: UUID
    id_number: str
    person: str
    title: str
    declared: Declared
    fingerprint: str
    redirect_uri: str
    party_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """What came of an attempt; `declared` is the signed paper when it was signed."""

    draft_id: UUID
    party_id: UUID | None
    outcome: Outcome
    declared: Declared | None = None
    fingerprint: str = ""


class Signings:
    """Attempts to sign; no lock is held while the provider is asked."""

    def __init__(
        self, session: Session, gateway: SigningGateway, trust: Callable[[], TrustList], clock: Clock
    ) -> None:
        self._session = session
        self._gateway = gateway
        self._trust = trust
        self._clock = clock

    def begin(self, wish: Wish) -> str | None:
        """Where the person permits the signature; None when it cannot begin, and the outcome says why."""
        self._session.rollback()
        try:
            outcome: Outcome = "no_certificate"
            for credential in self._gateway.credentials_of(wish.id_number):
                # A provider that mixes people up must not make one sign in another's name.
                if id_number(credential.chain[0]) == wish.id_number:
                    return self._sent(wish, credential)
                outcome = "other_person"
        except Unavailable:
            outcome = "down"
        except SigningRefused:
            outcome = "refused"
        self._begun(wish, secrets.token_urlsafe(32), None, outcome)
        return None

    def finish(self, back: Mapping[str, str], *, signer: UUID) -> Return:
        """Take the person back from the provider; raises `NotFound` for a state that is not theirs.

        Coming back twice asks the provider once: the second time is told the outcome of the first, and has
        its signature while that is not used.
        """
        row = self._row(back.get("state", ""), signer)
        work, ended = row.work, row.ended_at
        if ended is not None or work is None:
            signed = signed_in(row)
            declared = self._declared(signed) if signed else None
            return Return(
                row.draft_id, row.party_id, _outcome(row), declared, signed.fingerprint if signed else ""
            )
        row.ended_at, row.outcome = self._clock(), "working"
        self._session.commit()
        kept = msgspec.convert(work, Work)
        outcome, declared = self._asked(back, kept)
        return self._ended(row.id, outcome, declared, kept.fingerprint)

    def kept(
        self, draft_id: UUID, fingerprint: str, *, signer: UUID, party_id: UUID | None = None
    ) -> Declared | None:
        """What the person signed about exactly these answers and was not used, as its process was killed."""
        row = self._latest(draft_id, signer, party_id)
        signed = signed_in(row) if row else None
        return self._declared(signed) if signed and signed.fingerprint == fingerprint else None

    def use_up(self, draft_id: UUID, *, signer: UUID, party_id: UUID | None = None) -> None:
        """Forget what was signed, in the transaction that uses it or makes it void. Not committed."""
        whose = (Signing.draft_id == draft_id, Signing.owner_id == signer, Signing.party_id == party_id)
        self._session.execute(update(Signing).where(*whose).values(work=None))

    def changed(self, draft_id: UUID, *, signer: UUID, party_id: UUID | None = None) -> None:
        """Say that what was signed is no longer what the draft says."""
        row = self._latest(draft_id, signer, party_id)
        if row is not None:
            row.outcome, row.work = "changed", None
            self._session.commit()

    def standing(
        self, draft_id: UUID, fingerprint: str, *, signer: UUID, party_id: UUID | None = None
    ) -> Standing | None:
        """How the person's latest attempt failed, unless the answers were changed since.

        `begun` when nobody has come back from it, `kept` when what was signed is not used yet. One that was
        never seen to end, because its process was killed meanwhile, counts as `down` after a minute.
        """
        row = self._latest(draft_id, signer, party_id)
        if row is None:
            return None
        if row.outcome == "signed":
            signed = signed_in(row)
            return ("kept" if signed.fingerprint == fingerprint else "changed") if signed else None
        if self._at_work(row):
            return "working"
        saved = self._session.scalar(select(Draft.saved_at).where(Draft.id == draft_id))
        stale = row.outcome != "changed" and saved is not None and saved > (row.ended_at or row.begun_at)
        return None if stale else _failure(row)

    def _sent(self, wish: Wish, credential: Credential) -> str:
        about = About(
            _FIELD if wish.party_id is None else _OTHERS_FIELD, wish.person, wish.title, wish.declared.at
        )
        prepared = prepare(wish.declared.pdf, credential.chain, about)
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        address = self._gateway.address(
            Request(
                credential=credential.id,
                digest=prepared.to_sign,
                state=state,
                verifier=verifier,
                redirect_uri=wish.redirect_uri,
                language=wish.declared.language,
                description=wish.title,
            )
        )
        work = Work(
            verifier,
            credential,
            prepared,
            wish.fingerprint,
            wish.declared.name,
            wish.declared.language,
            wish.declared.at,
            wish.redirect_uri,
        )
        self._begun(wish, state, work, None)
        return address

    def _begun(self, wish: Wish, state: str, work: Work | None, outcome: Outcome | None) -> None:
        now = self._clock()
        self._session.add(
            Signing(
                draft_id=wish.draft_id,
                owner_id=wish.signer,
                party_id=wish.party_id,
                state_digest=_digest(state),
                work=msgspec.to_builtins(work) if work else None,
                begun_at=now,
                ended_at=now if outcome else None,
                outcome=outcome,
            )
        )
        self._session.commit()

    def _asked(self, back: Mapping[str, str], work: Work) -> tuple[Outcome, Declared | None]:
        if "code" not in back:
            return ("cancelled" if back.get("error") == "access_denied" else "refused"), None
        if self._clock() > work.at + PATIENCE:
            return "expired", None
        try:
            permission = self._gateway.permission(back["code"], work.verifier, work.redirect_uri)
            signature = self._gateway.sign(work.credential, permission, work.prepared.to_sign)
        except Unavailable:
            return "down", None
        except SigningRefused as refusal:
            return ("expired" if refusal.why == "invalid_grant" else "refused"), None
        try:
            signed = complete(work.prepared, signature)
        except ValueError:
            return "bad", None
        declared = self._verified(Declared(signed, work.name, work.language, work.at))
        return ("signed" if declared else "bad"), declared

    def _declared(self, signed: Signed) -> Declared | None:
        return self._verified(Declared(signed.pdf, signed.name, signed.language, signed.at))

    def _verified(self, declared: Declared) -> Declared | None:
        """With the signature that is on it, None where that is not good."""
        try:
            found: list[Signature] = verify(declared.pdf, self._trust(), self._clock())
        except Unreadable:
            return None
        return replace(declared, signature=found[0]) if len(found) == 1 and found[0].good else None

    def _ended(self, row_id: UUID, outcome: Outcome, declared: Declared | None, fingerprint: str) -> Return:
        row = self._session.get_one(Signing, row_id, with_for_update=True)
        row.outcome, row.work = outcome, None
        if declared is not None:
            signed = Signed(declared.pdf, fingerprint, declared.name, declared.language, declared.at)
            row.work = msgspec.to_builtins(signed)
        self._session.commit()
        return Return(row.draft_id, row.party_id, outcome, declared, fingerprint)

    def _at_work(self, row: Signing) -> bool:
        return row.outcome == "working" and (row.ended_at or row.begun_at) > self._clock() - AT_MOST_AT_WORK

    def _row(self, state: str, signer: UUID) -> Signing:
        wanted = select(Signing).where(Signing.state_digest == _digest(state)).with_for_update()
        row = self._session.scalars(wanted).first()
        if row is None or row.owner_id != signer:
            raise NotFound("no such attempt to sign of this person")
        return row

    def _latest(self, draft_id: UUID, signer: UUID, party_id: UUID | None) -> Signing | None:
        whose = (Signing.draft_id == draft_id, Signing.owner_id == signer, Signing.party_id == party_id)
        wanted = select(Signing).where(*whose).order_by(Signing.begun_at.desc())
        return self._session.scalars(wanted.limit(1)).first()


def _outcome(row: Signing) -> Outcome:
    return cast(Outcome, row.outcome or "working")


def _failure(row: Signing) -> Standing:
    if row.outcome is None:
        return "begun"
    return "down" if row.outcome == "working" else _outcome(row)


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
