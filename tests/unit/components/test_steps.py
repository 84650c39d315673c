"""The list of steps."""

ITEMS = [
    {"text": "Bé", "state": "done", "href": "/be"},
    {"text": "Mẹ", "state": "current", "href": "/me"},
    {"text": "Cha", "state": "remaining", "href": None},
]


def test_the_current_step_is_marked_and_what_is_done_is_said(render):
    page = render("steps(items)", items=ITEMS)

    assert page.one("[aria-current=step]").text == "Mẹ"
    assert page.one("li.done").text == "Bé, đã xong"


def test_only_steps_that_may_be_opened_are_links(render):
    page = render("steps(items, 'Các phần')", items=ITEMS)

    assert page.one("nav").attr("aria-label") == "Các phần"
    assert [link.text for link in page.all("a")] == ["Bé"]
