"""What the script of a page does with a file, over a connection that fails when told to."""

from __future__ import annotations

import hashlib
import io

from tests.support.signing import make_pdf
from tests.support.visitor import PORTAL

KB = 1024
BODY = make_pdf() + b"\n%" + bytes(range(32, 127)) * 4000 + b"\n%%EOF\n"


class Line:
    """One file on its way to the box `place` of a page's form."""

    def __init__(
        self, client, page, body=BODY, name="giấy chứng sinh.pdf", *, form="#step-form", place=".files"
    ):
        self.client, self.body, self.name = client, body, name
        self.url = page.submission(form=form).url
        self.token = page.submission(form=form).fields["csrf_token"][0]
        self.target = page.one(place).attr("data-target")
        self.field = page.all(f"{place} input[type=file]")[0].attr("name")

    def ask(self, method, path="", **options):
        headers = {"X-CSRFToken": self.token, **options.pop("headers", {})}
        return self.client.open(
            f"/vi/uploads{path}", method=method, base_url=PORTAL, headers=headers, **options
        )

    def begin(self):
        told = {
            "target": self.target,
            "name": self.name,
            "size": len(self.body),
            "fingerprint": "sha256:" + hashlib.sha256(self.body).hexdigest(),
        }
        answer = self.ask("POST", json=told)
        self.id = answer.json["id"]
        return answer

    def send(self, at, length=64 * KB, body=None):
        piece = (self.body if body is None else body)[at : at + length]
        headers = {"Content-Type": "application/partial-upload", "Upload-Offset": str(at)}
        return self.ask("PATCH", f"/{self.id}", data=piece, headers=headers)

    def cut(self, at, length, arrived):
        """Announce a piece of which only so many bytes arrive."""
        headers = {"Content-Type": "application/partial-upload", "Upload-Offset": str(at)}
        body = {"CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(self.body[at : at + arrived])}
        return self.ask("PATCH", f"/{self.id}", headers=headers, environ_overrides=body)

    def offset(self):
        return int(self.ask("HEAD", f"/{self.id}").headers["Upload-Offset"])

    def send_rest(self):
        while (at := self.offset()) < len(self.body):
            assert self.send(at).status_code == 204

    def attach(self, **beside):
        data = {"csrf_token": self.token, "_action": "attach", "_uploaded": f"{self.field}:{self.id}"}
        headers = {"HX-Request": "true", "HX-Target": "div#step"}
        return self.client.post(self.url, base_url=PORTAL, data=data | beside, headers=headers)
