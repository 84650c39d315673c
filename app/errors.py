"""What can go wrong in the words of the portal, knowing no framework."""

from __future__ import annotations

from typing import ClassVar


class PortalError(Exception):
    """A failure the portal can explain; `status` is the HTTP status its page answers with."""

    status: ClassVar[int] = 500
    template: ClassVar[str] = "errors/failure.html"


class NotFound(PortalError):
    """The thing asked for does not exist, or not for this person."""

    status = 404
    template = "errors/not_found.html"


class SignInRequired(PortalError):
    """Only a signed-in person may do this."""

    status = 401
    template = "errors/sign_in_required.html"


class Conflict(PortalError):
    """What was asked contradicts what has happened meanwhile."""

    status = 409
    template = "errors/conflict.html"


class Invalid(PortalError):
    """Values that cannot be accepted; `errors` names each field and why, as message ids."""

    status = 422
    template = "errors/invalid.html"

    def __init__(self, message: str, errors: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.errors = errors or {}


class Unavailable(PortalError):
    """An outside system is slow or down; what the person typed is kept."""

    status = 503
    template = "errors/unavailable.html"
