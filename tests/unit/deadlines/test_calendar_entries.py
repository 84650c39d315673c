"""What a calendar program gets for a deadline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from app.deadlines.deadline import Limit, Pause, due
from app.deadlines.ics import Entry, calendar
from tests.unit.deadlines.test_when_an_answer_is_due import at

STAMP = datetime(2020, 1, 20, 3, 0, tzinfo=UTC)


def entry(deadline=None, **texts):
    texts = {
        "uid": "G09.20-20200120-0000001@portal",
        "summary": "Hạn trả kết quả: Đăng ký khai sinh",
        "description": "Một dòng",
        "url": "https://portal.example/vi/dossiers/G09.20-20200120-0000001",
        **texts,
    }
    made = Entry.of(deadline or due(at("2020-01-20"), Limit(5, "working_day")), stamp=STAMP, **texts)
    return calendar([made])


def unfolded(text):
    return dict(line.split(":", 1) for line in text.replace("\r\n ", "").split("\r\n") if ":" in line)


def test_an_entry_is_on_the_whole_due_day():
    fields = unfolded(entry())

    assert fields["DTSTART;VALUE=DATE"] == "20200203"
    assert fields["DTEND;VALUE=DATE"] == "20200204"
    assert fields["DTSTAMP"] == "20200120T030000Z"
    assert fields["UID"] == "G09.20-20200120-0000001@portal"


def test_a_limit_in_hours_is_due_at_a_moment():
    fields = unfolded(entry(due(at("2020-01-20", "16:00"), Limit(2, "hour"))))

    assert fields["DTSTART"] == "20200121T013000Z"
    assert not [name for name in fields if name.startswith("DTEND")]


def test_lines_end_with_crlf_are_short_and_never_cut_a_letter():
    text = entry(summary="Đăng ký " * 40)

    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert unfolded(text)["SUMMARY"] == "Đăng ký " * 40


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a; b, c", "a\\; b\\, c"),
        ("one\r\ntwo", "one\\ntwo"),
        ("back\\slash", "back\\\\slash"),
        ("x\r\nATTENDEE:mailto:a@b", "x\\nATTENDEE:mailto:a@b"),
        ("\x00bell\x07", "bell"),
    ],
)
def test_texts_cannot_break_out_of_their_line(typed, written):
    fields = unfolded(entry(description=typed, summary="s"))

    assert "ATTENDEE" not in fields
    assert f"DESCRIPTION:{written}\r\n" in entry(description=typed, summary="s")


def test_an_address_cannot_break_out_of_its_line():
    assert "ATTENDEE" not in unfolded(entry(url="https://x/\r\nATTENDEE:mailto:a@b"))


def test_components_are_nested_and_closed():
    lines = entry().split("\r\n")
    stack = []

    for line in lines:
        if line.startswith("BEGIN:"):
            stack.append(line[6:])
        elif line.startswith("END:"):
            assert stack.pop() == line[4:]

    assert stack == []


def test_a_deadline_that_stands_still_has_no_entry():
    waiting = due(at("2020-01-20"), Limit(5, "working_day"), [Pause(at("2020-01-21"))])

    with pytest.raises(ValueError, match="no day"):
        entry(waiting)


def test_many_entries_share_one_calendar_and_its_name():
    entries = [
        Entry(date(2026, 11, 25), f"{n}@portal", "Hạn", "Hồ sơ", "https://portal.example/", STAMP)
        for n in "abc"
    ]

    text = calendar(entries, name="Hạn; của tôi")

    assert (text.count("BEGIN:VCALENDAR"), text.count("BEGIN:VEVENT"), text.count("BEGIN:VALARM")) == (
        1,
        3,
        3,
    )
    assert "X-WR-CALNAME:Hạn\\; của tôi\r\n" in text
    assert calendar(entries, name="Hạn; của tôi") == text


def test_a_later_version_of_an_entry_counts_up():
    one, later = (
        Entry(date(2026, 11, 25), "u", "s", "d", "https://x/", stamp)
        for stamp in (STAMP, STAMP + timedelta(hours=1))
    )

    assert int(unfolded(calendar([later]))["SEQUENCE"]) > int(unfolded(calendar([one]))["SEQUENCE"])


@pytest.mark.parametrize(
    ("when", "reminded"),
    [
        (date(2026, 11, 25), datetime(2026, 11, 24, 9, 0)),
        (datetime(2026, 11, 25, 3, 0, tzinfo=UTC), datetime(2026, 11, 24, 3, 0, tzinfo=UTC)),
    ],
)
def test_a_calendar_program_reads_what_was_meant(when, reminded):
    texts = ("Hạn trả kết quả: " + "Đăng ký khai sinh; kết hợp, liên thông " * 4, "Hồ sơ\nhai dòng \\ hết")
    made = calendar([Entry(when, "a@portal", *texts, "https://portal.example/vi/dossiers/a", STAMP)])

    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")

    assert event.errors == []
    assert (event["UID"], event["SUMMARY"], event["DESCRIPTION"]) == ("a@portal", *texts)
    assert event.decoded("DTSTART") == when
    assert event.alarms.times[0].trigger.replace(tzinfo=reminded.tzinfo) == reminded
    assert event["URL"] == "https://portal.example/vi/dossiers/a"
