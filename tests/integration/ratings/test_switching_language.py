"""Another language on the pages of a dossier takes along what is typed."""

from datetime import date

from app.sandbox.desk.service import Point


def test_a_half_typed_answer_is_there_in_the_other_language(started, officer, deliver, visit, send):
    with officer() as desk:
        asked = [Point({"vi": "Nơi sinh ở đâu?", "en": "Where?"}, kind="text")]
        desk.ask_supplement(started, asked, answer_by=date(2026, 12, 15))
    deliver()
    page = visit(f"/vi/dossiers/{started}")
    (field,) = [area.attr("name") for area in page.all("#supplement-form textarea")]

    english = send(page, {field: "Bệnh viện Phụ sản"}, button="_carry_to=en", form="#supplement-form")

    assert english.lang == "en"
    assert english.values("#supplement-form")[field] == "Bệnh viện Phụ sản"
    assert not english.errors


def test_a_half_given_rating_is_there_in_the_other_language(ended, visit, send):
    page = visit(f"/vi/ratings/{ended}")

    english = send(page, {"level": "2", "comment": "Nhanh"}, button="_carry_to=en", form="#rating-form")

    assert english.lang == "en"
    assert english.values("#rating-form")["level"] == "2"
    assert english.values("#rating-form")["comment"] == "Nhanh"
    assert "Thank you" not in english.text
