"""Changes are said in plain words in both languages, on the page and in the history."""

import pytest

from tests.support.procedures import own_record

CODE = "9.000001"


def item(record=None, note=None, kind="changed", **changes):
    record = record or (own_record(CODE, **changes) if kind == "changed" else None)
    return {"cursor": "c", "kind": kind, "code": CODE, "record": record, "successor": None, "note": note}


def priced(amount, days=3):
    record = own_record(CODE)
    record["channels"][0]["fees"][0]["amount"] = amount
    record["channels"][0]["time"]["amount"] = days
    return record


def test_a_new_procedure_has_no_history_yet(visit, take_feed):
    take_feed(item())

    assert not visit(f"/vi/procedures/{CODE}").has('a[href$="/history"]')
    assert "Chưa có thay đổi nào" in visit(f"/vi/procedures/{CODE}/history").text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "vi",
            [
                "Trên mạng: mức thu đổi từ 150.000 ₫ thành 135.000 ₫",
                "từ 3 ngày làm việc thành 2 ngày làm việc",
            ],
        ),
        ("en", ["Online: fee from VND 150,000 to VND 135,000", "time from 3 working days to 2 working days"]),
    ],
)
def test_a_changed_fee_and_time_are_said_with_both_amounts(visit, take_feed, lang, words):
    take_feed(item(priced(150_000)))

    take_feed(item(priced(135_000, days=2)))

    for page in (visit(f"/{lang}/procedures/{CODE}"), visit(f"/{lang}/procedures/{CODE}/history")):
        assert all(expected in page.text.replace("\xa0", " ") for expected in words), page.text[:900]


def test_the_agency_s_own_note_stands_beside_the_computed_words(visit, take_feed):
    take_feed(item())

    take_feed(item(name={"vi": "Tên mới", "en": "New name"}, note={"vi": "Theo luật mới", "en": "New law"}))

    page = visit(f"/en/procedures/{CODE}")
    assert "Name from “Procedure 9.000001” to “New name”" in page.text
    assert "The agency says: New law" in page.text


def test_a_note_without_english_is_marked_as_vietnamese(visit, take_feed):
    take_feed(item())

    take_feed(item(note={"vi": "Theo luật mới"}, summary={"vi": "Tóm tắt", "en": "Summary"}))

    notes = visit(f"/en/procedures/{CODE}").texts(".notice [lang='vi']")
    assert "Theo luật mới" in notes


def test_papers_ways_and_rewritten_parts_are_named(visit, take_feed):
    take_feed(item())
    record = own_record(CODE, steps=[{"vi": "Bước khác"}])
    record["papers"][0]["documents"].append(
        {"code": "D2", "name": {"vi": "Giấy ra viện"}, "originals": 1, "copies": 0, "form": None}
    )
    record["channels"].append(record["channels"][0] | {"channel": "postal"})

    take_feed(item(record))

    page = visit(f"/vi/procedures/{CODE}/history")
    assert page.texts("main section li") == [
        "Thêm cách nộp: Qua bưu điện",
        "Thêm giấy tờ: Giấy ra viện",
        "Viết lại: Trình tự thực hiện",
    ]


def test_withdrawal_and_return_are_part_of_the_history(visit, take_feed):
    take_feed(item())
    take_feed(item(kind="withdrawn", note={"vi": "Bãi bỏ", "en": "Abolished"}))
    take_feed(item())

    headings = visit(f"/en/procedures/{CODE}/history").texts("main h2")

    assert [heading.partition(" ·")[0] for heading in headings] == ["In force again", "Taken out of force"]


def test_the_history_of_a_withdrawn_procedure_can_still_be_read(visit, take_feed):
    take_feed(item())
    take_feed(item(kind="withdrawn"))

    assert visit(f"/vi/procedures/{CODE}/history").has("main section")
    visit("/vi/procedures/9.999999/history", status=404)


def test_another_date_of_the_source_is_no_change_worth_telling(visit, take_feed):
    take_feed(item())

    take_feed(item(source={"name": "test", "date": "2026-02-02", "official": False}))

    assert not visit(f"/vi/procedures/{CODE}").has('a[href$="/history"]')
