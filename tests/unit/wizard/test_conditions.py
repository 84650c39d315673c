"""Conditions over answers."""

from datetime import date

import pytest

from app.deadlines.calendar import WorkCalendar
from app.wizard.rules.conditions import holds
from app.wizard.rules.moments import moment, shifted
from app.wizard.rules.today import Today
from tests.support.wizard import TODAY

ANSWERS = {
    "owner": "leased",
    "count": 3,
    "sure": True,
    "born": "2008-11-21",
    "mother": {"sex": "female", "birth_date": "1990-03-27"},
    "pets": ["cat", "dog"],
    "witnesses": [{"name": "An"}, {"name": "Bình"}],
    "blank": None,
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, True),
        ({"equals": ["owner", "leased"]}, True),
        ({"equals": ["owner", "mine"]}, False),
        ({"equals": ["count", True]}, False),
        ({"equals": ["sure", 1]}, False),
        ({"equals": ["mother.sex", "female"]}, True),
        ({"equals": ["owner.sex", "female"]}, False),
        ({"in": ["owner", ["leased", "mine"]]}, True),
        ({"in": ["nobody", ["leased"]]}, False),
        ({"includes": ["pets", "dog"]}, True),
        ({"includes": ["owner", "l"]}, False),
        ({"answered": "owner"}, True),
        ({"answered": "blank"}, False),
        ({"answered": "nothing"}, False),
        ({"greater": ["count", 2]}, True),
        ({"greater": ["count", 3]}, False),
        ({"less": ["count", 4]}, True),
        ({"less": ["blank", 4]}, False),
        ({"greater": ["owner", 1]}, False),
        ({"less": ["born", "2010-01-01"]}, True),
        ({"less": ["born", "today"]}, True),
        ({"greater": [{"count": "witnesses"}, 1]}, True),
        ({"greater": [{"count": "nobody"}, 0]}, False),
        ({"greater": [{"days_since": "born"}, 60]}, True),
        ({"greater": [{"days_since": "blank"}, 60]}, False),
        ({"less": [{"years_since": "mother.birth_date"}, 37]}, True),
        ({"older_than": ["born", 18]}, True),
        ({"older_than": ["born", 19]}, False),
        ({"older_than": ["blank", 0]}, False),
        ({"all": [{"answered": "owner"}, {"answered": "blank"}]}, False),
        ({"any": [{"answered": "owner"}, {"answered": "blank"}]}, True),
        ({"not": {"answered": "blank"}}, True),
        ({"answered": "owner", "greater": ["count", 5]}, False),
    ],
)
def test_a_rule_holds_of_answers(rule, expected):
    assert holds(rule, ANSWERS, TODAY) is expected


def test_a_year_of_age_is_completed_on_the_birthday():
    rule = {"older_than": ["born", 18]}

    assert not holds(rule, ANSWERS, date(2026, 11, 20))
    assert holds(rule, ANSWERS, date(2026, 11, 21))


MORE = {
    "pages": 3,
    "limit": 3,
    "start": "2026-11-24",
    "end": "2026-12-01",
    "goods": [{"name": "Gạo", "value": 100}, {"name": "Vải", "value": 50}],
    "born": "2008-11-22",
    "shares": [{"percent": 0.1}, {"percent": 65.1}, {"percent": 34.8}],
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"at_least": ["pages", 3]}, True),
        ({"at_most": ["pages", 2]}, False),
        ({"at_least": ["pages", {"question": "limit"}]}, True),
        ({"greater": ["pages", {"question": "limit"}]}, False),
        ({"greater": ["pages", {"question": "nothing"}]}, False),
        ({"age_at_least": ["born", 18]}, False),
        ({"age_below": ["born", 18]}, True),
        ({"age_below": ["nothing", 18]}, False),
        ({"before": ["start", "end"]}, True),
        ({"after": ["start", {"today": True, "plus": {"days": 2}}]}, True),
        ({"after": ["start", {"today": True, "plus": {"days": 3}}]}, False),
        ({"on_or_after": ["start", {"today": True, "plus": {"days": 3}}]}, True),
        ({"on_or_before": ["end", {"question": "start", "plus": {"months": 1, "days": -20}}]}, True),
        ({"before": ["nothing", "today"]}, False),
        ({"before": ["today", "2026-11-22"]}, True),
        ({"some": ["goods", {"equals": ["name", "Vải"]}]}, True),
        ({"every": ["goods", {"greater": ["value", 60]}]}, False),
        ({"every": ["nothing", {"greater": ["value", 60]}]}, False),
        ({"greater": [{"count": "goods", "where": {"greater": ["value", 60]}}, 1]}, False),
        ({"at_least": [{"sum": "goods.value"}, 150]}, True),
        ({"at_least": [{"sum": ["pages", "limit"]}, 7]}, False),
        ({"at_least": [{"sum": "shares.percent"}, 100]}, True),
        ({"at_least": [{"months_since": "born"}, 215]}, True),
        ({"at_least": [{"months_since": "born"}, 216]}, False),
    ],
)
def test_amounts_days_and_items_are_compared(rule, expected):
    assert holds(rule, MORE, TODAY) is expected


@pytest.mark.parametrize(
    ("start", "plus", "expected"),
    [
        (date(2024, 2, 29), {"years": 1}, date(2025, 2, 28)),
        (date(2026, 1, 31), {"months": 1}, date(2026, 2, 28)),
        (date(2026, 3, 31), {"months": -1}, date(2026, 2, 28)),
        (date(2026, 11, 30), {"months": 3, "days": 1}, date(2027, 3, 1)),
        (date(9999, 12, 31), {"days": 1}, None),
        (date(9999, 12, 31), {"years": 1}, None),
    ],
)
def test_a_day_is_moved_by_years_months_and_days(start, plus, expected):
    assert shifted(start, plus) == expected


TET_EVE = Today.on(date(2027, 2, 4), WorkCalendar().is_working)


@pytest.mark.parametrize(
    ("plus", "expected"),
    [
        ({"working_days": 1}, "2027-02-11"),
        ({"working_days": 3}, "2027-02-15"),
        ({"working_days": -1}, "2027-02-03"),
        ({"working_days": 0}, "2027-02-04"),
        ({"days": 1}, "2027-02-05"),
        ({"days": 1, "working_days": 1}, "2027-02-11"),
        ({"months": 1, "working_days": 1}, "2027-03-05"),
        ({"years": 40, "working_days": 1}, None),
    ],
    ids=str,
)
def test_working_days_leave_out_weekends_and_tet(plus, expected):
    found = moment({"today": True, "plus": plus}, {}, TET_EVE)

    assert (found and found.isoformat()) == expected


def test_a_limit_in_days_that_ends_on_a_day_off_ends_on_the_next_day_worked():
    by = {"question": "born", "plus": {"days": 59, "working_days": 1}}

    assert moment(by, {"born": "2026-11-20"}, TODAY) == date(2027, 1, 19)
    assert moment(by, {"born": "2026-12-05"}, TODAY) == date(2027, 2, 3)
    assert moment(by, {"born": "2026-12-08"}, TODAY) == date(2027, 2, 11)


@pytest.mark.parametrize(
    ("answer", "plus", "expected"),
    [
        ("2026-11", {}, date(2026, 11, 1)),
        ("2026-11", {"months": 1, "days": 18, "working_days": 1}, date(2026, 12, 21)),
        ("2026-10", {"months": 1, "days": 18, "working_days": 1}, date(2026, 11, 20)),
        (2026, {"months": 4, "days": -2, "working_days": 1}, date(2026, 5, 4)),
        ("1960", {}, None),
        ("2026-13", {}, None),
        (True, {}, None),
        (100000, {}, None),
        (None, {"days": 1}, None),
    ],
)
def test_a_month_or_a_year_counts_from_its_first_day(answer, plus, expected):
    assert moment({"question": "period", "plus": plus}, {"period": answer}, TODAY) == expected


def test_the_calendar_that_came_with_the_day_decides_and_no_other():
    rule = {"on_or_before": ["start", {"today": True, "plus": {"working_days": 3}}]}
    answers = {"start": "2026-11-25"}
    every_day = Today.on(date(2026, 11, 21), lambda day: True)

    assert holds(rule, answers, TODAY)
    assert not holds(rule, answers, every_day)


def test_working_days_are_never_guessed_without_a_calendar():
    with pytest.raises(TypeError, match="calendar"):
        moment({"today": True, "plus": {"working_days": 3}}, {}, date(2026, 11, 21))
