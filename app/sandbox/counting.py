"""Numbers that only grow: cursors of feeds and sequences of dossier codes."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.sandbox.db import Counter


def next_number(session: Session, name: str) -> int:
    """The next number of the counter `name`, from 1; held until the caller commits."""
    while True:
        grown = session.scalar(
            update(Counter)
            .where(Counter.name == name)
            .values(value=Counter.value + 1)
            .returning(Counter.value)
        )
        if grown is not None:
            return int(grown)
        _begin_counting(session, name)


def _begin_counting(session: Session, name: str) -> None:
    """Add the counter unless another transaction adds it at the same moment."""
    try:
        with session.begin_nested():
            session.add(Counter(name=name, value=0))
    except IntegrityError:
        return
