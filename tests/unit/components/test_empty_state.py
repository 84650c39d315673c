"""Emptiness that says why."""


def test_emptiness_says_why_and_what_to_do(render):
    page = render("empty_state('Chưa có hồ sơ', level=3)", inside="<p>Hồ sơ sẽ hiện ở đây</p>")

    assert page.one(".empty-state > h3").text == "Chưa có hồ sơ"
    assert page.one(".empty-state > p").text == "Hồ sơ sẽ hiện ở đây"
