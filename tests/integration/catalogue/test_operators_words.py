"""Operators change what the search understands, without a release."""

from app.features.catalogue.searching.misses import Misses
from app.web.services import use

OPERATOR = "001180000099"
WORD = "/vi/operations/words/word"


def save(visitor, *, status=200, **values):
    page = visitor.visit(WORD)
    return visitor.send(page, values, button="Lưu từ", form="#word form", status=status)


def found(visitor, query):
    return visitor.visit(f"/vi/procedures?q={query}").texts("#results article h2")


def test_a_new_word_is_in_use_everywhere_after_the_worker_s_next_round(visitor, deliver, another_visitor):
    visitor.sign_in(OPERATOR)

    page = save(visitor, phrase="Xế hộp bay", terms="giấy phép lái xe")
    deliver()

    assert page.texts(".rows li strong") == ["Xế hộp bay"]
    assert "đã sửa" in page.one(".rows li").text
    assert "lái xe" in found(another_visitor(), "xe+hop+bay")[0]


def test_a_situation_leads_to_the_procedures_it_names(visitor, deliver):
    visitor.sign_in(OPERATOR)

    save(visitor, kind="situation", phrase="sao hỏa + khám phá|bay", terms="3.000353\n1.001193")
    deliver()

    first = visitor.visit("/vi/procedures?q=bay+len+sao+hoa").all("#results article h2 a")
    assert {link.attr("href") for link in first[:2]} == {"/vi/procedures/3.000353", "/vi/procedures/1.001193"}


def test_a_shipped_word_is_looked_up_changed_and_taken_out_and_the_past_is_kept(visitor, deliver):
    visitor.sign_in(OPERATOR)
    shipped = visitor.visit("/vi/operations/words?q=gplx")
    assert shipped.has(".rows li")

    page = visitor.visit(f"{WORD}?kind=synonym&language=vi&phrase=gplx&terms=giấy+phép+lái+xe")
    visitor.send(page, {"terms": "hộ chiếu"}, button="Lưu từ", form="#word form")
    page = visitor.visit(f"{WORD}?kind=synonym&language=vi&phrase=gplx&terms=hộ+chiếu")
    visitor.send(page, button="Bỏ từ này", form="#word form")

    page = visitor.visit(f"{WORD}?kind=synonym&language=vi&phrase=gplx")
    history = page.texts("#word ul li")
    assert len(history) == 2
    assert "Đã bỏ" in history[0]
    assert "hộ chiếu" in history[1]
    assert "Đã bỏ" in visitor.visit("/vi/operations/words?q=gplx").texts(".rows li")[0]


def test_a_word_that_makes_no_sense_is_refused_beside_its_field(visitor):
    visitor.sign_in(OPERATOR)

    empty = save(visitor, phrase="!!!", terms="", status=422)
    unknown = save(visitor, kind="situation", phrase="@không có", terms="1.001193", status=422)
    codes = save(visitor, kind="situation", phrase="sao hỏa", terms="9.999999", status=422)

    assert empty.has("#phrase-error") and empty.has("#terms-error")
    assert "danh sách" in unknown.one("#phrase-error").text
    assert codes.has("#terms-error")
    assert visitor.visit("/vi/operations/words").texts(".rows strong") == []


def test_a_miss_leads_to_adding_a_word(visitor):
    visitor.sign_in(OPERATOR)
    visitor.visit("/vi/procedures?q=zzzz+qqqq")
    flush(visitor)

    page = visitor.visit("/vi/operations/searches")
    word = visitor.follow(page, "Thêm từ zzzz qqqq")

    assert page.one("tbody th").text == "zzzz qqqq"
    assert word.one("#phrase").attr("value") == "zzzz qqqq"


def test_only_operators_see_words_and_searches(visitor):
    visitor.sign_in()

    for address in ("/vi/operations/words", WORD, "/vi/operations/searches"):
        visitor.visit(address, status=404)


def test_any_page_number_and_question_lists_words(visitor):
    visitor.sign_in(OPERATOR)

    for query in (
        "q=gi%E1%BA%A5y&page=1000000000",
        "q=%ff%00",
        "q=" + "a" * 5000,
        "page=-1",
        "q=gi%E1%BA%A5y&page=2",
    ):
        assert visitor.visit(f"/vi/operations/words?{query}").heading == "Từ ngữ của ô tìm kiếm"


def flush(visitor):
    with visitor.client.application.test_request_context("/"):
        use(Misses).flush()
