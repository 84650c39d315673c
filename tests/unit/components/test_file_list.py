"""Lists of files."""


def test_a_file_shows_name_size_and_what_became_of_it(render):
    page = render(
        "file_list(files)",
        files=[
            {"name": "giấy.pdf", "size": "245 KB", "href": "/tai", "note": "đã nhận"},
            {"name": "ảnh.jpg", "size": "1 MB"},
        ],
    )

    assert page.link("giấy.pdf") == "/tai"
    assert page.texts("li") == ["giấy.pdf245 KB · đã nhận", "ảnh.jpg1 MB"]
