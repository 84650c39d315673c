"""Why something was set aside is said in plain words, in the language of the page."""

import pytest

from app.jobs.comparison import Reached, contradiction
from app.jobs.plain_words import in_plain_words

BAD = {
    "bad code": {"code": "nonsense"},
    "bad status": {"status": 11},
    "bad version": {"version": 0},
    "bad time": {"received_at": "1999-01-01T00:00:00Z"},
    "no end": {"status": 10},
    "long text": {"subject": "a" * 501},
    "foreign": {"code": "000.00.00.H29-261120-0008"},
    "another kind": {"version": "2"},
    "no field": {"received_at": None},
}
VIETNAMESE = {
    "Mã hồ sơ hoặc mã sự kiện không hợp lệ.",
    "Trạng thái không thuộc mười trạng thái đã quy định.",
    "Số thứ tự của sự kiện không thể có.",
    "Một mốc thời gian không đọc được, thiếu múi giờ hoặc không thể có.",
    "Hồ sơ đã kết thúc nhưng bản ghi không nói vào lúc nào.",
    "Một đoạn chữ quá dài, bị trống hoặc chứa ký tự không lưu được.",
    "Hồ sơ thuộc cơ quan khác, không phải cơ quan đã gửi bản ghi.",
    "Một trường chứa nội dung khác với thỏa thuận.",
    "Thiếu một trường mà bản ghi nào cũng phải có.",
}


def missing(record):
    return {key: value for key, value in record.items() if value is not None}


def test_every_fault_of_a_record_is_said_in_vietnamese_above_the_english_quote(visitor, push, record):
    push(*(missing(record(number, **fault)) for number, fault in enumerate(BAD.values(), 1)))
    visitor.sign_in("001180000099")

    page = visitor.visit("/vi/operations/quarantine")

    assert set(page.texts(".rows > li > p:nth-of-type(1)")) == VIETNAMESE
    assert len(page.all(".rows span[lang=en]")) == len(BAD)


def test_of_events_it_is_said_what_they_contradict(visitor, push, step):
    push(step(1, 2))
    push(step(1, 3), step(1, 2) | {"event_id": "another"}, step(2, 3) | {"event_id": "ạ"})
    visitor.sign_in("001180000099")

    words = visitor.visit("/en/operations/quarantine").texts(".rows > li > p:nth-of-type(1)")

    assert sorted(words) == [
        "The agency has told this event before, with other content.",
        "The dossier's code or the event's id is not valid.",
    ]


@pytest.mark.parametrize(
    "reason, words",
    [
        (contradiction(Reached(3, 4), Reached(2, 2), []), "say different things"),
        ("the agency lists version 3 and refuses the events: 422", "refused to us"),
        ("JSON is malformed: invalid character (byte 0)", "damaged or cut off"),
        ("Input data was truncated", "damaged or cut off"),
        ("IntegrityError", "could not store"),
        ("something nobody has thought of", "technical words below"),
    ],
)
def test_what_comes_from_elsewhere_is_said_too(reason, words):
    assert words in in_plain_words(reason)
