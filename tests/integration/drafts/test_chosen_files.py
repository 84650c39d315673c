"""Without scripts a chosen file travels with whatever is pressed: it is kept, or said to be lost."""

import pytest

from tests.support.drafting import TREE, ask, publish, tree_form
from tests.support.journeys import begin
from tests.support.wizard import make_step

FORM = tree_form(
    make_step("who", ask("carer", "Người chăm sóc")),
    make_step("photo", ask("picture", "Ảnh cây", "file"), ask("note", "Ghi chú", required=False)),
)
PDF = ("cây.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")
NO_PICTURE = ("cây.pdf", b"MZ no picture", "application/pdf")
STEP = "#step-form"


@pytest.fixture
def photo(world, visitor, sign_in):
    """The step that asks for a file."""
    publish(world, FORM)
    sign_in()
    return visitor.send(begin(visitor, TREE), {"carer": "Trần Thị Bình"}, form=STEP)


@pytest.mark.parametrize("pressed", ["_language=en", "_action=leave", "_action=back"])
def test_a_chosen_file_is_kept_with_what_was_typed(visitor, photo, pressed):
    visitor.send(photo, {"note": "Cao"}, form=STEP, button=pressed, files={"picture": PDF})

    again = visitor.visit(photo.url)
    assert again.has("button[value^='remove:']")
    assert again.one("[name=note]").attr("value") == "Cao"


def test_which_file_has_to_be_chosen_again_is_said_in_the_new_language(visitor, photo):
    english = visitor.send(
        photo, {"note": "Cao"}, form=STEP, button="_language=en", files={"picture": NO_PICTURE}
    )

    assert english.url.partition("?")[0] == photo.url.replace("/vi/", "/en/")
    assert "Choose another file for" in english.one(".error-summary").text
    assert "cannot be used" in english.one("#picture-error").text
    assert english.one("[name=note]").attr("value") == "Cao"
    assert "Choose another file" not in visitor.visit(english.url.partition("?")[0]).text


@pytest.mark.parametrize("pressed", ["_action=leave", "_action=back"])
def test_who_goes_away_with_a_file_that_cannot_be_kept_is_told_first(visitor, photo, pressed):
    told = visitor.send(photo, form=STEP, button=pressed, files={"picture": NO_PICTURE}, status=422)

    assert told.url == photo.url
    assert "cây.pdf" in told.one("#picture-error").text
    assert visitor.send(told, form=STEP, button=pressed).url != photo.url
