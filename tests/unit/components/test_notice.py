"""Something to know."""

import pytest


@pytest.mark.parametrize("tone", ["ok", "wait", "bad"])
def test_a_notice_has_the_look_of_its_tone(render, tone):
    page = render(f"notice('{tone}', 'Đã lưu', level=3)", inside="<p>Làm tiếp lúc nào cũng được</p>")

    assert page.has(f".notice.notice--{tone} > h3")
    assert page.one(".notice > p").text == "Làm tiếp lúc nào cũng được"


def test_only_a_live_notice_is_said_aloud(render):
    assert render("notice('info', live=True)", inside="x").has("[role=status]")
    assert not render("notice('info')", inside="x").has("[role=status]")
