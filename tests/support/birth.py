"""A mother registers her child: what she types on each step of the birth form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.html import HtmlPage

CODE = "1.001193"
START = f"/vi/applications/start/{CODE}"

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CERTIFICATE = ("giấy chứng sinh.pdf", PDF, "application/pdf")

BY_MOTHER: dict[str, dict[str, Any]] = {
    "requester_role": {"requester_role": "mother"},
    "child": {"child_name": "Nguyễn Minh Anh", "child_sex": "female"},
    "child_birth": {
        "child_birth_date-day": "10",
        "child_birth_date-month": "11",
        "child_birth_date-year": "2026",
    },
    "birth_place": {"born_where": "facility"},
    "facility": {
        "facility_name": "Bệnh viện Phụ sản Hà Nội",
        "facility_address-province": "01",
        "facility_address-ward": "00004",
    },
    "birth_proof": {"birth_proof": "certificate"},
    "surrogacy": {"surrogacy": "no"},
    "parents_married": {"parents_married": "yes"},
    "origin": {"child_ethnicity": "Kinh", "child_nationality": "VN"},
    "copies": {"copies_wanted": "yes", "copies_count": "2"},
    "contact": {"contact_phone": "0912345678", "contact_email": "binh@example.vn"},
}

Send = Callable[..., HtmlPage]


def step_of(page: HtmlPage) -> str:
    """The key of the step a page shows."""
    return page.url.partition("?")[0].rstrip("/").split("/")[6]


def fill(
    page: HtmlPage, send: Send, until: str = "check", answers: Mapping[str, Any] = BY_MOTHER
) -> HtmlPage:
    """Go on from step to step until the one called `until` is shown; prefilled values are accepted."""
    for _ in range(60):
        step = step_of(page)
        if step == until:
            return page
        page = _with_wards(page, send, answers.get(step, {}))
        files = {"birth_certificate": CERTIFICATE} if step == "birth_certificate" else None
        asked = {name: value for name, value in answers.get(step, {}).items() if page.has(f"[name='{name}']")}
        page = send(page, asked, files=files)
    raise AssertionError(f"{until} was never reached")


def begin(sign_in: Callable[..., HtmlPage], send: Send, id_number: str = "001190000011") -> HtmlPage:
    """Sign in, start a draft, and see its first step."""
    return send(sign_in(id_number, to=START), button="Bắt đầu")


def submit(page: HtmlPage, send: Send) -> HtmlPage:
    """Declare and send from the check page; the receipt."""
    return send(page, {"declared": "y"}, button="Nộp hồ sơ")


def _with_wards(page: HtmlPage, send: Send, wanted: Mapping[str, Any]) -> HtmlPage:
    """Without JavaScript the wards of another province are listed by a button."""
    chosen = {name: value for name, value in wanted.items() if name.endswith("-province")}
    if not chosen or all(page.values().get(name) == value for name, value in chosen.items()):
        return page
    return send(page, chosen, button="_action=units")
