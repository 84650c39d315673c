"""One set of filters."""

OPTIONS = [
    {"value": "full", "text": "Toàn trình", "count": 2050},
    {"value": "partial", "text": "Một phần", "count": 3},
]


def test_a_group_is_folded_until_something_in_it_is_chosen(render):
    folded = render("facet_group('Mức độ', 'level', options)", options=OPTIONS)
    chosen = render("facet_group('Mức độ', 'level', options, ['partial'])", options=OPTIONS)

    assert not folded.one("details").has_attr("open")
    assert chosen.one("details").has_attr("open")
    assert chosen.one("input[checked]").attr("value") == "partial"


def test_every_option_says_how_many_it_finds(render):
    page = render("facet_group('Mức độ', 'level', options)", options=OPTIONS)

    assert page.texts("label") == ["Toàn trình 2.050", "Một phần 3"]


def test_a_group_without_options_is_not_shown(render):
    assert not render("facet_group('Mức độ', 'level', [])").has("details")
