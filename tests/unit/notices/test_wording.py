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
    assert CODE in text or kind in {"draft_expiring", "file_infected"}
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


def test_the_daily_mail_lists_everything_with_its_page(wording):
    letter = wording.digest([("asked", matter(5)), ("status", matter(4))], "vi")

    assert letter.subject == "2 thông báo từ hôm qua"
    assert letter.text.count(f"{PORTAL}/vi/dossiers/{CODE}") == 2
    assert STATUSES[5].name["vi"] in letter.text and STATUSES[4].name["vi"] in letter.text


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
