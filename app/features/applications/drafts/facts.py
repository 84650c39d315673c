"""What is known of a person before the first question: registers, and what was answered before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound, Unavailable
from app.features.applications.drafts.definitions import DefinitionStore
from app.features.applications.models import Application
from app.gateways.agencies import AgencyGateway
from app.gateways.client import Refused
from app.wizard.structure import Definition

log: Any = structlog.get_logger("portal.facts")

_MOST_EARLIER = 10
_MOST_BUSINESSES = 20


class Facts:
    """Records to fill forms in from; a register that fails only means more typing."""

    def __init__(self, session: Session, definitions: DefinitionStore, gateway: AgencyGateway) -> None:
        self._session = session
        self._definitions = definitions
        self._gateway = gateway

    def of(self, owner: UUID, id_number: str | None) -> dict[str, dict[str, Any]]:
        """The population registry's record, the person's businesses, earlier answers by concept.

        The first business fills forms in; where there are several the person chooses another by its code.
        """
        earlier = self._earlier(owner)
        self._session.commit()  # nothing stays locked while other systems are asked
        found: dict[str, dict[str, Any]] = {"earlier": earlier} if earlier else {}
        if not id_number:
            return found
        person = _asked(lambda: self._gateway.person(id_number))
        businesses = _asked(lambda: self._gateway.businesses_of(id_number)) or []
        found |= {"registry": person} if person else {}
        if len(businesses) > 1:
            found["businesses"] = {"all": businesses[:_MOST_BUSINESSES]}
        return found | ({"business": businesses[0]} if businesses else {})

    def business(self, tax_code: str) -> dict[str, Any] | None:
        """The business register's record, None when there is none or the register is down."""
        record: dict[str, Any] | None = _asked(lambda: self._gateway.business(tax_code))
        return record

    def _earlier(self, owner: UUID) -> dict[str, Any]:
        """The latest answer to each concept in what the person sent."""
        sent = self._session.scalars(
            select(Application)
            .where(Application.owner_id == owner)
            .order_by(Application.submitted_at.desc())
            .limit(_MOST_EARLIER)
        )
        known: dict[str, Any] = {}
        for application in sent:
            named = application.payload["definition"]
            definition = self._definitions.get(self._session, named["id"], named["version"])
            known = _concepts(definition, application.payload["answers"]) | known
        return known


def _concepts(definition: Definition, answers: dict[str, Any]) -> dict[str, Any]:
    asked = (question for step in definition.steps for question in step.questions)
    return {
        question.concept: answers[question.key]
        for question in asked
        if question.concept and answers.get(question.key) is not None
    }


def _asked(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (NotFound, Unavailable, Refused) as error:
        log.warning("a register was of no help", reason=type(error).__name__)
        return None
