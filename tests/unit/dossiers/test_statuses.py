"""The ten statuses and what may follow which."""

import json

import pytest

from app.features.dossiers.mirror.statuses import STATUSES, lawful

MAY_FOLLOW = {
    1: {1, 2, 3, 5, 6, 7},
    2: {2, 4, 5, 6, 7, 8},
    3: set(),
    4: {4, 5, 6, 7, 8, 9},
    5: {2, 3, 4, 5, 7, 8},
    6: {2, 4, 6, 7, 8},
    7: set(),
    8: set(),
    9: {9, 10},
    10: set(),
}


@pytest.mark.parametrize("before", range(1, 11))
def test_only_the_inferred_steps_are_lawful(before):
    followers = {after for after in STATUSES if lawful(before, after)}

    assert followers == MAY_FOLLOW[before]


@pytest.mark.parametrize("code", range(1, 11))
def test_every_status_says_in_both_languages_what_it_means_and_who_acts_next(code):
    status = STATUSES[code]

    for text in (status.name, status.meaning, status.next):
        assert set(text) == {"vi", "en"}
        assert all(text.values())


def test_no_status_speaks_the_jargon_people_stumble_over():
    words = " ".join(text["en"] for status in STATUSES.values() for text in (status.meaning, status.next))

    assert "apprais" not in words.lower()


def test_names_and_numbers_are_the_official_ones(shared_data):
    table = json.loads((shared_data / "reference" / "dossier_status.json").read_text("utf-8"))
    official = {entry["code"]: entry for entry in table["statuses"]}

    assert {code: status.name["vi"] for code, status in STATUSES.items()} == {
        code: entry["vi"] for code, entry in official.items()
    }
    assert {code for code, status in STATUSES.items() if status.final} == {
        code for code, entry in official.items() if entry["terminal"]
    }


def test_what_a_person_may_do_follows_from_the_steps_the_status_allows():
    withdrawable = {code for code, one in STATUSES.items() if "withdraw" in one.may}

    assert withdrawable == {code for code, one in STATUSES.items() if 7 in one.followers}
    assert {code for code, one in STATUSES.items() if one.may & {"supplement", "pay"}} == {
        code for code, one in STATUSES.items() if one.asks
    }
    assert not any(one.may for one in STATUSES.values() if one.final)
