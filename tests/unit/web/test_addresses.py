"""Addresses in templates are built once, and remain those that would be built anew."""

import pytest

from app.web import locale, templates
from app.web.portal import Portal


@pytest.fixture
def portal():
    made = Portal("portal")
    locale.init_app(made)
    templates.init_app(made)
    made.add_url_rule("/<lang:lang>/things/<code>", "things.one", lambda code: code)
    return made


def address(portal, host="https://one.example", path="/vi/things/a", **values):
    with portal.test_request_context(path, base_url=host):
        portal.preprocess_request()
        return portal.jinja_env.globals["url_for"]("things.one", **values)


def test_each_value_and_language_has_an_address_of_its_own(portal):
    for _ in range(2):
        assert address(portal, code="a") == "/vi/things/a"
        assert address(portal, code="b") == "/vi/things/b"
        assert address(portal, path="/en/things/a", code="a") == "/en/things/a"
        assert address(portal, code="a", page=2, _anchor="x") == "/vi/things/a?page=2#x"


def test_a_whole_address_is_that_of_the_host_that_was_asked(portal):
    first = address(portal, code="a", _external=True)
    second = address(portal, host="https://two.example", code="a", _external=True)

    assert [first, second] == ["https://one.example/vi/things/a", "https://two.example/vi/things/a"]


def test_under_a_path_of_the_host_addresses_begin_with_it(portal):
    address(portal, code="a")

    assert address(portal, host="https://one.example/under", code="a") == "/under/vi/things/a"


def test_values_that_are_lists_are_built_anew(portal):
    assert address(portal, code="a", q=["1", "2"]) == "/vi/things/a?q=1&q=2"


def test_more_addresses_than_are_remembered_are_all_right(portal):
    built = [address(portal, code=str(number)) for number in range(5_000)]

    assert built == [f"/vi/things/{number}" for number in range(5_000)]
