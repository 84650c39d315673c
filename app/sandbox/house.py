"""What the factory built, for the views to reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

if TYPE_CHECKING:
    import httpx2

    from app.sandbox.agencies.definitions import Definitions
    from app.sandbox.agencies.papers import Papers
    from app.sandbox.agencies.seals import Seals
    from app.sandbox.agencies.shelf import Shelf
    from app.sandbox.clock import Clock
    from app.sandbox.db import Database
    from app.sandbox.settings import SandboxSettings
    from app.sandbox.signing.authority import Authority


@dataclass(frozen=True)
class House:
    """The sandbox's parts; `transport` carries what it sends to the portal: logouts and pushes."""

    settings: SandboxSettings
    clock: Clock
    database: Database
    definitions: Definitions
    shelf: Shelf
    seals: Seals
    signing: Authority
    papers: Papers
    transport: httpx2.BaseTransport | None = None


def house() -> House:
    """The parts of the application that handles this request."""
    return house_of(current_app)


def house_of(app: Flask) -> House:
    """The parts of `app`, which `create_sandbox` made."""
    return cast(House, app.extensions["sandbox"])
