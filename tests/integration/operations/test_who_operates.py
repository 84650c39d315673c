"""Operators' pages are for those whom the identity provider names as operators."""

OPERATOR = "001180000099"


def test_an_operator_finds_the_way_there_in_the_account_menu(visitor):
    visitor.sign_in(OPERATOR)

    page = visitor.visit("/en/")

    assert page.one('.menu a[href="/en/operations"]').text == "Operations"
    assert visitor.visit("/en/operations").heading == "Operations"


def test_other_people_neither_see_nor_reach_it(visitor):
    visitor.sign_in()

    assert not visitor.visit("/en/").has('a[href="/en/operations"]')
    assert visitor.visit("/en/operations", status=404).heading


def test_a_stranger_is_asked_to_sign_in_first(visitor):
    page = visitor.visit("/vi/operations")

    assert "/oidc/authorize" in page.url


def test_no_half_of_the_portal_is_marked_on_operators_pages(visitor):
    visitor.sign_in(OPERATOR)

    for address in ("", "/definitions", "/quarantine", "/words"):
        assert not visitor.visit(f"/en/operations{address}").has(".sections [aria-current]")
    assert visitor.visit("/en/dossiers").one(".sections [aria-current]").text == "My dossiers"
