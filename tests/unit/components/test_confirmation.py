"""The panel after something is done."""


def test_the_panel_holds_the_heading_of_the_page_and_the_number(render):
    page = render("confirmation('Đã nhận hồ sơ', 'Số tiếp nhận', 'ABC-1')", inside="<p>Mã theo sau</p>")

    assert page.one("h1").attr("tabindex") == "-1"
    assert page.one("strong").text == "ABC-1"
    assert page.texts(".confirmation > p") == ["Số tiếp nhận ABC-1", "Mã theo sau"]


def test_without_a_number_there_is_no_empty_line(render):
    page = render("confirmation('Đã xoá')", inside="")

    assert not page.has("strong")
