"""How often one address may try the doors worth guarding."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Collection
from math import ceil
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from app.db.counts import counts_at

View = TypeVar("View", bound=Callable[..., Any])

_EXTENSION = "portal.limits"


class Limiter:
    """Counts the requests of each address to the views that say how many are enough; others cost nothing."""

    def limit(self, rate: str, *, methods: Collection[str] = ()) -> Callable[[View], View]:
        """Let an address open the view so often ("60/minute"), or only ask it by these methods so often."""
        most = parse(rate)

        def guard(view: View) -> View:
            @functools.wraps(view)
            def guarded(*args: Any, **kwargs: Any) -> Any:
                if not methods or request.method in methods:
                    _count(most)
                return view(*args, **kwargs)

            return cast(View, guarded)

        return guard


limiter = Limiter()


def init_app(app: Flask, storage: str) -> None:
    """Count in `storage`: this process's memory, a file of this machine, or Redis for several machines."""
    app.extensions[_EXTENSION] = FixedWindowRateLimiter(counts_at(storage))


def _count(most: RateLimitItem) -> None:
    counter: FixedWindowRateLimiter = current_app.extensions[_EXTENSION]
    whose = (request.endpoint or "", request.remote_addr or "")
    if counter.hit(most, *whose):
        return
    wait = counter.get_window_stats(most, *whose).reset_time - time.time()
    raise TooManyRequests(retry_after=max(1, ceil(wait)))
