"""The same draft in two windows: nothing one of them saved is lost, and both are told."""

from urllib.parse import urlsplit

import pytest

from tests.support.drafting import TREE, ask, publish, text, tree_form
from tests.support.journeys import begin
from tests.support.visitor import with_fields
from tests.support.wizard import make_step

COLUMNS = [ask("kind", "Loại"), ask("count", "Số cây", "number")]
HELPER = text("Người giúp")
FORM = tree_form(
    make_step(
        "who",
        ask("carer", "Người chăm sóc"),
        ask("trees", "Cây", "table", columns=COLUMNS, row=text("Dòng")),
        ask("photo", "Ảnh", "file", required=False),
    ),
    make_step("helpers", ask("helper", "Người giúp"), repeat={"item": HELPER, "named_by": "helper"}),
)
FILLED = {"carer": "Trần Thị Bình", "trees-0-kind": "Sấu", "trees-0-count": "3"}
PDF = ("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")
STEP = "#step-form"
REMOVE = "Bỏ"


@pytest.fixture
def windows(world, visitor, sign_in):
    """Two windows at the first step of a new draft."""
    publish(world, FORM)
    sign_in()
    one = begin(visitor, TREE)
    return one, visitor.visit(one.url)


@pytest.fixture
def helpers(visitor, windows):
    """Three people who help, and the address of their list."""
    visitor.send(windows[0], FILLED, form=STEP)
    listed = windows[0].url.replace("/who", "/helpers")
    for number, name in enumerate(["An", "Bình", "Chi"]):
        visitor.send(visitor.visit(f"{listed}/{number}"), {"helper": name}, form=STEP)
    return listed


def test_what_the_other_window_saved_is_shown_before_it_is_undone(visitor, windows):
    one, other = windows
    visitor.send(one, FILLED, form=STEP)

    told = visitor.send(other, FILLED | {"carer": "Lê Văn Cường"}, form=STEP, status=422)
    taken = visitor.send(told, form=STEP, button="_action=discard")
    mine = visitor.send(told, form=STEP)

    assert told.one(".notice--wait li").text == "Người chăm sóc Trần Thị Bình"
    assert told.one("[name=carer]").attr("value") == "Lê Văn Cường"
    assert taken.one("[name=carer]").attr("value") == "Trần Thị Bình"
    assert not taken.has(".notice--wait")
    assert visitor.visit(one.url).one("[name=carer]").attr("value") == "Lê Văn Cường"
    assert mine.url.endswith("/helpers")


def test_who_opens_the_page_again_is_told_what_does_not_count_yet(visitor, windows):
    one, other = windows
    visitor.send(one, FILLED, form=STEP)
    visitor.send(other, FILLED | {"carer": "Lê Văn Cường"}, form=STEP, status=422)

    later = visitor.visit(one.url.replace("/vi/", "/en/"))
    taken = visitor.send(later, form=STEP, button="_action=discard")

    assert "Trần Thị Bình" in later.one(".notice--wait li").text
    assert later.one("[name=carer]").attr("value") == "Lê Văn Cường"
    assert "Not saved yet" in later.one("#saved").text
    assert taken.one("[name=carer]").attr("value") == "Trần Thị Bình"
    assert not visitor.visit(one.url).has(".notice--wait")


def test_what_is_typed_and_saved_in_passing_is_no_other_window(visitor, windows):
    one, _ = windows
    visitor.send(one, FILLED, form=STEP)
    typed = visitor.visit(one.url).submission({"carer": "Lê"}, form=STEP)

    visitor.submit(with_fields(typed, _action="save"), target="p#saved")

    again = visitor.visit(one.url)
    assert again.one("[name=carer]").attr("value") == "Lê"
    assert not again.has(".notice--wait")


def test_a_row_of_a_table_is_not_undone_unseen(visitor, windows):
    one, other = windows
    visitor.send(one, FILLED, form=STEP)

    told = visitor.send(other, FILLED | {"trees-0-count": "7"}, form=STEP, status=422)

    assert "Sấu" in told.one(".notice--wait li").text


def test_saving_in_passing_undoes_nothing_and_says_so(visitor, windows):
    one, other = windows
    visitor.send(one, FILLED, form=STEP)
    typed = other.submission(FILLED | {"carer": "Lê"}, form=STEP)

    told = visitor.submit(with_fields(typed, _action="save"), target="p#saved")

    assert "cửa sổ khác" in told.text
    assert visitor.visit(one.url).one("[name=carer]").attr("value") == "Trần Thị Bình"


def test_ones_own_saving_in_passing_is_no_other_window(visitor, windows):
    one = windows[0]
    begun = one.submission(FILLED | {"carer": "Tr"}, form=STEP)
    saved = visitor.submit(with_fields(begun, _action="save"), target="p#saved")

    onward = visitor.send(one, FILLED, form=STEP)

    assert "Đã lưu" in saved.text
    assert onward.url.endswith("/helpers")


def test_files_of_both_windows_count(visitor, windows):
    one, other = windows
    for page, name in ((one, "a.pdf"), (other, "b.pdf")):
        file = (name, PDF[1] + name.encode(), PDF[2])
        visitor.send(page, form=STEP, button="_action=upload:photo", files={"photo": file})

    assert len(visitor.visit(one.url).all("button[value^='remove:']")) == 2


def test_an_item_is_saved_where_it_stands_now(visitor, helpers):
    second = visitor.visit(f"{helpers}/1")
    _remove(visitor, visitor.visit(helpers), 0)

    saved = visitor.send(second, {"helper": "Bé"}, form=STEP)

    assert _names(saved) == ["Bé", "Chi"]


def test_the_item_that_was_meant_is_removed_or_none(visitor, helpers):
    stale = visitor.visit(helpers)
    _remove(visitor, stale, 0)

    meant = _remove(visitor, stale, 1)
    gone = _ask(visitor, stale, 1, status=422)

    assert _names(meant) == ["Chi"]
    assert _names(gone) == ["Chi"]
    assert "cửa sổ khác" in gone.one(".error-summary").text


def test_an_item_goes_only_when_asked_about_and_still_there(visitor, helpers):
    listed = visitor.visit(helpers)

    asked = _ask(visitor, listed, 1)
    english = visitor.send(asked, form=STEP, button="_language=en")
    kept = visitor.visit(helpers)
    taken = visitor.send(asked, form=STEP, button=REMOVE)
    again = visitor.send(asked, form=STEP, button=REMOVE, status=422)

    assert asked.heading == "Bỏ Người giúp 2: Bình?"
    assert asked.link("Giữ lại").endswith("/helpers")
    assert english.heading == "Remove Người giúp 2: Bình?"
    assert english.link("Keep it").endswith("/en/" + urlsplit(helpers).path.partition("/vi/")[2])
    assert _names(kept) == ["An", "Bình", "Chi"]
    assert _names(taken) == ["An", "Chi"]
    assert _names(again) == ["An", "Chi"]


def _ask(visitor, page, number, status=200):
    button = page.all("button[value^='ask-removal']")[number].attr("value")
    return visitor.send(page, form=STEP, button=f"_action={button}", status=status)


def _remove(visitor, page, number):
    return visitor.send(_ask(visitor, page, number), form=STEP, button=REMOVE)


def _names(page):
    return [title.text.partition(": ")[2] for title in page.all(".dossier-row__name")]
