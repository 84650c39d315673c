"""What a long list of dossiers can be narrowed to."""

from app.features.dossiers.overview import most


def codes(*given: str) -> str:
    """Codes as the database puts them into one text."""
    return "\x1f".join(given)


def test_the_most_frequent_codes_of_all_groups_come_first_and_equally_frequent_ones_in_order() -> None:
    assert most([codes("b", "c", "a"), codes("c", "b"), codes("c")]) == [("c", 3), ("b", 2), ("a", 1)]
    assert most([codes("b", "a"), codes("d", "c")]) == [("a", 1), ("b", 1), ("c", 1), ("d", 1)]


def test_dossiers_without_a_code_are_no_choice() -> None:
    assert most([codes("", "a", ""), ""]) == [("a", 1)]
    assert most([""]) == []


def test_more_choices_than_anybody_reads_are_cut_after_the_most_frequent() -> None:
    many = [f"{number:03d}" for number in range(80)]

    found = most([codes(*many), codes(*many[60:])])

    assert len(found) == 50
    assert found[:20] == [(code, 2) for code in many[60:]]
    assert found[20:] == [(code, 1) for code in many[:30]]
