"""What the catalogue asks of whoever counts dossiers: how long a procedure really takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Numbers:
    """Figures of finished dossiers of one procedure; days are working days, the share a whole percent.

    `on_time_share` is None when no deadline applied to any of them.
    """

    median_days: float
    p90_days: float
    on_time_share: int | None
    counted: int


class ProcedureNumbers(Protocol):
    """Whoever knows the figures; a count so small that people could be recognised is answered with None."""

    def numbers(self, procedure_code: str) -> Numbers | None:
        """The figures of one procedure, or None when there are none that may be shown."""
