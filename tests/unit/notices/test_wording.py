"""Every kind of notice, by every channel, in both languages; nothing personal where others may read it."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.features.dossiers.mirror.statuses import STATUSES
from app.features.notices.kinds import CHANNELS, KINDS
from app.features.notices.matter import Matter
from app.features.notices.short_messages import parts, plain
from app.features.notices.wording import Wording, title

TEMPLATES = Path(__file__).parents[3] / "templates"
PORTAL = "https://dichvucong.example.vn"
CODE = "000.00.00.H26-261123-0001"
SECRET = "NGUYỄN THỊ BÍ MẬT 001190000011"
HOSTILE = {
    "vi": f"{SECRET}\r\nBcc: ai-do@example.com\n\n{{{{ portal }}}}",
    "en": f"{SECRET}\r\nBcc: x@example.com",
}
TOLD = [name for name, kind in KINDS.items() if kind.topic]
FOREIGN = {
    "vi": ("Dossier", "agency", "portal", "What to do", "Answer", "See ", "notice"),
    "en": ("Hồ sơ", "cơ quan", "Việc cần làm", "đăng nhập", "Ho so", "Thông báo", "Xem"),
}


def matter(code: int = 6, **given) -> Matter:
    status = STATUSES[code]
    return Matter(
        **{
            "reference": CODE,
            "path": f"dossiers/{CODE}",
            "name": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
            "headline": status.name,
            "meaning": status.meaning,
            "next": status.next,
            "points": 2,
            "day": date(2026, 12, 1),
            "due_on": date(2026, 12, 4),
            **given,
        }
    )


@pytest.fixture(scope="module")
def wording():
    return Wording(TEMPLATES, PORTAL)


def written(wording, channel, kind, about, language, *, marks=True):
    """What leaves the portal, as one text."""
    if channel == "mail":
        letter = wording.mail(kind, about, language)
        return f"{letter.subject}\n{letter.text}"
    if channel == "sms":
        return wording.sms(kind, about, language, marks=marks)
    shown = wording.push(kind, about, language, "tag")
    return f"{shown['title']} {shown['body']} {shown['path']}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", TOLD)
def test_every_notice_speaks_one_language_and_leads_to_its_page(wording, kind, channel, language):
    text = written(wording, channel, kind, matter(), language)

    words = re.sub(r"\S*https?://\S+|/\w\w/dossiers/\S+", "", text)
    assert not [word for word in FOREIGN[language] if word in words], words
    assert CODE in text or kind in {"draft_expiring", "file_infected", "agreement_void"}
    assert f"/{language}/dossiers/{CODE}" in text or (channel == "sms" and PORTAL in text)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_has_a_line_for_the_inbox(kind, language):
    line = title(kind, matter(), language)

    assert line and "%(" not in line and "\n" not in line


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("channel", ["sms", "push"])
@pytest.mark.parametrize("kind", TOLD)
def test_nothing_personal_leaves_by_sms_or_push(wording, kind, channel, language):
    hostile = matter(name=HOSTILE, meaning=HOSTILE, next=HOSTILE)

    text = written(wording, channel, kind, hostile, language)

    assert text == written(wording, channel, kind, matter(), language)
    allowed = re.sub(re.escape(CODE), "", text)
    for word in SECRET.split():
        assert word not in allowed


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", TOLD)
def test_a_text_message_is_one_part_without_marks_and_two_with(wording, kind, status, language):
    bare = wording.sms(kind, matter(status), language, marks=False)
    marked = wording.sms(kind, matter(status), language, marks=True)

    assert parts(bare) == 1, bare
    assert bare.isascii()
    assert parts(marked) <= 2, marked
    assert plain(marked) == bare


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", TOLD)
def test_words_of_others_cannot_add_headers_or_lines_to_a_mail(wording, kind, language):
    letter = wording.mail(kind, matter(name=HOSTILE, meaning=HOSTILE, next=HOSTILE), language)

    assert "\n" not in letter.subject and "Bcc" not in letter.subject
    assert not re.search(r"^Bcc", letter.text, re.M)
    assert letter.text.count(PORTAL) == 1


def of(number, kind, code, **given):
    """A notice about one of several dossiers."""
    reference = f"{CODE[:-4]}{number:04d}"
    return kind, matter(code, reference=reference, path=f"dossiers/{reference}", **given)


def lines_of(letter):
    return [line.strip() for line in letter.text.splitlines() if line.strip()]


def test_the_daily_mail_lists_everything_with_its_page(wording):
    letter = wording.digest([of(1, "asked", 5), of(2, "status", 4)], "vi")

    assert letter.subject == "1 việc đang chờ bạn: 2 thông báo từ hôm qua"
    assert all(f"{PORTAL}/vi/dossiers/{CODE[:-4]}{number:04d}" in letter.text for number in (1, 2))
    assert STATUSES[5].name["vi"] in letter.text and STATUSES[4].name["vi"] in letter.text


def test_the_daily_mail_begins_with_what_is_to_be_done_the_soonest_first(wording):
    notices = [
        of(1, "status", 2),
        of(2, "asked", 5, day=date(2026, 12, 9)),
        of(3, "asked", 6, day=None),
        of(4, "supplement_due", 5, day=date(2026, 12, 2)),
    ]

    lines = lines_of(wording.digest(notices, "en"))

    waiting, news = (
        lines.index(words)
        for words in ("Waiting for you, unless you have done it already", "What else happened")
    )
    named = [line for line in lines if line.startswith("Dossier: ")]
    assert [line.split("-")[-1][:4] for line in named] == ["0004", "0002", "0003", "0001"]
    assert waiting < lines.index(named[0]) < lines.index(named[2]) < news < lines.index(named[3])
    assert next(line for line in lines if line.startswith("By ")) == "By Wednesday 2 December 2026"


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        ("status", "vi", f"Đang xử lý (hồ sơ {CODE})"),
        ("asked", "en", f"Additional documents requested (dossier {CODE})"),
        ("supplement_due", "en", f"Answer the agency by 1 December 2026 (dossier {CODE})"),
        ("refused", "vi", f"Hệ thống của cơ quan không nhận hồ sơ (hồ sơ {CODE})"),
        ("rating_asked", "vi", f"Bạn thấy dịch vụ thế nào? (hồ sơ {CODE})"),
        ("file_infected", "en", "A virus was found in a file you uploaded"),
    ],
)
def test_a_subject_says_what_happened_before_the_code(wording, kind, language, said):
    letter = wording.mail(kind, matter(5 if kind == "asked" else 4), language)

    assert letter.subject == said
    assert len(letter.subject) <= 90


def test_the_daily_mail_says_what_happened_to_which_procedure_before_the_code(wording):
    lines = lines_of(wording.digest([of(1, "status", 4)], "en"))

    first = lines.index("1. In progress – Birth registration")
    assert lines[first + 1] == f"Dossier: {CODE[:-4]}0001"


def test_what_was_asked_and_went_on_is_news_in_the_daily_mail(wording):
    letter = wording.digest([of(1, "asked", 5), of(1, "status", 4)], "en")

    assert letter.subject == "2 notices since yesterday"
    assert "Waiting for you" not in letter.text


def test_a_daily_mail_of_a_business_stays_readable_and_leaves_out_nothing_to_do(wording):
    notices = [of(n, "asked", 5) for n in range(120)] + [of(n, "status", 4) for n in range(200, 900)]

    letter = wording.digest(notices, "en")

    assert letter.subject == "120 things wait for you: 820 notices since yesterday"
    assert letter.text.count("Additional documents requested") == 120
    assert letter.text.count("In progress") == 100
    assert f"{CODE[:-4]}0899" in letter.text, "the newest are named"
    assert "600 older notices are not listed here." in letter.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_proof_of_an_address_leads_to_its_page(wording, language):
    letter = wording.proof("token-1", language)

    assert f"{PORTAL}/{language}/account/notices/address/token-1" in letter.text


@pytest.mark.parametrize(
    ("text", "billed"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ồ" * 70, 1),
        ("ồ" * 71, 2),
        ("ồ" * 134, 2),
        ("ồ" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_networks_bill_them(text, billed):
    assert parts(text) == billed


def test_vietnamese_without_marks_stays_readable():
    assert plain("Đường Nguyễn Huệ, phường Bến Nghé: hồ sơ được tiếp nhận…") == (
        "Duong Nguyen Hue, phuong Ben Nghe: ho so duoc tiep nhan."
    )
