"""Check your answers."""


def test_every_row_can_be_changed_and_says_what_it_changes(render):
    page = render(
        "summary_list(rows)",
        rows=[
            {"label": "Nơi ở", "lines": ["12 phố Huế", "Hà Nội"], "href": "/sua", "change": "nơi ở của mẹ"}
        ],
    )

    assert page.one("dt").text == "Nơi ở"
    assert page.one("dt + dd").text == "12 phố HuếHà Nội"
    assert page.one("dd.change a").text == "Sửa nơi ở của mẹ"


def test_an_open_question_is_said_to_be_open(render):
    page = render("summary_list(rows)", rows=[{"label": "Điện thoại", "lines": []}])

    assert page.one("dd").text == "Chưa trả lời"
    assert not page.has("a")


def test_a_known_answer_names_its_source(render):
    page = render(
        "summary_list(rows)", rows=[{"label": "Tên", "lines": ["Bình"], "source": "Từ dữ liệu dân cư"}]
    )

    assert page.one(".source").text == "Từ dữ liệu dân cư"
