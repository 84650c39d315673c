"""People find what they mean, however they type it."""

from __future__ import annotations

import pytest

from app.search import Index
from app.search.knowledge import QuestionWord, Situation, Synonym
from app.texts import Lang
from tests.support.entries import EVERYDAY, make_entry, make_index, make_knowledge


@pytest.fixture(scope="module")
def index() -> Index:
    knowledge = make_knowledge(
        synonyms=[
            Synonym("vi", "bằng lái", ("giấy phép lái xe",)),
            Synonym("vi", "gplx", ("giấy phép lái xe",)),
        ],
        situations=[Situation("vi", (("cha", "mẹ"), ("mất", "qua đời")), ("1.000656",))],
        question_words=[QuestionWord("vi", "cần giấy tờ gì", 0.0), QuestionWord("vi", "đăng ký", 0.3)],
    )
    return make_index(*EVERYDAY, knowledge=knowledge)


def first(index: Index, query: str, lang: str = "vi") -> str:
    return index.search(query, lang).items[0].code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("đăng ký khai sinh", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        ("ĐĂNG KÝ KHAI SINH", "1.001193"),
        ("khai sinh cần giấy tờ gì", "1.001193"),
        ("tách thửa", "1.012784"),
        ("giấy phép xây", "1.013225"),
    ],
)
def test_names_are_found_with_and_without_diacritics(index: Index, query: str, code: str) -> None:
    assert first(index, query) == code


@pytest.mark.parametrize("query", ["đổi bằng lái", "doi bang lai", "đổi gplx", "ĐỔI GPLX"])
def test_everyday_words_and_abbreviations_stand_for_official_terms(index: Index, query: str) -> None:
    assert first(index, query) == "3.000347"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_words_that_both_languages_use_are_read_in_both(lang: Lang) -> None:
    english = make_entry("2.000001", "Chuyển mạng", name_en="Port a number")
    vietnamese = make_entry("2.000002", "Cấp thẻ port", name_en="Other things")
    index = make_index(english, vietnamese, make_entry())

    assert {hit.code for hit in index.search("port", lang).items} == {"2.000001", "2.000002"}


@pytest.mark.parametrize("query", ["mẹ vừa qua đời", "cha mất", "me vua qua doi"])
def test_a_life_situation_leads_to_its_procedure(index: Index, query: str) -> None:
    assert first(index, query) == "1.000656"


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("giấy phép xây dưng", "giấy phép xây dựng"),
        ("hộ chíu phổ thông", "hộ chiếu phổ thông"),
        ("tác thửa đất", "tách thửa đất"),
        ("thường trúu đăng ký", "thường trú đăng ký"),
    ],
)
def test_slips_are_corrected_and_said(index: Index, query: str, corrected: str) -> None:
    assert index.search(query).suggestion == corrected


@pytest.mark.parametrize("query", ["giaasy phep lai xe", "giaays phesp lái xe"])
def test_leftover_telex_keys_are_read(index: Index, query: str) -> None:
    assert first(index, query) in {"3.000347", "3.000348"}


@pytest.mark.parametrize("query", ["đăng ký kết hôn", "hộ chiếu", "passport", "khai sinh ở đâu"])
def test_correct_words_are_left_alone(index: Index, query: str) -> None:
    assert index.search(query).suggestion is None


@pytest.mark.parametrize(
    ("query", "code"),
    [("birth registration", "1.001193"), ("registering a birth", "1.001193"), ("passports", "1.001456")],
)
def test_english_is_found_in_any_inflection(index: Index, query: str, code: str) -> None:
    assert first(index, query, "en") == code


@pytest.mark.parametrize("query", ["1.001193", " 1.001193 ", "1 001193", "1001193", "1-001193"])
def test_a_procedure_code_leads_to_the_procedure_alone(index: Index, query: str) -> None:
    hits = index.search(query)

    assert ([hit.code for hit in hits.items], hits.exact) == (["1.001193"], True)


def test_initials_nobody_listed_are_read_from_the_catalogue() -> None:
    names = [f"Hưởng trợ cấp thất nghiệp {place}" for place in ("một", "hai", "ba", "bốn", "năm")]
    entries = [make_entry(f"1.01474{number}", name) for number, name in enumerate(names)]
    index = make_index(*EVERYDAY, *entries)

    assert first(index, "TCTN").startswith("1.01474")


def test_initials_of_an_official_term_need_no_second_row() -> None:
    synonyms = [Synonym("vi", "giấy độc thân", ("xác nhận tình trạng hôn nhân",))]
    entry = make_entry("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân")
    index = make_index(*EVERYDAY, entry, knowledge=make_knowledge(synonyms=synonyms))

    assert first(index, "XNTTHN") == "1.004873"


def test_a_name_that_holds_the_whole_query_comes_before_what_a_situation_guesses() -> None:
    situations = [Situation("vi", (("khai sinh",), ("đăng ký",)), ("1.001193", "1.004884"))]
    entry = make_entry("1.004884", "Thủ tục đăng ký lại khai sinh")
    index = make_index(*EVERYDAY, entry, knowledge=make_knowledge(situations=situations))

    assert first(index, "đăng ký khai sinh") == "1.001193"
    assert first(index, "đăng ký lại khai sinh") == "1.004884"


@pytest.mark.parametrize("query", ["đăng ký thường chú", "dang ky thuong chu", "giấy fép lái xe"])
def test_what_sounds_alike_is_understood(index: Index, query: str) -> None:
    assert first(index, query) in {"1.004222", "3.000347", "3.000348"}


@pytest.mark.parametrize("query", ["nuôi yến", "kiểm dịch thịt", "hộ chiếu yến"])
def test_a_real_word_the_catalogue_does_not_know_is_not_called_a_slip(index: Index, query: str) -> None:
    assert index.search(query).suggestion is None


def test_words_typed_half_with_diacritics_are_read_without(index: Index) -> None:
    assert first(index, "doi giay phep lái xe") == "3.000347"


def test_what_more_people_need_comes_first_among_equals() -> None:
    index = make_index(
        make_entry("1.000001", "Cấp giấy xác nhận cư trú", provinces=("26",)),
        make_entry("1.000002", "Cấp giấy xác nhận nhân sự", audiences=("official",)),
        make_entry("1.000003", "Cấp giấy xác nhận hôn nhân", audiences=("citizen",), levels=("WARD",)),
    )

    assert first(index, "giấy xác nhận") == "1.000003"


def test_the_name_shows_what_was_matched(index: Index) -> None:
    hit = index.search("khai sinh").items[0]

    assert [hit.name[match.start : match.end] for match in hit.highlights] == ["khai sinh"]


def test_an_english_page_shows_english_names_and_vietnamese_where_there_is_none() -> None:
    index = make_index(
        make_entry("1.000001", "Cấp hộ chiếu", name_en="Passports"), make_entry("1.000002", "Hộ chiếu cũ")
    )

    shown = {hit.code: (hit.name, hit.lang) for hit in index.search("ho chieu", "en").items}

    assert shown == {"1.000001": ("Passports", "en"), "1.000002": ("Hộ chiếu cũ", "vi")}


def test_english_words_on_an_english_page_are_no_leftover_telex_keys() -> None:
    entries = [
        make_entry("1", "Cấp giấy phép chặt hạ cây xanh", name_en="Licence for felling trees"),
        make_entry("2", "Đơn trẻ em, cây trê", name_en="Children"),
    ]
    index = make_index(*entries)

    assert index.search("fell a tree", "en").suggestion is None
    assert [hit.code for hit in index.search("fell a tree", "en").items][:1] == ["1"]


def test_what_presupposes_an_earlier_one_follows_it_unless_it_is_asked_for():
    index = make_index(
        make_entry("1", "Trình báo mất hộ chiếu phổ thông", levels=("WARD",)),
        make_entry("2", "Cấp hộ chiếu phổ thông ở trong nước", levels=("WARD",)),
        make_entry("3", "Thủ tục thôi quốc tịch Việt Nam"),
        make_entry("4", "Thủ tục nhập quốc tịch Việt Nam"),
    )

    first = {query: index.search(query).items[0].code for query in ("hộ chiếu", "mất hộ chiếu", "quốc tịch")}

    assert first == {"hộ chiếu": "2", "mất hộ chiếu": "1", "quốc tịch": "4"}


@pytest.mark.parametrize("query", ["noxh", "nơxh", "NƠXH", "nởxh"])
def test_initials_may_keep_the_marks_of_their_words(query: str) -> None:
    entry = make_entry("1.014632", "Đăng ký mua nhà ở xã hội")
    synonyms = [Synonym("vi", "nhà giá rẻ", ("nhà ở xã hội",))]
    index = make_index(*EVERYDAY, entry, knowledge=make_knowledge(synonyms=synonyms))

    assert first(index, query) == "1.014632"


def test_a_slip_in_an_english_word_is_understood_on_a_vietnamese_page() -> None:
    entry = make_entry("1.001456", "Cấp hộ chiếu", name_en="Issuance of passport")
    index = make_index(*EVERYDAY, entry)

    hits = index.search("pasport", "vi")

    assert (hits.items[0].code, hits.suggestion) == ("1.001456", "passport")


@pytest.mark.parametrize("query", ["thủ tục 1.001193", "mã 1.001193?", "procedure 1.001193"])
def test_a_code_is_seen_among_words(index: Index, query: str) -> None:
    assert [hit.code for hit in index.search(query).items] == ["1.001193"]


@pytest.mark.parametrize("query", ["1.0011933", "11.001193", "000.00.00.H26-1.001193-0001"])
def test_part_of_a_longer_number_is_no_code(index: Index, query: str) -> None:
    assert not index.search(query).exact


def test_a_name_that_holds_the_whole_query_counts_with_its_silent_words_too() -> None:
    words = [QuestionWord("vi", "ra", 0.0)]
    popular = make_entry("2.000528", "Khai sinh có yếu tố nước ngoài", popularity=100.0)
    exact = make_entry("1.000368", "Chứng nhận đầu tư ra nước ngoài")
    index = make_index(*EVERYDAY, popular, exact, knowledge=make_knowledge(question_words=words))

    assert first(index, "đầu tư ra nước ngoài") == "1.000368"
