"""Pages of a list."""

import pytest


def shown(page):
    return [item.text for item in page.all("li")]


@pytest.mark.parametrize(
    ("here", "pages", "items"),
    [
        (1, 3, ["Trang 1", "2", "3", "Sau"]),
        (1, 9, ["Trang 1", "2", "…", "9", "Sau"]),
        (5, 9, ["Trước", "1", "…", "4", "Trang 5", "6", "…", "9", "Sau"]),
        (9, 9, ["Trước", "1", "…", "8", "Trang 9"]),
    ],
)
def test_the_neighbours_and_the_ends_can_be_reached(render, here, pages, items):
    assert shown(render(f"pagination({here}, {pages}, 'list', {{}})")) == items


def test_the_address_keeps_the_question(render):
    page = render("pagination(1, 2, 'list', {'q': 'khai sinh', 'field': ['a', 'b']}, target='results')")
    link = page.one("a[rel=next]")

    assert link.attr("href") == "/vi/list?q=khai+sinh&field=a&field=b&page=2"
    assert link.attr("hx-get") == link.attr("href")
    assert link.attr("hx-target") == "#results"
    assert link.attr("aria-label") == "Trang sau"


def test_a_single_page_has_no_pagination(render):
    assert not render("pagination(1, 1, 'list', {})").has("nav")
