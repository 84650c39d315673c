"""The band with the one action asked."""


def test_the_band_is_a_region_named_by_its_heading(render):
    page = render("ask('Gửi lại ảnh')", inside="<p>Ảnh bị mờ</p>")

    assert page.one("section.ask").attr("aria-labelledby") == page.one("h2").attr("id")
    assert page.one("h2").text == "Gửi lại ảnh"
    assert page.one("section > p").text == "Ảnh bị mờ"
