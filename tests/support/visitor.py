"""A person with a browser, in-process: follows links and redirects, fills forms, signs in for real."""

from __future__ import annotations

import io
from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.house_rules import check_fragment, check_page
from tests.support.html import HtmlPage, Submission, Values

PORTAL = "http://127.0.0.1:8000"
SANDBOX = "http://127.0.0.1:8001"

File = tuple[str, bytes, str]

_HOST = "127.0.0.1"
_MOST_REDIRECTS = 10
_ADDRESSES = IPv4Network("10.0.0.0/8").hosts()


class Visitor:
    """One browser: its cookies, and what it can do. Pages of the portal are checked as they arrive.

    Where the same pages were checked already, `checked` is false.
    """

    checked = True

    def __init__(self, portal: Flask, sandbox: Flask) -> None:
        self.client: FlaskClient = portal.test_client()
        self._clients = {PORTAL: self.client, SANDBOX: sandbox.test_client()}

    def move_house(self) -> None:
        """From now on the browser has another network address than any before."""
        self.client.environ_base["REMOTE_ADDR"] = str(next(_ADDRESSES))

    def serve_by(self, portal: Flask) -> None:
        """Another process of the portal answers from now on; the browser and its cookies stay."""
        held = self.client._cookies
        self.client = self._clients[PORTAL] = portal.test_client()
        self.client._cookies = held

    def cookie(self, name: str) -> str:
        """A cookie of the portal; the empty string when there is none."""
        held = self.client.get_cookie(name, domain=_HOST)
        return held.value if held else ""

    def keep_cookie(self, name: str, value: str) -> None:
        """Hold this cookie of the portal from now on, unless it is empty."""
        if value:
            self.client.set_cookie(name, value, domain=_HOST)

    def can_open(self, path: str) -> bool:
        """Whether the portal shows this page at once, without asking to sign in."""
        return self.client.get(path, base_url=PORTAL).status_code == 200

    def visit(self, url: str, status: int = 200) -> HtmlPage:
        """Open an address, following redirects, also to the sandbox and back."""
        return self._page(*self._go("GET", urljoin(PORTAL, url)), status)

    def follow(self, page: HtmlPage, text: str, status: int = 200) -> HtmlPage:
        """Click a link by its text."""
        return self.visit(page.link(text), status)

    def send(
        self,
        page: HtmlPage,
        values: Values | None = None,
        *,
        button: str | None = None,
        form: str | None = None,
        files: Mapping[str, File | list[File]] | None = None,
        status: int | tuple[int, ...] = 200,
        target: str | None = None,
    ) -> HtmlPage:
        """Fill a form of the page and press a button; `target` sends it as htmx would, for that element."""
        submission = page.submission(values, button=button, form=form)
        return self.submit(submission, files=files, status=status, target=target)

    def submit(
        self,
        submission: Submission,
        *,
        files: Mapping[str, File | list[File]] | None = None,
        status: int | tuple[int, ...] = 200,
        target: str | None = None,
    ) -> HtmlPage:
        """Send what a form would send."""
        options = _request(submission, files, target)
        answer, url = self._go(submission.method.upper(), submission.url, **options)
        return self._page(answer, url, status, target)

    def send_off(
        self,
        submission: Submission,
        files: Mapping[str, File | list[File]] | None = None,
        target: str | None = None,
    ) -> TestResponse:
        """Send what a form would send, and go nowhere: the answer is the first one, as it came."""
        parts = urlsplit(submission.url)
        client = self._clients[f"{parts.scheme}://{parts.netloc}"]
        options = _request(submission, files, target)
        return client.open(parts.path, method=submission.method.upper(), base_url=PORTAL, **options)

    def fragment(self, url: str, target: str, status: int = 200) -> HtmlPage:
        """Ask for one fragment as htmx 4 does; `target` is `tag#id`."""
        answer, final = self._go("GET", urljoin(PORTAL, url), headers=_htmx(target))
        return self._page(answer, final, status, target)

    def sign_in(self, id_number: str = "001190000011", to: str = "/vi/", password: str = "demo") -> HtmlPage:
        """Sign in at the identity provider, consent, and land on `to`."""
        page = self.visit(f"/auth/login?next={quote(to)}")
        if page.has("input[name='username']"):
            page = self.send(page, {"username": id_number, "password": password})
        if page.has("[name='consent']"):
            page = self.submit(with_fields(page.submission(), consent="yes"))
        assert page.url.startswith(PORTAL), f"still at the identity provider: {page!r} {page.text[:200]}"
        return page

    def _go(self, method: str, url: str, **options: Any) -> tuple[TestResponse, str]:
        headers = options.get("headers", {})
        for _ in range(_MOST_REDIRECTS):
            parts = urlsplit(url)
            origin = f"{parts.scheme}://{parts.netloc}"
            assert origin in self._clients, f"led outside, to {url}"
            answer = self._open(method, url, options)
            if answer.status_code not in {301, 302, 303, 307, 308}:
                return answer, answer.request.url
            url = urljoin(answer.request.url, answer.headers["Location"])
            # The answer to a redirect is fetched as htmx's own request would fetch it.
            method, options = "GET", {"headers": headers}
        raise AssertionError(f"too many redirects, the last to {url}")

    def _open(self, method: str, url: str, options: Mapping[str, Any]) -> TestResponse:
        """One request, and the answer as it comes."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        path = parts.path + (f"?{parts.query}" if parts.query and "query_string" not in options else "")
        return self._clients[origin].open(path, method=method, base_url=origin, **options)

    def _page(
        self, answer: TestResponse, url: str, status: int | tuple[int, ...], target: str | None = None
    ) -> HtmlPage:
        page = HtmlPage(answer.get_data(as_text=True), url, answer.status_code)
        expected = status if isinstance(status, tuple) else (status,)
        assert answer.status_code in expected, f"{page!r}, expected {status}: {page.text[:600]}"
        if not self.checked or not url.startswith(PORTAL) or answer.mimetype != "text/html":
            return page
        if target is not None and "HX-Retarget" not in answer.headers:
            check_fragment(page, target.rpartition("#")[2])
        else:
            check_page(page)
        return page


def _htmx(target: str | None) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target} if target else {}


def _request(
    submission: Submission, files: Mapping[str, File | list[File]] | None, target: str | None
) -> dict[str, Any]:
    """What a client needs to make the request of a submission."""
    data: MultiDict[str, Any] = MultiDict(
        [(name, value) for name, values in submission.fields.items() for value in values]
    )
    for name, given in (files or {}).items():
        assert submission.multipart, "the form does not send files"
        for file_name, body, media_type in given if isinstance(given, list) else [given]:
            data.add(name, (io.BytesIO(body), file_name, media_type))
    options: dict[str, Any] = {"headers": _htmx(target)}
    if submission.method == "get":
        options["query_string"] = data
    else:
        options["data"] = data
        if submission.multipart:
            options["content_type"] = "multipart/form-data"
    return options


def with_fields(submission: Submission, **values: str) -> Submission:
    """The same submission, with other values in these fields."""
    fields = {**submission.fields, **{name: [value] for name, value in values.items()}}
    return Submission(submission.url, submission.method, fields, submission.multipart)
