"""Mails: one language, the dossier, what to do, a link, and nothing personal."""

import pytest

from app.features.dossiers.statuses import STATUSES
from app.jobs.letters import Letters
from tests.support.clock import MONDAY_MORNING
from tests.support.dossiers import CODE, MAILS

NAME = {"vi": "Đăng ký khai sinh", "en": "Birth registration"}
ONLY_ENGLISH = ("Dossier", "agency", "portal", "What to do")
ONLY_VIETNAMESE = ("Hồ sơ", "cơ quan", "Việc cần làm", "đăng nhập")


def write(code: int, language: str, **given):
    context = {
        "name": NAME,
        "reference": CODE,
        "receipt_number": "DVC-1",
        "status": STATUSES[code],
        "points": 0,
        "answer_by": None,
        "due_at": None,
        **given,
    }
    return Letters(MAILS, "https://portal.test/").write("status", language, context)


@pytest.mark.parametrize("code", range(1, 11))
@pytest.mark.parametrize(
    ("language", "foreign"), [("vi", ONLY_ENGLISH), ("en", ONLY_VIETNAMESE)], ids=["vi", "en"]
)
def test_a_mail_is_in_one_language_only(code, language, foreign):
    letter = write(code, language, points=2, due_at=MONDAY_MORNING, answer_by=MONDAY_MORNING.date())

    words = (letter.subject + letter.text).replace(f"https://portal.test/{language}/dossiers/{CODE}", "")
    assert not [word for word in foreign if word in words]
    assert STATUSES[code].name[language] in letter.subject
    assert CODE in letter.subject
    assert STATUSES[code].next[language] in letter.text
    assert f"https://portal.test/{language}/dossiers/{CODE}" in letter.text


def test_a_refused_application_is_told_with_its_receipt_number():
    context = {"name": NAME, "reference": "DVC-1", "receipt_number": "DVC-1"}

    letters = [Letters(MAILS, "https://portal.test").write("refused", lang, context) for lang in ("vi", "en")]

    assert all("DVC-1" in letter.subject for letter in letters)
    assert letters[0].text != letters[1].text


def test_line_breaks_in_an_agencys_words_cannot_add_headers_or_paragraphs():
    hostile = {"vi": "Tên\r\nBcc: kẻ-xấu@example.com\n\nChào", "en": "Name"}

    letter = write(1, "vi", name=hostile)

    assert "\n" not in letter.subject
    assert "Tên Bcc: kẻ-xấu@example.com Chào" in letter.text


def test_points_and_the_day_are_told_but_never_their_content():
    letter = write(5, "en", points=2, answer_by=MONDAY_MORNING.date())

    assert "2 points" in letter.text
    assert "Monday 23 November 2026" in letter.text
