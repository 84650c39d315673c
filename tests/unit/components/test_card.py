"""Cards."""


def test_a_card_has_its_heading_at_the_level_asked(render):
    page = render("card('Thời hạn', level=3, lead=True, href='/x')", inside="<p>5 ngày</p>")

    assert page.one("div.card.card--lead > h3 > a").attr("href") == "/x"
    assert page.one(".card > p").text == "5 ngày"


def test_a_card_without_title_has_no_empty_heading(render):
    page = render("card()", inside="<p>5 ngày</p>")

    assert not page.has("h2")
