"""Whatever stands in an address becomes a bounded, harmless search that can be asked again."""

from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.catalogue.filters import FACETS, LAST_PAGE, LONGEST_QUERY, asked, page_number

ARGUMENTS = st.dictionaries(
    st.sampled_from(["q", "page", "apply", "lang", "x", *FACETS]),
    st.lists(st.text(max_size=400), max_size=40),
)


@given(ARGUMENTS)
def test_any_query_string_is_bounded(args):
    wish = asked(args)

    assert len(wish.query) <= LONGEST_QUERY
    assert 1 <= wish.page <= LAST_PAGE
    assert all(len(values) <= 20 for values in wish.chosen.values())
    assert not any(character < " " for character in wish.query)


@given(ARGUMENTS)
def test_the_address_of_a_search_asks_the_same_again(args):
    wish = asked(args)

    again = asked(parse_qs(urlencode(wish.address(wish.page), doseq=True)))

    assert again == wish


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("", 1),
        ("3", 3),
        ("0", 1),
        ("-4", 1),
        ("1.5", 1),
        ("x", 1),
        ("٣", 1),
        ("1000000000", LAST_PAGE),
        ("9" * 4000, LAST_PAGE),
    ],
)
def test_a_page_is_always_a_page(text, page):
    assert page_number(text) == page


def test_values_are_kept_in_order_without_repeats():
    wish = asked({"field": ["b", "a", "b", " "], "q": ["  khai\tsinh  "]})

    assert wish.chosen["field"] == ("b", "a")
    assert wish.query == "khai sinh"
