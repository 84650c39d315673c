"""The answer card."""

ROWS = [
    {"label": "Bao lâu", "value": "5 ngày làm việc", "note": "Nộp hôm nay, trả thứ Sáu"},
    {"label": "Ở đâu", "value": "Hà Nội", "link": {"href": "/doi", "text": "đổi nơi"}},
]


def test_every_answer_stands_beside_its_question(render):
    page = render("answers(rows)", rows=ROWS)

    assert page.texts("dl.answers > div > dt") == ["Bao lâu", "Ở đâu"]
    assert page.one("div:first-child dd small").text == "Nộp hôm nay, trả thứ Sáu"
    assert page.link("đổi nơi") == "/doi"


def test_an_answer_is_text_and_never_markup(render):
    page = render("answers(rows)", rows=[{"label": "x", "value": "<b>y</b>"}])

    assert page.one("dd").text == "<b>y</b>"
