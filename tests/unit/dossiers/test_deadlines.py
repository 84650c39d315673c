"""The deadline card: the agency's date is the truth, our count only explains it."""

from app.features.dossiers.deadlines import deadline_card
from app.features.dossiers.promises import apologies


def states(card):
    return [cell["state"] for cell in card.cells]


def test_the_agencys_date_is_explained_when_our_count_agrees(make_open):
    card = deadline_card(make_open((1, "16 09:00"), (2, "16 09:30"), due="19 17:00"))

    assert "3 ngày làm việc" in card.sentence
    assert "19/11/2026" in card.sentence
    assert states(card) == ["used", "today", "left", "due"]
    assert card.summary == "còn 2 ngày tính vào thời hạn"


def test_another_date_of_the_agency_is_told_as_it_is(make_open):
    card = deadline_card(make_open((2, "16 09:30"), due="23 17:00"))

    assert "23/11/2026" in card.sentence
    assert "3 ngày" not in card.sentence
    assert states(card) == ["used", "today", "left", "left", "left", "off", "off", "due"]


def test_while_the_agency_waits_no_day_is_promised(make_open):
    card = deadline_card(make_open((2, "16 09:30"), (5, "16 10:00"), due="19 17:00", now="18 09:00"))

    assert "19/11" not in card.sentence
    assert not card.late


def test_after_the_supplement_the_count_begins_again(make_open):
    card = deadline_card(
        make_open((2, "16 09:30"), (5, "16 10:00"), (2, "18 09:00"), due="23 17:00", now="19 09:00")
    )

    assert "23/11/2026" in card.sentence
    assert any("18/11/2026" in reason for reason in card.reasons)


def test_a_payment_pauses_without_promising(make_open):
    card = deadline_card(make_open((2, "16 09:30"), (6, "16 10:00"), due="19 17:00", now="20 09:00"))

    assert card.sentence == "Thời hạn tạm dừng cho đến khi bạn thực hiện xong yêu cầu."
    assert not card.late


def test_late_is_said(make_open):
    card = deadline_card(make_open((2, "16 09:30"), due="19 17:00", now="20 09:00"))

    assert card.late
    assert "quá hạn" in card.sentence


def test_the_last_day_lasts_until_midnight(make_open):
    evening = deadline_card(make_open((2, "16 09:30"), due="19 17:00", now="19 23:59"))
    after = deadline_card(make_open((2, "16 09:30"), due="19 17:00", now="20 00:00"))

    assert not evening.late and "quá hạn" not in evening.sentence
    assert after.late


def test_how_it_ended_is_said_by_the_first_end(make_open):
    in_time = deadline_card(make_open((9, "18 09:00"), (10, "23 09:00"), due="19 17:00", now="23 10:00"))
    evening = deadline_card(make_open((9, "19 21:00"), due="19 17:00", now="23 10:00"))
    late = deadline_card(make_open((9, "20 09:00"), due="19 17:00", now="23 10:00"))

    assert "đúng hạn" in in_time.sentence
    assert "đúng hạn" in evening.sentence
    assert "trễ hạn" in late.sentence


def test_there_is_no_card_where_there_is_nothing_to_say(make_open):
    assert deadline_card(make_open(received=None)) is None
    assert deadline_card(make_open((2, "16 09:30"), due=None)) is None
    assert deadline_card(make_open((3, "16 09:30"), due="19 17:00")) is None
    assert deadline_card(make_open((2, "16 09:30"), due="19 17:00", refused=True)) is None


def test_a_limit_only_in_words_still_shows_the_date_and_its_days(make_open):
    card = deadline_card(make_open((2, "16 09:30"), due="19 17:00", days=None))

    assert "19/11/2026" in card.sentence
    assert states(card) == ["used", "today", "left", "due"]


def test_events_that_go_backwards_in_time_break_nothing(make_open):
    card = deadline_card(make_open((5, "18 09:00"), (2, "17 09:00"), due="19 17:00", now="19 09:00"))

    assert "19/11/2026" in card.sentence


def test_a_date_before_the_receipt_has_no_strip(make_open):
    card = deadline_card(make_open((2, "16 09:30"), due="13 17:00", days=None))

    assert card.cells == ()
    assert card.late


def test_every_day_is_explained_in_a_sentence(make_open):
    card = deadline_card(make_open((1, "16 09:00"), (2, "16 09:30"), due="19 17:00"))

    assert [day["sentence"] for day in card.days] == [
        "Ngày tiếp nhận không tính vào thời hạn.",
        "Ngày làm việc thứ 1 trên 3.",
        "Ngày làm việc thứ 2 trên 3.",
        "Hạn trả kết quả là hết ngày này.",
    ]


def test_what_is_settled_the_same_day_and_came_on_a_day_off_names_no_day_that_contradicts(make_open):
    sunday = make_open((2, "15 09:30"), received="15 09:00", due="16 17:00", now="15 10:00", days=0)

    card = deadline_card(sunday)

    assert card.sentence == "Giải quyết ngay trong ngày được coi là ngày tiếp nhận: hạn là 16/11/2026."
    assert "16/11/2026" in card.reasons[0]


def test_a_date_the_agency_moved_is_explained_and_asks_for_an_apology(make_open):
    found = make_open((2, "16 09:30", "19 17:00"), (4, "17 09:30", "24 17:00"), due="24 17:00")

    card = deadline_card(found)
    (apology,) = apologies(found)

    assert "24/11/2026" in card.sentence
    assert "19/11/2026" in card.sentence
    assert "postponed" in states(card)
    assert "đã xin lỗi" in card.remarks[0]
    assert (f"{apology.before:%d/%m}", f"{apology.until:%d/%m}") == ("19/11", "24/11")


def test_a_new_date_after_a_supplement_is_no_apology(make_open):
    found = make_open(
        (2, "16 09:30", "19 17:00"),
        (5, "16 10:00"),
        (2, "18 09:00", "23 17:00"),
        due="23 17:00",
        now="19 09:00",
    )

    assert apologies(found) == []
    assert deadline_card(found).remarks == ()


def test_a_second_request_is_said_and_both_sides_time_adds_up(make_open):
    card = deadline_card(
        make_open(
            (2, "16 09:30"), (5, "16 10:00"), (2, "17 10:00"), (5, "17 12:00"), due="20 17:00", now="18 12:00"
        )
    )

    assert "chỉ được yêu cầu một lần" in card.remarks[0]
    answered = deadline_card(
        make_open((2, "16 09:30"), (5, "16 10:00"), (2, "17 12:00"), due="20 17:00", now="18 13:00")
    )
    assert answered.turns == "Đến nay: 1 ngày 2 giờ ở cơ quan, 1 ngày 2 giờ chờ bạn."
