"""The whole national catalogue is found, when its records are there."""

from __future__ import annotations

import random

import msgspec
import pytest

from app.folding import fold
from app.search import Index
from app.search.build import build
from app.search.contents import Contents
from app.search.knowledge import Knowledge
from app.texts import Lang
from bench import national
from bench.relevance import engine, mean, measure

pytestmark = pytest.mark.skipif(not national.available(), reason="the shared national records are not there")


@pytest.fixture(scope="module")
def contents() -> Contents:
    return build(1, national.entries(), Knowledge.shipped())


@pytest.fixture(scope="module")
def index(contents: Contents) -> Index:
    return Index(contents)


def test_all_procedures_are_there(index: Index) -> None:
    assert len(index) == len({entry.code for entry in national.entries()}) >= 5664


def test_the_labelled_queries_reach_their_goals(index: Index) -> None:
    measured = {kind: mean(scores) for kind, scores in measure(engine(index), national.queries()).items()}

    assert measured["all"].five >= 0.95
    assert {kind: score.five for kind, score in measured.items() if score.five < 0.85} == {}


def test_without_the_curated_situations_most_is_found_all_the_same(contents: Contents) -> None:
    bare = msgspec.structs.replace(contents.knowledge, situations=())
    measured = measure(engine(Index(contents._replace(knowledge=bare))), national.queries())

    assert mean(measured["all"]).five >= 0.85


@pytest.mark.parametrize(
    "query",
    [
        *("khai sinh", "đăng ký khai sinh", "dang ky khai sinh", "hộ khẩu", "ho khau", "kết hôn", "ket hon"),
        *("căn cước", "can cuoc", "hộ chiếu", "ho chieu", "bằng lái xe", "bang lai xe", "sổ đỏ", "so do"),
        *("tách thửa", "tach thua", "tạm trú", "tam tru", "thành lập công ty", "thanh lap cong ty", "bhyt"),
        *("visa", "copy", "land", "tax", "passport", "business", "work permit", "birth certificate"),
    ],
)
def test_a_query_finds_the_same_on_the_pages_of_either_language(index: Index, query: str) -> None:
    vietnamese, english = index.search(query, "vi", limit=5), index.search(query, "en", limit=5)

    assert english.total == vietnamese.total >= 8
    assert [hit.code for hit in english.items] == [hit.code for hit in vietnamese.items]


@pytest.mark.parametrize(("query", "code"), [("khai sinh", "1.001193"), ("ho khau", "1.004222")])
def test_vietnamese_without_marks_is_understood_on_english_pages(index: Index, query: str, code: str) -> None:
    assert index.search(query, "en", limit=1).items[0].code == code


def test_situations_name_procedures_that_exist(index: Index) -> None:
    known = {entry.code for entry in national.entries()}
    named = {code for situation in Knowledge.shipped().situations for code in situation.codes}

    assert named - known == set()


@pytest.mark.parametrize(
    ("lang", "query", "code"),
    [
        ("vi", "giaasy phep lai xe", "3.000347"),
        ("vi", "ddawng kys keet hoon", "1.000894"),
        ("vi", "hộ khảu", "1.004222"),
        ("vi", "GCNQSDĐ bị mất", "1.012786"),
        ("vi", "LLTP", "3.000333"),
        ("vi", "sang tên sổ đỏ", "1.013831"),
        ("vi", "mới sinh con cần làm gì", "1.001193"),
        ("vi", "1 001193", "1.001193"),
        ("en", "TRC for my husband", "1.003460"),
        ("en", "extending work permits", "1.014201"),
        ("en", "marrying a foreigner", "2.000806"),
        ("en", "i overstayed my visa", "1.001146"),
        ("en", "rent out apartment to foreigners", "1.000253"),
        ("en", "dirving licence", "3.000347"),
    ],
)
def test_people_s_own_words_lead_to_the_procedure(index: Index, lang: Lang, query: str, code: str) -> None:
    found = [hit.code for hit in index.search(query, lang, limit=5).items]

    assert code in found


def test_a_correction_is_offered_in_whole_words(index: Index) -> None:
    assert index.search("dirving licence", "en").suggestion == "driving licence"


def test_procedures_are_found_by_their_name_without_diacritics(index: Index) -> None:
    sample = random.Random(7).sample(national.entries(), 150)

    missed = [entry.code for entry in sample if entry.code not in codes(index, fold(entry.name_vi).lower())]

    assert len(missed) <= 3, missed


def codes(index: Index, query: str) -> set[str]:
    return {code for hit in index.search(query, limit=10).items for code in (hit.code, *hit.variants)}
