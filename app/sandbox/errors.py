"""What the sandbox refuses, in words that its pages and its gateway both show."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """Something the sandbox will not do; `status` and `code` go into the answer."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"

    def __init__(self, message: str, errors: list[dict[str, str]] | None = None, **more: Any) -> None:
        super().__init__(message)
        self.message = message
        self.errors = errors or []
        self.more = more


class Unknown(Refusal):
    """There is no such thing here."""

    status = 404
    code = "not_found"


class Unlawful(Refusal):
    """The state of the thing does not allow this step."""

    status = 409
    code = "conflict"


class Unacceptable(Refusal):
    """The values cannot be accepted; `errors` lists path and message of each."""

    status = 422
    code = "invalid"


class MissingFiles(Unacceptable):
    """Files are named that were never uploaded; `missing_files` lists their SHA-256."""

    code = "missing_files"


class TooLarge(Refusal):
    """The file is larger than an agency takes."""

    status = 413
    code = "too_large"


class Down(Refusal):
    """A failure that was switched on: the system pretends to be down."""

    status = 503
    code = "unavailable"


class NotIdentified(Refusal):
    """The caller brought no access token that is valid here."""

    status = 401
    code = "invalid_token"
