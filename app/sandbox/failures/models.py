"""Which failures are switched on."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.sandbox.db import Base


class Failure(Base):
    """One kind of failure in one area; `value` in milliseconds, `times` left until it ends by itself."""

    __tablename__ = "failures"

    area: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int | None]
    times: Mapped[int | None]
