"""Conditions over answers."""

from datetime import date

import pytest

from app.wizard.rules.conditions import holds
from app.wizard.rules.moments import shifted
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
