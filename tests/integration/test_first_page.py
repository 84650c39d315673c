"""The first page."""


def test_the_first_page_asks_what_a_person_needs(visit):
    page = visit("/vi/")

    assert page.heading == "Bạn cần làm thủ tục gì?"
