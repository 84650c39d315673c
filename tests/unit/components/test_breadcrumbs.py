"""The way here."""


def test_the_way_here_is_a_named_list_of_links_from_the_top(render):
    page = render(
        "breadcrumbs(links)", links=[{"text": "Thủ tục", "href": "/a"}, {"text": "Hộ tịch", "href": "/b"}]
    )

    assert page.one("nav").attr("aria-label") == "Vị trí của trang này"
    assert [link.attr("href") for link in page.all("ol.breadcrumbs > li > a")] == ["/a", "/b"]
