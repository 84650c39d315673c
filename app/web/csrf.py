"""Forms are taken from this portal's own pages only, which carry a token of the browser's session."""

from __future__ import annotations

import hmac
from functools import cache

from flask import current_app, g, request, session
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_encode

_FIELD, _SALT = "csrf_token", "wtf-csrf-token"


class Protection(CSRFProtect):  # type: ignore[misc]  # the library has no types
    """Flask-WTF's protection; a form with the token of its session is known without the library's detours.

    What is not that plain, the library judges: tokens in headers, exempt views, and over HTTPS, where it
    wants a Referer of this site, browsers that do not say themselves that the form is of this site
    (Sec-Fetch-Site, W3C Fetch Metadata).
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a form that no page of this session sent; raises `CSRFError`, which says what is wrong."""
        told = not request.is_secure or request.headers.get("Sec-Fetch-Site") == "same-origin"
        if told and request.method == "POST" and self._carries_own():
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)

    def _carries_own(self) -> bool:
        """Whether the form has a token that was signed here for this session; its age does not matter."""
        secret = session.get(_FIELD)
        try:
            told = _signer(current_app.secret_key).unsign(request.form.get(_FIELD, "")).partition(b".")[0]
        except BadSignature:
            return False
        return bool(secret) and hmac.compare_digest(told, base64_encode(f'"{secret}"'))


class _Signer(Signer):
    """What the library signs tokens with, its key derived once instead of for every form."""

    def __init__(self, secret_key: str | bytes) -> None:
        super().__init__(secret_key, salt=_SALT)
        self._derived = super().derive_key()

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        return self._derived


_signer = cache(_Signer)
csrf = Protection()
