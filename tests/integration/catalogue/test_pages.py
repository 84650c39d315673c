"""Finding and reading procedures, as a visitor sees it."""

import pytest
from sqlalchemy import update

from app.features.catalogue.models import Procedure

PAGES = [
    "/{lang}/procedures",
    "/{lang}/procedures?q=khai+sinh",
    "/{lang}/procedures?q=zzzz+qqqq&level=full",
    "/{lang}/procedures/1.001193",
    "/{lang}/procedures/3.000333",
    "/{lang}/procedures/2.000815",
    "/{lang}/life-events",
    "/{lang}/life-events/750",
    "/{lang}/life-events/791",
    "/{lang}/agencies",
    "/{lang}/agencies/G15",
    "/{lang}/fields",
    "/{lang}/procedures/suggestions?q=khai",
]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_keeps_the_house_rules_and_few_statements(visit, statements, lang):
    visit(f"/{lang}/procedures")

    for address in PAGES:
        with statements() as sql:
            page = visit(address.format(lang=lang))

        assert page.lang == lang
        assert len(sql) <= 10, f"{address}\n" + "\n".join(sql)


def test_diacritics_case_and_unfinished_words_do_not_matter(visit):
    for query in ("giấy phép lái xe", "giay phep lai xe", "GIAY PHEP LAI XE", "giay phep l"):
        found = visit("/vi/procedures?q=" + query.replace(" ", "+")).texts("#results article h2")[:3]

        assert len(found) == 3
        assert all("giấy phép lái xe" in name.lower() for name in found), query


def test_english_words_find_too(visit):
    page = visit("/en/procedures?q=lost+driving+licence")

    assert "Re-issuance of driving licences" in page.texts("#results article h2")


def test_the_count_is_said_and_the_query_stays(visit):
    page = visit("/vi/procedures?q=khai+sinh")

    assert "kết quả cho “khai sinh”" in page.text
    assert page.one("#q").attr("value") == "khai sinh"


def test_a_keystroke_brings_only_the_results(fragment):
    found = fragment("/vi/procedures?q=khai+s", "div#results")

    assert "Đăng ký khai sinh" in found.texts("article h2")


def test_suggestions_lead_to_procedures(fragment):
    found = fragment("/vi/procedures/suggestions?q=khai", "div#suggestions")

    assert path(found.link("Đăng ký khai sinh")) == "/vi/procedures/1.001193"


def test_filters_narrow_and_stay_chosen(visit):
    everything = visit("/vi/procedures")

    page = visit("/vi/procedures?level=partial")

    found = page.all("article")
    assert "Đăng ký khai tử" in page.texts("article h2")
    assert all("Một phần trên mạng" in card.text for card in found)
    assert len(found) == int(everything.one('label:has([name="level"][value="partial"]) small').text)
    assert len(found) < len(everything.all("article"))
    assert page.values('form[role="search"]:has(#results)')["level"] == "partial"


def test_a_province_s_own_procedure_is_found_in_that_province_only(visit, take_feed):
    lao_cai = {"code": "H38", "name": {"vi": "UBND tỉnh Lào Cai"}}
    take_feed(
        changed(
            "9.000002",
            name={"vi": "Thuê ngựa thồ"},
            agency=lao_cai,
            availability={"kind": "provinces", "provinces": ["15"]},
        )
    )

    assert "Có 1 kết quả" in visit("/vi/procedures?locality=15&q=ngựa+thồ").text
    assert "Không tìm thấy gì cho “ngựa thồ”" in visit("/vi/procedures?locality=01&q=ngựa+thồ").text
    assert "Chỉ áp dụng tại Tỉnh Lào Cai." in visit("/vi/procedures/9.000002").text


def test_what_is_online_only_here_and_there_is_still_found_everywhere(visit):
    found = visit("/vi/procedures?locality=15&q=đăng+ký+khai+sinh")

    assert path(found.link("Đăng ký khai sinh")) == "/vi/procedures/1.001193"
    assert "22/34" in visit("/vi/procedures/1.001193").text


def test_no_result_is_no_dead_end(visit):
    page = visit("/vi/procedures?q=zzzz+qqqq&level=full")

    assert "1800 1096" in page.text
    assert path(page.link("Tìm lại, bỏ các điều kiện lọc")) == "/vi/procedures?q=zzzz+qqqq"
    assert len(page.texts("#results article h2")) == 5


STRANGE = [
    "page=1000000000",
    "page=-1",
    "page=٣",
    "page=x&page=2",
    "q=" + "a" * 10_000,
    "q=" + "khai+" * 2_000,
    "q=%00%01%1f%7f",
    "q=%ff%fe%80",
    "q=%F0%9F%98%80%F0%9F%98%80",
    "q='%20OR%201=1;--",
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "q=%25(x)s%20%7B%7B7*7%7D%7D",
    "level=level9&field=nothing&agency=%00&locality=zz&audience=cat",
    "&".join(f"field=f{n}" for n in range(500)),
    "lang=xx&unknown=1",
    "apply=1",
]


def test_a_strange_search_gets_a_sensible_page(client):
    for query in STRANGE:
        answer = client.get(f"/vi/procedures?{query}")

        assert answer.status_code == 200, query[:80]
        assert b"<script>alert" not in answer.data


def test_an_unknown_code_is_not_found(client):
    for code in ("9.999999", "%00", "x" * 500, "1.001193%00", "..%2f..", "'", "%ff"):
        for place in ("procedures", "agencies", "life-events"):
            assert client.get(f"/vi/{place}/{code}").status_code == 404, (place, code)


ELEVEN = {
    "vi": [
        "Trình tự thực hiện",
        "Cách thức thực hiện, thời hạn, phí và lệ phí",
        "Thành phần, số lượng hồ sơ",
        "Mẫu đơn, tờ khai",
        "Đối tượng thực hiện",
        "Cơ quan giải quyết",
        "Kết quả thực hiện",
        "Yêu cầu, điều kiện",
        "Hình thức nộp hồ sơ, nhận kết quả",
        "Căn cứ pháp lý",
        "Tên và mã thủ tục",
    ],
    "en": [
        "Steps",
        "How to hand in, time and fees",
        "Papers and how many",
        "Forms",
        "Who can apply",
        "Who decides",
        "What you receive",
        "Conditions",
        "Handing in and receiving the result",
        "Legal basis",
        "Name and code",
    ],
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_procedure_has_the_eleven_kinds_of_information_with_a_table_of_contents(visit, lang):
    page = visit(f"/{lang}/procedures/3.000347")

    assert [title for title in page.texts("h2") if title in ELEVEN[lang]] == ELEVEN[lang]
    assert page.texts("aside nav li") == ELEVEN[lang]


def test_the_answer_card_comes_first(visit):
    page = visit("/vi/procedures/3.000347")

    assert page.texts(".card--lead > .answers dt") == ["Bao lâu", "Phí, lệ phí", "Cần có", "Nơi giải quyết"]
    assert "5 ngày làm việc" in page.texts(".card--lead dd")[0]
    assert "135.000" in page.texts(".card--lead dd")[1]


def test_only_what_has_a_form_can_be_applied_for(visit, take_feed):
    take_feed(changed("9.000002"))

    birth = visit("/vi/procedures/1.001193")
    without = visit("/vi/procedures/9.000002")

    assert path(birth.link("Nộp trên mạng")) == "/vi/applications/start/1.001193/check"
    assert "Thủ tục này chưa nộp được trên Cổng." in without.text
    assert not without.has('.card--lead a[href*="/applications/start/"]')


def test_where_it_is_offered_is_said(visit):
    assert "34 tỉnh" not in visit("/vi/procedures/3.000347").one("#way-online").text
    assert "29/34" in visit("/vi/procedures/3.000333").text
    assert "Online in 22 of 34" in visit("/en/procedures/1.001193").text


def test_our_english_is_called_unofficial(visit):
    page = visit("/en/procedures/3.000347")

    assert "Unofficial translation" in page.text
    assert "have no English yet" not in page.text
    assert page.one('dd[lang="vi"]').text == "Đổi giấy phép lái xe"


def test_vietnamese_without_english_is_marked_and_said(visit, take_feed):
    take_feed(changed("9.000001", steps=[{"vi": "- Nộp hồ sơ\n- Nhận kết quả"}]))

    page = visit("/en/procedures/9.000001")

    assert "Parts of this page have no English yet" in page.text
    assert page.texts('[lang="vi"] li') == ["Nộp hồ sơ", "Nhận kết quả"]


def test_a_withdrawn_procedure_is_gone_and_names_its_successor(visit, take_feed):
    take_feed(
        {
            "cursor": "1",
            "kind": "withdrawn",
            "code": "3.000348",
            "record": None,
            "successor": "3.000347",
            "note": {"vi": "Gộp vào thủ tục đổi", "en": "Merged into replacement"},
        }
    )

    page = visit("/vi/procedures/3.000348", status=410)

    assert path(page.link("Đổi giấy phép lái xe")) == "/vi/procedures/3.000347"
    assert "Gộp vào thủ tục đổi" in page.text
    assert visit("/vi/applications/start/3.000348/check", status=410).heading == page.heading
    assert "Cấp lại giấy phép lái xe" not in visit("/vi/procedures?q=giay+phep").texts("article h2")


def test_linked_procedures_are_offered_together(visit):
    page = visit("/vi/procedures/1.001612")

    assert path(page.link("Đăng ký thuế lần đầu cho cá nhân, người phụ thuộc")) == "/vi/procedures/1.008498"


def test_life_events_lead_to_their_procedures(visit):
    tiles = visit("/en/life-events").all(".tiles a")
    tile = next(tile for tile in tiles if tile.text.startswith("Vehicles and drivers"))

    page = visit(tile.attr("href"))

    assert page.heading == "Vehicles and drivers"
    assert "Replacement of driving licences" in page.texts("article h2")
    assert tile.one("small").text == f"{len(page.all('article'))} procedures"


def test_pages_of_results_are_linked_both_ways(visit, take_feed):
    take_feed(*(changed(f"9.{n:06}", name={"vi": f"Giấy tờ loại {chr(97 + n)}"}) for n in range(25)))

    first = visit("/vi/procedures?field=F1")
    last = visit("/vi/procedures?field=F1&page=1000000000")

    assert first.one('a[rel="next"]').attr("href") == "/vi/procedures?field=F1&page=2"
    assert last.one('a[rel="prev"]').attr("href").startswith("/vi/procedures?field=F1")
    assert not set(first.texts("article h2")) & set(last.texts("article h2"))


def test_most_used_are_shown_first(database_of_portal, portal):
    from app.features.catalogue.service import CatalogueService
    from app.web.services import use

    with database_of_portal.transaction() as session:
        session.execute(update(Procedure).where(Procedure.code == "2.000260").values(uses=7))
        session.commit()

    with portal.test_request_context("/"):
        codes = [card.code for card in use(CatalogueService).most_used(8)]

    assert codes[0] == "2.000260"
    assert len(codes) == 8


def path(address):
    return address.removeprefix("http://127.0.0.1:8000")


def changed(code, **changes):
    from tests.support.procedures import own_record

    return {
        "cursor": code,
        "kind": "changed",
        "code": code,
        "record": own_record(code, **changes),
        "successor": None,
        "note": None,
    }
