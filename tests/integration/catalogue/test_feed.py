"""What agencies change reaches the catalogue and its search; what is wrong does not."""

import pytest

from tests.support.procedures import own_record


def item(code, /, **changes):
    return {
        "cursor": f"c-{code}",
        "kind": "changed",
        "code": code,
        "record": own_record(code),
        "successor": None,
        "note": None,
    } | changes


def test_a_changed_procedure_shows_its_note_and_is_found_by_its_new_name(visit, take_feed):
    renamed = own_record("3.000347", name={"vi": "Gia hạn bằng lái", "en": "Licence renewal"})
    note = {"vi": "Tên mới từ tháng 12", "en": "New name since December"}

    take_feed(item("3.000347", record=renamed, note=note))

    page = visit("/vi/procedures/3.000347")
    assert page.heading == "Gia hạn bằng lái"
    assert "Tên mới từ tháng 12" in page.text
    assert "Gia hạn bằng lái" in visit("/vi/procedures?q=gia+han+bang+lai").texts("article h2")


WRONG = [
    ({"kind": "exploded"}, "kind"),
    ({"record": None}, "object"),
    ({"record": {"code": "3.000347"}}, "required"),
    ({"record": own_record("9.000009")}, "9.000009"),
    ({"note": "words"}, "$.note"),
    ({"note": {"en": "only English"}}, "$.note"),
    ({"kind": "withdrawn", "code": "9.999999"}, "not in the catalogue"),
    ({"kind": "withdrawn", "successor": 7}, "$.successor"),
]


@pytest.mark.parametrize(("change", "reason"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_item_is_refused_alone_and_the_old_record_stays(visit, take_feed, change, reason):
    report = take_feed(item("3.000347", **change), item("9.000001"))

    assert [(refusal.cursor, reason in refusal.reason) for refusal in report.refused] == [
        ("c-3.000347", True)
    ]
    assert report.tally.added == 1
    assert visit("/vi/procedures/3.000347").heading == "Đổi giấy phép lái xe"
    assert visit("/vi/procedures/9.000001").heading == "Thủ tục 9.000001"


def test_the_same_page_of_the_feed_twice_changes_nothing(take_feed):
    take_feed(item("9.000001"))

    report = take_feed(item("9.000001"))

    assert (report.tally.unchanged, report.tally.anything) == (1, False)


def test_a_withdrawn_procedure_may_come_back(visit, take_feed):
    take_feed(item("9.000001"))
    take_feed({**item("9.000001"), "kind": "withdrawn", "record": None})
    visit("/vi/procedures/9.000001", status=410)

    take_feed(item("9.000001"))

    assert visit("/vi/procedures/9.000001").heading == "Thủ tục 9.000001"


def test_one_page_may_add_change_and_withdraw_the_same_procedure(visit, take_feed):
    renamed = own_record("9.000001", name={"vi": "Tên thứ hai"}, life_events=["759"])

    report = take_feed(
        item("9.000001"),
        item("9.000001", record=renamed),
        {**item("9.000001"), "kind": "withdrawn", "record": None},
    )

    assert (report.tally.added, report.tally.changed, report.tally.withdrawn) == (1, 1, 1)
    assert "Tên thứ hai" in visit("/vi/procedures/9.000001", status=410).heading


def test_starting_again_undoes_nothing_the_agencies_said(portal, visit, take_feed):
    take_feed(
        {**item("3.000348"), "kind": "withdrawn", "record": None, "successor": "3.000347"},
        item("3.000353", record=own_record("3.000353", name={"vi": "Bằng lái quốc tế"})),
    )

    portal.test_cli_runner().invoke(args=["catalogue", "builtin"], catch_exceptions=False)

    visit("/vi/procedures/3.000348", status=410)
    assert visit("/vi/procedures/3.000353").heading == "Bằng lái quốc tế"
