"""What changes something is taken from the portal's own pages only."""

import pytest

SITE = "http://127.0.0.1:8000"
LOGOUT = "/auth/logout"


@pytest.fixture
def token(visitor):
    """The token that the pages of the signed-in visitor carry."""
    visitor.sign_in()
    return visitor.visit("/vi/account").one("form[action='/auth/logout'] [name=csrf_token]").attr("value")


@pytest.fixture
def still_signed_in(visitor):
    return lambda: visitor.client.get("/vi/account", base_url=SITE).status_code == 200


def test_a_form_without_token_is_refused_and_changes_nothing(client, token, still_signed_in):
    refused = client.post(LOGOUT, base_url=SITE)

    assert refused.status_code == 400
    assert "Trang này mở đã quá lâu" in refused.get_data(as_text=True)
    assert still_signed_in()


@pytest.mark.parametrize("change", [str.swapcase, lambda token: token[:-1], lambda token: token + "x"])
def test_a_token_that_was_changed_is_refused(client, token, still_signed_in, change):
    refused = client.post(LOGOUT, base_url=SITE, data={"csrf_token": change(token)})

    assert refused.status_code == 400
    assert still_signed_in()


def test_the_token_of_another_browser_is_refused(client, token, still_signed_in, another_visitor):
    theirs = another_visitor().visit("/vi/locality").one("form:has(#typed) [name=csrf_token]").attr("value")

    refused = client.post(LOGOUT, base_url=SITE, data={"csrf_token": theirs})

    assert theirs != token
    assert refused.status_code == 400
    assert still_signed_in()


def test_over_https_a_form_of_another_site_is_refused_whatever_it_carries(client, token, still_signed_in):
    known = client.get_cookie("session", domain="127.0.0.1").value
    client.set_cookie("session", known, domain="127.0.0.1", secure=True)

    elsewhere = {"Referer": "https://evil.example/"}
    refused = client.post(
        LOGOUT, base_url="https://127.0.0.1:8000", data={"csrf_token": token}, headers=elsewhere
    )

    assert refused.status_code == 400
    assert still_signed_in()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Referer": "https://127.0.0.1:8000/vi/account"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({}, 400),
    ],
)
def test_over_https_the_browser_says_that_the_form_is_of_this_site(
    client, token, still_signed_in, headers, status
):
    known = client.get_cookie("session", domain="127.0.0.1").value
    client.set_cookie("session", known, domain="127.0.0.1", secure=True)

    answer = client.post(
        LOGOUT, base_url="https://127.0.0.1:8000", data={"csrf_token": token}, headers=headers
    )

    assert answer.status_code == status
    assert still_signed_in() == (status == 400)


@pytest.mark.parametrize("place", ["data", "headers"])
def test_the_token_is_taken_from_the_form_or_from_a_header(client, token, still_signed_in, place):
    given = {"data": {"csrf_token": token}, "headers": {"X-CSRFToken": token}}[place]

    taken = client.post(LOGOUT, base_url=SITE, **{place: given})

    assert taken.status_code == 303
    assert not still_signed_in()


def test_a_sign_in_ends_the_tokens_of_before(visitor):
    before = visitor.visit("/vi/locality").one("form:has(#typed) [name=csrf_token]").attr("value")

    visitor.sign_in()

    after = visitor.visit("/vi/account").one("form[action='/auth/logout'] [name=csrf_token]").attr("value")
    assert after != before
