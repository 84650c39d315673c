"""All errors of a page in one place."""


def test_every_error_leads_to_its_field(render):
    page = render("error_summary({'name': 'Nhập họ tên', 'birth-day': 'Nhập ngày sinh'})")

    assert page.errors == {"name": "Nhập họ tên", "birth-day": "Nhập ngày sinh"}
    assert page.one("h2").text == "Còn 2 chỗ cần sửa"


def test_the_summary_takes_the_focus_and_is_announced(render):
    page = render("error_summary([('name', 'Enter a name')])", lang="en")
    summary = page.one(".error-summary")

    assert summary.has_attr("autofocus")
    assert summary.attr("tabindex") == "-1"
    assert summary.attr("aria-labelledby") == page.one("h2").attr("id")
    assert page.has(".error-summary > [role=alert]")
    assert page.one("h2").text == "There is 1 thing to correct"


def test_without_errors_there_is_nothing(render):
    assert render("error_summary({})").text == ""
