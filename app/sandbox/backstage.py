"""The sandbox from behind: act as officer, read letters, switch failures, without HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask

from app.sandbox.agencies.catalogue import Catalogue
from app.sandbox.agencies.models import PublishedDefinition
from app.sandbox.agencies.refusals import Refusals
from app.sandbox.desk.correspondence import CorrespondenceDesk
from app.sandbox.desk.officers import ON_DUTY
from app.sandbox.desk.service import Desk
from app.sandbox.failures.service import Failures
from app.sandbox.house import House, house_of
from app.sandbox.identity.keys import Keys
from app.sandbox.inbox.bounces import Bounces
from app.sandbox.inbox.service import Inbox


def backstage(app: Flask) -> Backstage:
    """What is behind the pages of `app`, which `create_sandbox` made."""
    return Backstage(house_of(app))


@dataclass(frozen=True)
class Backstage:
    """Each `with` is one database session; leave it before anybody else has to write."""

    house: House

    @contextmanager
    def desk(self, officer: str = ON_DUTY) -> Iterator[Desk]:
        """An officer at work."""
        parts = self.house
        with parts.database.session(writes=True) as session:
            yield Desk(session, parts.clock, parts.definitions, parts.shelf, officer, parts.seals)

    def publish(self, content: dict[str, Any], schema: dict[str, Any]) -> None:
        """One more version of a form, with the schema of its answers."""
        house = self.house
        house.definitions.publish(content, schema)
        named = (str(content["id"]), int(content["version"]))
        with house.database.session(writes=True) as session:
            session.add(PublishedDefinition(id=named[0], version=named[1], published_at=house.clock()))
            session.commit()

    @contextmanager
    def letters(self, officer: str = ON_DUTY) -> Iterator[CorrespondenceDesk]:
        """An officer who reads and writes."""
        with self.house.database.session(writes=True) as session:
            yield CorrespondenceDesk(session, self.house.clock, officer)

    @contextmanager
    def inbox(self) -> Iterator[Inbox]:
        """Everybody's letters."""
        with self.house.database.session(writes=True) as session:
            yield Inbox(session, self.house.clock)

    @contextmanager
    def bounces(self) -> Iterator[Bounces]:
        """What comes back."""
        with self.house.database.session(writes=True) as session:
            yield Bounces(session, self.house.clock)

    @contextmanager
    def failures(self) -> Iterator[Failures]:
        """The switches."""
        with self.house.database.session(writes=True) as session:
            yield Failures(session)

    @contextmanager
    def keys(self) -> Iterator[Keys]:
        """The identity provider's signing keys."""
        with self.house.database.session(writes=True) as session:
            yield Keys(session, self.house.clock)

    @contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        """The agencies' own procedures."""
        with self.house.database.session(writes=True) as session:
            yield Catalogue(session, self.house.clock)

    @contextmanager
    def refusals(self) -> Iterator[Refusals]:
        """What the portal did not take of them."""
        with self.house.database.session(writes=False) as session:
            yield Refusals(session, self.house.clock)
