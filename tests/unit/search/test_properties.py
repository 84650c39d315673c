"""What holds for every catalogue and every input."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.folding import fold
from app.search import Index
from tests.support.entries import EVERYDAY, make_entry, make_index

INDEX = make_index(*EVERYDAY)
SYLLABLES = st.sampled_from(
    [
        "đăng",
        "ký",
        "cấp",
        "lại",
        "giấy",
        "phép",
        "khai",
        "sinh",
        "tử",
        "kết",
        "hôn",
        "hộ",
        "chiếu",
        "thường",
        "trú",
        "tạm",
        "đất",
        "đai",
        "nhà",
        "ở",
        "xây",
        "dựng",
        "thuế",
    ]
)
NAMES = st.lists(SYLLABLES, min_size=2, max_size=6).map(" ".join)


def catalogue(names: list[str]) -> Index:
    return make_index(*(make_entry(f"1.{number:06}", name) for number, name in enumerate(names)))


@given(st.text())
def test_any_text_is_answered(query: str) -> None:
    hits = INDEX.search(query)

    assert 0 <= hits.total <= len(INDEX)
    assert len(hits.items) <= hits.total


@given(st.text(max_size=60), st.integers(), st.integers())
def test_any_page_is_answered(query: str, offset: int, limit: int) -> None:
    assert len(INDEX.search(query, "en", offset=offset, limit=limit).items) <= 100


@given(st.text(max_size=60), st.integers(min_value=-5, max_value=30))
def test_never_more_suggestions_than_asked_for(prefix: str, most: int) -> None:
    assert len(INDEX.suggest(prefix, "vi", most)) <= max(most, 0)


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True))
@settings(max_examples=60)
def test_every_name_finds_itself_without_diacritics(names: list[str]) -> None:
    index = catalogue(names)

    for name in names:
        found = index.search(fold(name).lower()).items[0]
        assert fold(found.name).lower() == fold(name).lower()


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), st.data())
@settings(max_examples=60)
def test_typing_on_only_narrows_what_one_word_finds(names: list[str], data: st.DataObject) -> None:
    index = catalogue(names)
    typed = fold(data.draw(st.sampled_from(" ".join(names).split()))).lower()

    found = [{hit.code for hit in index.search(typed[:n], limit=100).items} for n in range(1, len(typed) + 1)]

    assert found[-1]
    assert all(longer <= shorter for shorter, longer in pairwise(found))


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), NAMES)
@settings(max_examples=60)
def test_highlights_lie_within_the_name_in_order(names: list[str], query: str) -> None:
    for hit in catalogue(names).search(query).items:
        edges = [edge for match in hit.highlights for edge in (match.start, match.end)]

        assert edges == sorted(set(edges))
        assert all(0 <= edge <= len(hit.name) for edge in edges)
