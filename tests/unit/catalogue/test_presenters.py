"""Official texts laid out, matches marked, fees and times summed up."""

import pytest

from app.features.catalogue.presenters import Block, blocks
from app.features.catalogue.reach import only_in
from app.features.catalogue.records.cards import card, fee_range
from app.features.catalogue.records.wording import joined, tidy, unbulleted
from app.features.catalogue.search_results import marked
from app.search import Match
from tests.support.procedures import record


def test_bullet_lines_become_one_list_between_paragraphs():
    text = {"vi": "Nộp hồ sơ:\n- tại xã\n+ trên mạng\nNhận kết quả."}

    assert blocks(text, "vi") == [
        Block("p", ("Nộp hồ sơ:",)),
        Block("ul", ("tại xã", "trên mạng")),
        Block("p", ("Nhận kết quả.",)),
    ]


def test_a_text_of_bullets_only_has_no_empty_lines():
    assert blocks({"vi": "-\n- \n+"}, "vi") == []
    assert blocks(None, "vi") == []


@pytest.mark.parametrize(
    ("matches", "pieces"),
    [
        ([], (("giấy phép", False),)),
        ([Match(0, 4)], (("giấy", True), (" phép", False))),
        ([Match(0, 4), Match(5, 9)], (("giấy", True), (" ", False), ("phép", True))),
    ],
)
def test_matches_are_marked_in_the_name(matches, pieces):
    assert marked("giấy phép", matches) == pieces


def channel(name, *fees):
    return {
        "channel": name,
        "time": {"amount": 1, "unit": "day"},
        "fees": [{"kind": "fee", "amount": amount, "note": None} for amount in fees],
    }


@pytest.mark.parametrize(
    ("fees", "expected"),
    [
        ((), None),
        ((0,), (0, 0, False)),
        ((135000,), (135000, 135000, False)),
        ((50000, 150000), (50000, 150000, False)),
        ((2000, None), (2000, 2000, True)),
        ((None,), (None, None, True)),
    ],
)
def test_the_fees_of_a_channel_are_summed_up_in_a_range(fees, expected):
    found = fee_range(record(channels=[channel("online", *fees)]).channels[0])

    assert (found and (found.least, found.most, found.see_note)) == expected


def test_a_card_tells_of_the_online_channel_first():
    made = card(record(channels=[channel("postal", 1000), channel("counter", 2000), channel("online", 3000)]))

    assert made.fee.most == 3000
    assert made.channels == ("online", "counter", "postal")


def test_a_record_without_channels_promises_no_time_and_no_fee():
    made = card(record(channels=[]))

    assert (made.time, made.fee, made.channels) == (None, None, ())


HANOI = {"kind": "provinces", "provinces": ["01"]}


@pytest.mark.parametrize(
    ("changes", "reach"),
    [
        ({}, None),
        ({"availability": HANOI}, ("01",)),
        ({"availability": HANOI, "channels": [channel("online"), channel("counter")]}, None),
        (
            {
                "availability": HANOI,
                "channels": [channel("counter")],
                "agency": {"code": "H26", "name": {"vi": "UBND Thành phố Hà Nội"}},
            },
            ("01",),
        ),
    ],
)
def test_what_is_limited_online_only_exists_everywhere(changes, reach):
    assert only_in(record(**changes)) == reach


def test_wording_is_tidied_without_losing_lines():
    assert tidy("  a \t b\r\n\r\n\x00\u200b c  ") == "a b\nc"
    assert tidy(None) == ""
    assert unbulleted("- Tờ khai") == "Tờ khai"
    assert unbulleted("+++ Trường hợp") == "Trường hợp"


def test_texts_are_joined_in_english_only_when_all_have_it():
    both, one = {"vi": "a", "en": "A"}, {"vi": "b"}

    assert joined([both, both], "; ") == {"vi": "a; a", "en": "A; A"}
    assert joined([both, one], "; ") == {"vi": "a; b"}
    assert joined([], "; ") is None
