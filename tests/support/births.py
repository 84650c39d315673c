"""A mother registers her child's birth: every step answered as the page asks, in-process."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.support.html import HtmlPage, Values
from tests.support.visitor import File, Visitor

PROCEDURE = "1.001193"

PAPER: File = ("giấy chứng sinh.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")

# What is not here is prefilled from the sign-in, the registry or earlier answers.
MOTHER: Mapping[str, Values] = {
    "requester_role": {"requester_role": "mother"},
    "child": {"child_name": "Nguyễn Minh Anh", "child_sex": "female"},
    "child_birth": {
        "child_birth_date-day": "2",
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
    "birth_certificate": {},
    "surrogacy": {"surrogacy": "no"},
    "parents_married": {"parents_married": "yes"},
    "copies": {"copies_wanted": "yes", "copies_count": "2"},
}

FILES: Mapping[str, tuple[str, File]] = {"birth_certificate": ("birth_certificate", PAPER)}

_MOST_STEPS = 40


def file_birth(
    visitor: Visitor, *, until: str = "check", lang: str = "vi", answers: Mapping[str, Values] = MOTHER
) -> HtmlPage:
    """Begin a birth registration and answer every step before `until`; returns that page."""
    page = visitor.visit(f"/{lang}/applications/start/{PROCEDURE}")
    page = visitor.send(page, button="anew" if page.has("[name='anew']") else None)
    return go_on(visitor, page, until=until, answers=answers)


def go_on(
    visitor: Visitor, page: HtmlPage, *, until: str = "check", answers: Mapping[str, Values] = MOTHER
) -> HtmlPage:
    """Answer step after step, from this page to the step `until`."""
    for _ in range(_MOST_STEPS):
        here = step_of(page)
        if here == until:
            return page
        page = _answer(visitor, page, here, answers.get(here, {}))
    raise AssertionError(f"never came to {until}, last on {page!r}")


def submit_birth(visitor: Visitor, *, lang: str = "vi", answers: Mapping[str, Values] = MOTHER) -> HtmlPage:
    """File, check, declare and send; returns the receipt."""
    page = file_birth(visitor, lang=lang, answers=answers)
    return visitor.send(page, {"declared": "y"}, form="main form[action$='/check']")


def step_of(page: HtmlPage) -> str:
    """The key of the step in the page's address."""
    return urlsplit(page.url).path.rstrip("/").rpartition("/")[2]


def _answer(visitor: Visitor, page: HtmlPage, here: str, values: Values) -> HtmlPage:
    if here in FILES:
        name, paper = FILES[here]
        page = visitor.send(page, button=f"_action=upload:{name}", files={name: paper})
    # A question that depends on another of the step comes once that one is answered.
    wanted = {name: value for name, value in values.items() if page.has(f"[name='{name}']")}
    assert wanted or not values, f"{page!r} asks for none of {sorted(values)}"
    for name in [name for name in wanted if name.endswith("-province")]:
        # The wards are listed once the province is known, as without JavaScript.
        page = visitor.send(page, {name: wanted.pop(name)}, button="_action=units", form="#step-form")
    return visitor.send(page, wanted, form="#step-form")
