"""Know a person by what the identity provider says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.encryption import keyring
from app.db.many import among
from app.errors import NotFound
from app.features.account.models import Person


@dataclass(frozen=True, slots=True)
class Known:
    """What the identity provider vouched for at the last sign-in."""

    id: UUID
    name: str
    id_number: str | None
    birth_date: str | None
    email: str | None
    phone: str | None
    language: str
    claims: dict[str, Any]


def _nobody(_person: UUID, _id_number: str | None) -> None:
    """Nothing happens at a sign-in but the sign-in."""


class AccountService:
    """Persons; takes part in its caller's transaction. `welcome` gets person and ID number at a sign-in."""

    def __init__(
        self, session: Session, clock: Clock, welcome: Callable[[UUID, str | None], object] = _nobody
    ) -> None:
        self._session = session
        self._welcome = welcome
        self._clock = clock

    def person(self, person_id: UUID) -> Person:
        """The person; raises `NotFound`."""
        person = self._session.get(Person, person_id)
        if person is None:
            raise NotFound("no such person")
        return person

    def hold(self, person_id: UUID) -> None:
        """Until the transaction ends nobody else holds this person; raises `NotFound`.

        What refers to the person may be written meanwhile. SQLite's writers wait for each other anyway.
        """
        held = select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
        if self._session.scalar(held) is None:
            raise NotFound("no such person")

    def known(self, person_id: UUID) -> Known:
        """What is known of a person; raises `NotFound`."""
        return _known(self.person(person_id))

    def all_known(self, ids: Collection[UUID]) -> dict[UUID, Known]:
        """What is known of those of the persons who are here; one statement."""
        query = select(Person).where(among(self._session, Person.id, ids))
        return {person.id: _known(person) for person in self._session.scalars(query)}

    def with_indexes(self, indexes: Collection[str]) -> dict[str, UUID]:
        """Persons by the keyed index of their ID number; those who have never signed in are not in it."""
        query = select(Person.id_number_index, Person.id).where(
            among(self._session, Person.id_number_index, indexes)
        )
        return {index: person for index, person in self._session.execute(query) if index}

    def recognise(self, issuer: str, subject: str, claims: dict[str, Any], language: str) -> Person:
        """The person behind a sign-in, made on the first and refreshed on every other; not committed."""
        known = select(Person).where(Person.issuer == issuer, Person.subject == subject)
        person = self._session.scalars(known).first()
        if person is None:
            new = Person(issuer=issuer, subject=subject, created_at=self._clock())
            self._refresh(new, claims, language)
            try:
                with self._session.begin_nested():
                    self._session.add(new)
                person = new
            except IntegrityError:
                # The same person signed in for the first time in another window at this moment.
                person = self._session.scalars(known).one()
        self._refresh(person, claims, language)
        self._session.flush()
        self._welcome(person.id, person.id_number)
        return person

    def _refresh(self, person: Person, claims: dict[str, Any], language: str) -> None:
        id_number = claims.get("id_number")
        person.name = str(claims.get("name") or "")
        person.id_number = id_number
        person.id_number_index = keyring().index(id_number) if id_number else None
        person.identity_level = int(claims.get("identity_level") or 1)
        person.claims = claims
        person.language = language
        person.seen_at = self._clock()


def _known(person: Person) -> Known:
    claims = person.claims
    return Known(
        id=person.id,
        name=person.name,
        id_number=person.id_number,
        birth_date=claims.get("birthdate"),
        email=claims.get("email"),
        phone=claims.get("phone_number"),
        language=person.language,
        claims=claims,
    )
