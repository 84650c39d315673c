"""Tags."""


def test_the_word_carries_the_meaning(render):
    assert render("tag('Toàn trình', 'ok')").one("span.tag.tag--ok").text == "Toàn trình"


def test_a_plain_tag_has_no_tone(render):
    assert render("tag('Mã 1.001193')").one("span").attr("class") == "tag"
