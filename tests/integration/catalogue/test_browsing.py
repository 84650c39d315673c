"""The catalogue's shelves: life events, agencies, fields, A–Z, most used, in both languages."""

import pytest
from sqlalchemy import update

from app.features.catalogue.models import Procedure
from tests.support.procedures import own_record

PAGES = [
    "/{lang}/procedures/1.001193",
    "/{lang}/procedures/1.001193/history",
    "/{lang}/life-events",
    "/{lang}/life-events/750",
    "/{lang}/life-events/791",
    "/{lang}/agencies",
    "/{lang}/agencies/G15",
    "/{lang}/agencies/G15?page=1000000000",
    "/{lang}/fields",
    "/{lang}/fields/G15-TP07",
    "/{lang}/a-z",
    "/{lang}/a-z?letter=C&page=zzz",
    "/{lang}/most-used",
]


def changed(code, **changes):
    record = own_record(code, **changes)
    return {
        "cursor": code,
        "kind": "changed",
        "code": code,
        "record": record,
        "successor": None,
        "note": None,
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_shelf_keeps_the_house_rules_and_few_statements(visit, statements, lang):
    for address in PAGES:
        with statements() as sql:
            page = visit(address.format(lang=lang))

        assert page.lang == lang
        assert len(sql) <= 10, f"{address}\n" + "\n".join(sql)


def test_what_was_read_of_the_catalogue_is_not_read_again_until_it_changes(visit, statements, take_feed):
    visit("/vi/")

    with statements() as again:
        visit("/vi/")
    take_feed(changed("1.001193", name={"vi": "Đăng ký khai sinh kiểu mới"}))
    with statements() as afterwards:
        anew = visit("/vi/")

    assert not [sql for sql in again if "procedures.card" in sql or "procedure_life_events" in sql]
    assert [sql for sql in afterwards if "procedures.card" in sql]
    assert "Đăng ký khai sinh kiểu mới" in anew.text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_life_event_offers_procedures_or_the_closest(visit, lang):
    tiles = visit(f"/{lang}/life-events").all(".tiles a")

    assert len(tiles) == 22
    for tile in tiles:
        assert visit(tile.attr("href")).has("article h2")


def test_letters_of_the_vietnamese_alphabet_stand_apart_and_in_order(visit, take_feed):
    names = ["Dời bia", "Đổi biển", "Đọ sách", "An cư", "Ăn uống", "Ấn phẩm"]
    take_feed(*(changed(f"9.00000{n}", name={"vi": name}) for n, name in enumerate(names)))

    letters = visit("/vi/a-z?letter=Đ").texts(".letters li")
    found = [name for name in visit("/vi/a-z?letter=Đ").texts("article h2") if name in names]

    assert [letter[0] for letter in letters][:8] == ["A", "Ă", "Â", "B", "C", "D", "Đ", "E"]
    assert found == ["Đọ sách", "Đổi biển"]
    assert visit("/vi/a-z?letter=Â").texts("article h2") == ["Ấn phẩm"]
    assert visit("/vi/a-z?letter=Ă").texts("article h2") == ["Ăn uống"]


def test_english_has_its_own_alphabet(visit, take_feed):
    take_feed(changed("9.000001", name={"vi": "Ấn phẩm", "en": "zoo permits"}))

    letters = visit("/en/a-z?letter=Z").texts(".letters li")

    assert [letter[0] for letter in letters] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert visit("/en/a-z?letter=Z").texts("article h2") == ["zoo permits"]


def test_names_that_begin_with_no_letter_stand_apart_and_the_other_language_says_it_has_none(
    visit, take_feed
):
    take_feed(changed("9.000001", name={"vi": "3 bước", "en": "three steps"}))

    assert visit("/vi/a-z?letter=%23").texts("article h2") == ["3 bước"]
    assert visit("/en/a-z?letter=%23").texts("article h2") == []
    assert visit("/en/a-z").texts(".letters li")[-1] == "# (none)"


def test_a_letter_that_is_none_is_not_found(visit):
    for letter in ("aa", "1", "%00", "<b>"):
        visit(f"/en/a-z?letter={letter}", status=404)


def test_a_letter_of_the_other_alphabet_leads_to_the_one_its_names_stand_under(visit):
    for letter, own in {"Đ": "D", "Ô": "O", "d": "D"}.items():
        page = visit(f"/en/a-z?letter={letter}")

        assert page.heading == visit(f"/en/a-z?letter={own}").heading
        assert page.one(".letters [aria-current]").text == own


def test_every_procedure_stands_under_exactly_one_letter(visit, client):
    shown = []
    for link in visit("/vi/a-z").all(".letters a, .letters [aria-current]"):
        page = visit(link.attr("href") or "/vi/a-z")
        shown += page.texts("article h2")

    assert len(shown) == len(set(shown)) == client.get("/api/v1/procedures").get_json()["total"]


def test_a_field_tells_its_agencies_levels_and_procedures_page_by_page(visit, take_feed):
    take_feed(*(changed(f"9.{n:06}", name={"vi": f"Giấy loại {chr(97 + n % 26)}{n}"}) for n in range(30)))

    first, last = visit("/en/fields/F1"), visit("/en/fields/F1?page=2")

    assert first.heading == "Civil status"
    assert "This field has 30 procedures." in first.text
    assert "Ministry of Justice30 procedures" in [link.text for link in first.all("ul.links a")]
    assert first.texts(".figures dt") == ["Wholly online"]
    assert (len(first.texts("article h2")), len(last.texts("article h2"))) == (25, 5)
    assert first.has('a[rel="next"]')


def test_an_agency_tells_what_it_publishes_and_how_to_ask(visit):
    page = visit("/vi/agencies/G15")

    shown = len(page.texts("article h2"))
    assert f"Cơ quan này công bố {shown} thủ tục." in page.text
    assert page.has('main a[href="tel:18001096"]')
    assert "Đăng ký khai sinh" in page.texts("article h2")


def test_most_used_counts_where_it_can_and_says_where_it_chose(visit, database_of_portal):
    before = visit("/en/most-used")
    with database_of_portal.transaction() as session:
        session.execute(update(Procedure).where(Procedure.code == "2.000260").values(uses=7))
        session.commit()

    after = visit("/en/most-used")

    assert "Applied for most on this portal" not in before.text
    assert "Chosen by the portal's editors" in before.text
    assert after.all("ol.links a")[0].attr("href") == "/en/procedures/2.000260"
    assert "7 applications" in after.text


def test_a_shelf_follows_the_catalogue_at_once(visit, take_feed):
    visit("/vi/a-z?letter=X")

    take_feed(changed("9.000001", name={"vi": "Xin nghỉ học"}))

    assert "Xin nghỉ học" in visit("/vi/a-z?letter=X").texts("article h2")


def test_the_language_switch_keeps_the_letter_however_the_address_was_written(client):
    for query in ("letter=%C4%90", "letter=Đ"):
        page = client.get("/vi/a-z", environ_overrides={"QUERY_STRING": query.encode().decode("latin-1")})

        assert 'href="/en/a-z?letter=%C4%90"' in page.get_data(as_text=True), query


def test_fields_of_one_name_say_whose_they_are(visit, take_feed):
    health = {"code": "G18", "name": {"vi": "Bộ Y tế", "en": "Ministry of Health"}}
    trade = {"code": "G02", "name": {"vi": "Bộ Công thương", "en": "Ministry of Industry and Trade"}}
    safety = {"vi": "An toàn đồ chơi", "en": "Safety of toys"}

    take_feed(
        changed("9.000001", field={"code": "F-toys-1", "name": safety}, agency=health),
        changed("9.000002", field={"code": "F-toys-2", "name": safety}, agency=trade),
        changed("9.000003", field={"code": "F-alone", "name": {"vi": "Đồ cổ"}}, agency=trade),
    )

    rows = {row.text for row in visit("/vi/fields").all(".links a")}
    assert {row for row in rows if "đồ chơi" in row} == {
        "An toàn đồ chơiBộ Y tế · 1 thủ tục",
        "An toàn đồ chơiBộ Công thương · 1 thủ tục",
    }
    assert "Đồ cổ1 thủ tục" in rows
    options = visit("/vi/procedures?q=do+choi").texts("#facet-field label")
    assert any("An toàn đồ chơi (Bộ Y tế)" in option for option in options)


def test_fields_stand_under_their_letters_and_agencies_under_their_reach(visit, take_feed):
    field = {"code": "F9", "name": {"vi": "Đo đạc thử", "en": "Test surveying"}}
    agency = {"code": "H26", "name": {"vi": "UBND thành phố thử", "en": "Test City"}}
    take_feed(changed("1.991194", field=field, agency=agency))

    fields, agencies = visit("/vi/fields"), visit("/en/agencies")

    assert fields.texts("h2") == [letter.text for letter in fields.all(".letters a")]
    assert fields.texts("h2").index("Đ") == fields.texts("h2").index("D") + 1
    assert agencies.texts("h2") == ["Ministries and national bodies", "Provinces and cities"]
    assert "Test City1 procedure" in agencies.texts("section:last-of-type a")
    assert any(text.startswith("Ministry of Justice") for text in agencies.texts("section:first-of-type a"))


def test_steps_that_bring_their_own_numbers_get_no_second_ones(visit, take_feed):
    told = [{"vi": "Bước 1: Nộp hồ sơ."}, {"vi": "Bước 2:\nNhận kết quả."}]
    take_feed(changed("1.991195", steps=told), changed("1.991196", steps=[{"vi": "Nộp."}, {"vi": "Nhận."}]))

    assert visit("/vi/procedures/1.991195").has("#steps + ol.unmarked")
    assert visit("/vi/procedures/1.991196").has("#steps + ol:not(.unmarked)")
