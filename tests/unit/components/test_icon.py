"""Line icons."""


def test_an_icon_is_drawn_and_hidden_from_screen_readers(render):
    drawing = render("icon('baby', 'large')").one("svg.icon.icon--large")

    assert drawing.attr("aria-hidden") == "true"
    assert drawing.one("path").attr("d").startswith("M")
