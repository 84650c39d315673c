"""Sessions that cost no more than what is done with them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session


class LeanSession(Session):
    """A session without the mapper's transaction until somebody uses the mapper.

    Most requests only hand compiled statements to `connection()`, and what the mapper does around a
    transaction costs more than they do. Whoever uses it joins the transaction that is there; either way one
    commit, rollback or close ends everything and gives the connection back.
    """

    _held: Connection | None = None

    def __init__(self, bind: Engine, **options: Any) -> None:
        super().__init__(bind, join_transaction_mode="control_fully", **options)

    def connection(self, *arguments: Any, **options: Any) -> Connection:
        """The connection of the transaction, which begins here if it has not."""
        if arguments or options or super().in_transaction():
            return super().connection(*arguments, **options)
        if self._held is None:
            self._held = self._begun()
        return self._held

    def get_bind(self, *arguments: Any, **options: Any) -> Any:
        """What the mapper works on: the connection that is held, else the engine."""
        return super().get_bind(*arguments, **options) if self._held is None else self._held

    def in_transaction(self) -> bool:
        """Whether a transaction has begun, the mapper's or not."""
        return self._held is not None or super().in_transaction()

    def commit(self) -> None:
        """Keep everything; where that fails nothing is kept, and `rollback` or `close` comes next."""
        if self._held is None or super().in_transaction():
            super().commit()
            self._release()
            return
        try:
            self._held.commit()
        finally:
            self._release()

    def rollback(self) -> None:
        """Keep nothing."""
        try:
            super().rollback()
        finally:
            self._release()

    def close(self) -> None:
        """Keep nothing that was not committed, and forget all objects."""
        try:
            super().close()
        finally:
            self._release()

    def _begun(self) -> Connection:
        connection: Connection = self.get_bind().connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.rollback()  # whose commit failed would else go back to the pool with its transaction
            held.close()
