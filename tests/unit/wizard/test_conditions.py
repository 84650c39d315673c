"""Conditions over answers."""

from datetime import date

import pytest

from app.wizard.conditions import holds
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
