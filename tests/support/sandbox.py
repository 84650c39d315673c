"""The other side as tests meet it: a browser at the identity provider, a client at the gateway."""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from flask import Flask

from app.sandbox.backstage import backstage
from app.sandbox.house import house_of
from tests.support.house_rules import check_page
from tests.support.html import HtmlPage, Submission

DEFINITIONS = Path(__file__).with_name("sandbox_definitions")
BINH = "001190000011"
CALLBACK = "http://127.0.0.1:8000/auth/callback"
CREDENTIALS = ("portal", "portal-development-secret")
SCOPE = "openid profile email phone address identity"
FORM = "application/x-www-form-urlencoded"


def client(sandbox: Flask, **options: Any) -> httpx2.Client:
    """An HTTP client that reaches the sandbox in-process."""
    base_url = house_of(sandbox).settings.public_url
    return httpx2.Client(transport=httpx2.WSGITransport(app=_served(sandbox)), base_url=base_url, **options)


def _served(sandbox: Flask) -> Any:
    """The transport leaves the path decoded; a server hands it over as PEP 3333 wants it."""

    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
        return sandbox(environ, start_response)

    return serve


class Browser:
    """A person at the sandbox's pages; every page it gets keeps the house rules."""

    def __init__(self, sandbox: Flask, language: str = "vi") -> None:
        self.http = client(sandbox, headers={"Accept-Language": language})

    def visit(self, address: str) -> HtmlPage:
        """The page at `address`, redirects within the sandbox followed."""
        return self._read(self._follow(self.http.get(address)))

    def send(self, submission: Submission) -> httpx2.Response:
        """Submit a form without following where it leads."""
        if submission.method == "get":
            return self.http.get(f"{submission.url}?{urlencode(submission.fields, doseq=True)}")
        content = urlencode(submission.fields, doseq=True)
        return self.http.post(submission.url, content=content, headers={"Content-Type": FORM})

    def press(
        self,
        page: HtmlPage,
        button: str | None,
        values: Mapping[str, str] | None = None,
        form: str | None = None,
    ) -> HtmlPage:
        """Fill a form in, press its button, and read the page that comes."""
        return self._read(self._follow(self.send(page.submission(values, button=button, form=form))))

    def _follow(self, response: httpx2.Response) -> httpx2.Response:
        while response.is_redirect:
            response = self.http.get(response.headers["Location"])
        return response

    def _read(self, response: httpx2.Response) -> HtmlPage:
        page = HtmlPage(response.text, str(response.url), response.status_code)
        check_page(page)
        return page


@dataclass
class Authorization:
    """One authorization request of the portal, with its secrets."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def address(self, **changes: str | None) -> str:
        """Where the portal sends the browser; `changes` replace or remove parameters."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=")
        asked: dict[str, str | None] = {
            "response_type": "code",
            "client_id": CREDENTIALS[0],
            "redirect_uri": CALLBACK,
            "scope": SCOPE,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        kept = {name: value for name, value in (asked | changes).items() if value is not None}
        return f"/oidc/authorize?{urlencode(kept)}"


def answer_of(response: httpx2.Response) -> dict[str, str]:
    """The parameters with which the browser is sent back to the portal."""
    location = response.headers["Location"]
    assert location.startswith(f"{CALLBACK}?"), location
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def sign_in(
    browser: Browser, asked: Authorization, person: str = BINH, **changes: str | None
) -> dict[str, str]:
    """Password and consent; what the portal gets."""
    page = browser.visit(asked.address(**changes))
    typed = {"username": person, "password": "demo"}
    consent = browser.press(page, None, typed, form="form:has(#username)")
    return answer_of(browser.send(consent.submission(button="consent=yes")))


def redeem(sandbox: Flask, given: str, asked: Authorization, **changes: str) -> httpx2.Response:
    """Exchange a code for tokens as the portal does."""
    form = {
        "grant_type": "authorization_code",
        "code": given,
        "redirect_uri": CALLBACK,
        "code_verifier": asked.verifier,
    }
    with client(sandbox) as http:
        return http.post("/oidc/token", data=form | changes, auth=CREDENTIALS)


def refresh(sandbox: Flask, refresh_token: str) -> httpx2.Response:
    """Exchange a refresh token for new tokens."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    with client(sandbox) as http:
        return http.post("/oidc/token", data=form, auth=CREDENTIALS)


class Gateway:
    """The portal at the agency gateway."""

    def __init__(self, sandbox: Flask) -> None:
        self.sandbox = sandbox
        self.http = client(sandbox)
        self.identify()

    def identify(self) -> None:
        """Fetch a new access token."""
        form = {"grant_type": "client_credentials"}
        token = self.http.post("/gateway/oauth/token", data=form, auth=CREDENTIALS).json()
        self.http.headers["Authorization"] = f"Bearer {token['access_token']}"

    def get(self, path: str, **params: Any) -> httpx2.Response:
        """A reading call below /gateway/v1."""
        return self.http.get(f"/gateway/v1/{path}", params=params)

    def post(self, path: str, body: Any, key: str | None = None) -> httpx2.Response:
        """A writing call below /gateway/v1."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.http.post(f"/gateway/v1/{path}", json=body, headers=headers)

    def upload(self, content: bytes, media_type: str = "image/jpeg") -> str:
        """Bring bytes to the agency; returns their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        answer = self.http.put(
            f"/gateway/v1/files/{sha256}", content=content, headers={"Content-Type": media_type}
        )
        assert answer.status_code in {200, 201}, answer.text
        return sha256

    def apply(self, application: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send an application; returns the agency's answer."""
        body = application or make_application()
        answer = self.post("applications", body, key=body["application_id"])
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    def events(self, after: str = "") -> list[dict[str, Any]]:
        """Every event after a cursor, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get("dossiers/events", after=after, limit=2).json()
            found += page["items"]
            after = page["next"]
            if not page["more"]:
                return found

    def desk(self) -> Any:
        """An officer behind the pages."""
        return backstage(self.sandbox).desk()


def make_application(**changes: Any) -> dict[str, Any]:
    """An application that the street-tree form accepts."""
    application = {
        "application_id": str(uuid.uuid4()),
        "receipt_number": "P-2026-000001",
        "procedure": "1.900001.000.00.00.H26",
        "definition": {"id": "street-tree", "version": 1},
        "language": "vi",
        "submitted_at": "2026-11-23T02:00:00Z",
        "applicant": {
            "id_number": BINH,
            "name": "Trần Thị Bình",
            "birth_date": "1990-03-14",
            "email": "binh@example.vn",
            "phone": "+84912000011",
        },
        "locality": {"province": "01", "ward": "00004"},
        "answers": {"carer": {"name": "Trần Thị Bình"}, "kind": "sau"},
        "files": [],
        "declared_at": "2026-11-23T01:59:00Z",
    }
    return application | changes


def file_entry(sha256: str, size: int, **changes: Any) -> dict[str, Any]:
    """A line of the manifest."""
    entry = {
        "id": str(uuid.uuid4()),
        "question": "photo",
        "name": "ảnh cây.jpg",
        "media_type": "image/jpeg",
        "size": size,
        "sha256": sha256,
    }
    return entry | changes
