"""The question box."""


def test_it_is_a_labelled_form_that_works_alone(render):
    page = render("search_box('/vi/procedures', 'Tìm thủ tục', value='bằng lái', hidden={'field': 'G15'})")

    assert page.one("form[role=search]").attr("action") == "/vi/procedures"
    assert page.one("label").attr("for") == page.one("input[type=search]").attr("id")
    assert page.values() == {"q": "bằng lái", "field": "G15"}
    assert not page.has("#suggestions")


def test_suggestions_open_under_it_and_are_announced(render):
    page = render("search_box('/vi/procedures', 'Tìm thủ tục', suggest='/vi/goi-y', show_label=False)")
    control = page.one("input[type=search]")

    assert control.attr("hx-get") == "/vi/goi-y"
    assert control.attr("hx-target") == "#suggestions"
    assert page.one("#suggestions").attr("aria-live") is None
    assert page.one("#suggestions-said").attr("role") == "status"
    assert page.has("label.vh")
