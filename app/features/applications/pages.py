"""Where the pages of a draft are, for its owner and for somebody who was invited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import url_for


@dataclass(frozen=True)
class Pages:
    """The endpoints somebody works at: a step, the page after the last one, and the list of all steps."""

    step: str
    check: str
    tasks: str
    values: dict[str, Any]
    shared: bool = False

    def address(self, key: str, item: int | None = None) -> str:
        """The page of a step, or of one item of it."""
        return f"{self._steps}{key}" if item is None else f"{self._steps}{key}/{item}"

    @cached_property
    def _steps(self) -> str:
        """What the addresses of all steps begin with; their keys are plain words."""
        return url_for(self.step, **self.values, key="-").removesuffix("-")

    @property
    def end(self) -> str:
        """The page after the last step."""
        return url_for(self.check, **self.values)


def owner_pages(draft_id: UUID) -> Pages:
    """The pages of the draft's owner."""
    return Pages("applications.step", "applications.check", "applications.tasks", {"draft_id": draft_id})


def party_pages(party_id: UUID) -> Pages:
    """The pages of somebody who was invited: before and after the steps comes the application to agree to."""
    shared = "applications.shared"
    return Pages("applications.shared_step", shared, shared, {"party_id": party_id}, shared=True)
