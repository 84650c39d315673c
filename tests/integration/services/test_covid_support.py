"""The support of the COVID-19 years: over, and its history told."""

import pytest

OVER = [
    ("COVID19-NLD", "Resolution 68/NQ-CP", "unemployment benefit"),
    ("COVID19-NSDLD", "Decision 32/2020/QĐ-TTg", "Bank for Social Policies about an extension"),
]


@pytest.mark.parametrize(("code", "history", "instead"), OVER)
def test_nobody_can_start_what_is_over_but_hears_what_it_was(visitor, code, history, instead):
    visitor.sign_in()

    page = visitor.visit(f"/en/applications/start/{code}", status=409)

    assert page.heading == "This service is not open"
    assert history in page.text
    assert instead in page.text
    assert not page.has("main form")


@pytest.mark.parametrize(("code", "history", "instead"), OVER)
def test_the_questions_before_signing_in_are_not_asked_either(visit, code, history, instead):
    page = visit(f"/en/applications/start/{code}/check", status=409)

    assert history in page.text
    assert not page.has("main form")


@pytest.mark.parametrize(("code", "history", "instead"), OVER)
def test_the_catalogue_describes_it_without_a_way_to_apply(visit, code, history, instead):
    page = visit(f"/vi/procedures/{code}")

    assert "đã kết thúc" in page.text
    assert not page.has(f"main a[href$='/applications/start/{code}']")
