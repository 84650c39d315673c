"""The strip of working days."""


def test_the_strip_is_one_picture_that_says_its_summary(render):
    page = render(
        "days(cells, 'Đã dùng 1 trên 2 ngày')",
        cells=[{"state": "used", "text": "T6"}, {"state": "due", "text": "T2"}],
    )

    assert page.one(".days").attr("role") == "img"
    assert page.one(".days").attr("aria-label") == "Đã dùng 1 trên 2 ngày"
    assert [day.attr("class") for day in page.all(".days span")] == ["used", "due"]
    assert [day.attr("title") for day in page.all(".days span")] == ["T6", "T2"]
