"""Three levels of satisfaction."""

LEVELS = [
    {"value": 3, "text": "Rất hài lòng", "face": "good"},
    {"value": 1, "text": "Chưa hài lòng", "face": "poor"},
]


def test_every_level_is_a_radio_with_a_word(render):
    page = render("faces('level', 'Bạn thấy thế nào?', levels, chosen='3')", levels=LEVELS)

    assert page.one("fieldset > legend").text == "Bạn thấy thế nào?"
    assert page.texts("label") == ["Rất hài lòng", "Chưa hài lòng"]
    assert page.one("input[checked]").attr("value") == "3"
    assert all(face.attr("aria-hidden") == "true" for face in page.all("svg"))


def test_nothing_is_chosen_for_the_person(render):
    page = render("faces('level', 'Bạn thấy thế nào?', levels)", levels=LEVELS)

    assert not page.has("input[checked]")


def test_an_error_is_tied_to_the_group(render):
    page = render("faces('level', 'Bạn thấy thế nào?', levels, error='Chọn một mức')", levels=LEVELS)

    assert page.one("fieldset.field--bad").attr("aria-describedby") == page.one(".message").attr("id")
    assert page.one(".message").text == "Lỗi: Chọn một mức"
