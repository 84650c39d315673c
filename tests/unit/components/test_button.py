"""Buttons, and links that look like them."""


def test_a_button_submits_unless_told_otherwise(render):
    page = render("button('Tiếp tục')")

    assert page.one("button.button").text == "Tiếp tục"
    assert not page.one("button").has_attr("type")


def test_with_an_address_it_is_a_link_of_the_same_look(render):
    page = render("button('Nộp', href='/nop', kind='plain')")

    assert page.one("a.button.button--plain").attr("href") == "/nop"


def test_further_attributes_are_escaped(render):
    page = render("button('x', name='_action', value='back', attrs={'hx-vals': '{\"a\": \"b\"}'})")

    assert page.one("button").attr("name") == "_action"
    assert page.one("button").attr("value") == "back"
    assert page.one("button").attr("hx-vals") == '{"a": "b"}'
