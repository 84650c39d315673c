"""Who did what when, and what comes."""

EVENTS = [
    {"title": "Đã nộp", "meta": "15:40, 19/11/2026", "state": "done"},
    {"title": "Chờ bổ sung", "note": "Ảnh bị mờ", "state": "now"},
    {"title": "Trả kết quả", "state": "next"},
]


def test_what_happened_what_is_now_and_what_comes_are_told_apart_without_colour(render):
    page = render("timeline(events)", events=EVENTS)

    assert page.texts("ol.timeline > li > h3") == ["Đã nộp", "Chờ bổ sung", "Trả kết quả (chưa tới)"]
    assert page.one("[aria-current=step] h3").text == "Chờ bổ sung"
    assert page.one(".meta").text == "15:40, 19/11/2026"
    assert page.one("li.now > p").text == "Ảnh bị mờ"
