"""Words that operators change lie over the shipped ones."""

import pytest

from app.search import Index
from app.search.build import build
from app.search.knowledge import Knowledge
from app.search.words import Word, shipped_words, with_words
from tests.support.entries import EVERYDAY

SHIPPED = Knowledge.shipped()


def found(knowledge, query, lang="vi"):
    return [hit.code for hit in Index.of(EVERYDAY, knowledge).search(query, lang, limit=3).items]


def test_without_changes_nothing_changes():
    assert with_words(SHIPPED, ()) is SHIPPED


def test_the_shipped_rows_are_the_knowledge():
    kinds = [word.kind for word in shipped_words()]

    assert kinds.count("synonym") == len(SHIPPED.synonyms)
    assert kinds.count("situation") == len(SHIPPED.situations)


def test_a_new_word_stands_for_its_official_terms():
    changed = with_words(SHIPPED, [Word("synonym", "vi", "xế hộp bay", ("đăng ký kết hôn",))])

    assert "1.000894" not in found(SHIPPED, "xế hộp bay")
    assert found(changed, "xế hộp bay")[0] == "1.000894"


def test_a_changed_word_takes_the_place_of_the_shipped_one_and_a_removed_one_is_gone():
    word = next(word for word in shipped_words() if word.kind == "synonym")
    other = Word("synonym", word.lang, f"  {word.phrase.upper()} ", ("khác",))

    changed = with_words(SHIPPED, [other])
    removed = with_words(SHIPPED, [other, Word("synonym", word.lang, word.phrase, (), removed=True)])

    assert [row.terms for row in changed.synonyms if row.phrase.strip().lower() == word.phrase] == [("khác",)]
    assert len(removed.synonyms) == len(changed.synonyms) - 1
    assert word.phrase not in {row.phrase for row in removed.synonyms}


def test_a_situation_leads_to_its_procedures_best_first():
    word = Word("situation", "vi", "khám phá + sao hỏa|mặt trăng", ("1.000894", "1.001193"))

    assert found(with_words(SHIPPED, [word]), "đi khám phá mặt trăng")[:2] == ["1.000894", "1.001193"]


def test_a_situation_may_use_the_shipped_lists_but_no_others():
    known = with_words(SHIPPED, [Word("situation", "vi", "@xe + tặng ông già noel", ("1.000894",))])

    assert ("xe máy" in known.situations[-1].groups[0]) and known.situations[-1].codes == ("1.000894",)
    with pytest.raises(ValueError, match="@không có"):
        with_words(SHIPPED, [Word("situation", "vi", "@không có + gì", ("1.000894",))])


def test_suggested_names_hold_the_finished_words_whole():
    events = {"1": ("Có con nhỏ", "Having a young child"), "2": ("Đấu thầu, mua sắm công", "Tenders")}
    index = Index(build(1, EVERYDAY, SHIPPED, events))

    offered = [line.text for line in index.suggest("có con") if line.kind == "life_event"]
    unfinished = [line.text for line in index.suggest("mua sắm c") if line.kind == "life_event"]

    assert offered == ["Có con nhỏ"]
    assert unfinished == ["Đấu thầu, mua sắm công"]
