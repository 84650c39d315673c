"""Where a person lives or wants to apply: typed or picked, remembered, changed, never assumed."""

import pytest
from sqlalchemy import select

from app.db.base import Database
from app.features.account.models import Person

CHOOSE = "/vi/locality?back=/vi/procedures/1.001193"


@pytest.fixture
def type_place(visitor):
    """Type a name on the page that asks for a place; returns what it offers."""

    def send(typed, lang="vi"):
        page = visitor.visit(f"/{lang}/locality?back=/{lang}/procedures/1.001193")
        return visitor.send(page, {"typed": typed}, form="form:has(#typed)")

    return send


def offered(page):
    return [button.text for button in page.all("#found button[name=unit]")]


def pick(visitor, page, text):
    code = next(b.attr("value") for b in page.all("button[name=unit]") if b.text.startswith(text))
    return visitor.send(page, button=f"unit={code}", form="form:has(#typed)")


@pytest.mark.parametrize("typed", ["Phường Ba Đình", "phuong ba dinh ha noi", "P. Ba Đình, Hà Nội"])
def test_a_name_of_today_is_offered_and_remembered(visitor, type_place, typed):
    found = type_place(typed)

    back = pick(visitor, found, "Phường Ba Đình, Thành phố Hà Nội")

    assert back.url.endswith("/vi/procedures/1.001193")
    assert "Nơi của bạn: Phường Ba Đình, Thành phố Hà Nội" in back.text
    search = visitor.visit("/vi/procedures?q=khai+sinh")
    assert "locality=01" in search.link("Chỉ xem thủ tục có ở Thành phố Hà Nội")


def test_an_old_ward_leads_to_the_ward_it_is_today(type_place):
    page = type_place("Phường Trúc Bạch, Quận Ba Đình")

    assert "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội không còn từ ngày 1/7/2025. Nay là:" in page.text
    assert offered(page)[0] == "Phường Ba Đình, Thành phố Hà Nội"


def test_who_lived_in_a_divided_ward_is_asked_which_part(type_place):
    page = type_place("phuong cong vi, ba dinh")

    assert "đã được chia ra. Bạn ở phần nào?" in page.text
    assert offered(page)[:2] == ["Phường Ngọc Hà, Thành phố Hà Nội", "Phường Giảng Võ, Thành phố Hà Nội"]


def test_a_ward_that_had_gone_before_the_lists_began_leads_to_its_district(type_place):
    assert any(
        "Quận 3, Thành phố Hồ Chí Minh" in line for line in type_place("P.6 Q.3").texts("#found section")
    )


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Ho Chi Minh City", "Ho Chi Minh City"),
        ("tphcm", "Ho Chi Minh City"),
        ("Bac Giang", "Bac Ninh Province"),
        ("saigon", "Ho Chi Minh City"),
    ],
)
def test_provinces_are_found_by_english_old_and_short_names(type_place, typed, first):
    assert first in offered(type_place(typed, "en"))[0]


def test_an_old_district_offers_the_wards_it_became(type_place):
    assert {button.rpartition(", ")[2] for button in offered(type_place("Quận 1 TPHCM"))} == {
        "Thành phố Hồ Chí Minh"
    }


@pytest.mark.parametrize("typed", ["zzzz qqqq", "🙂🙂", "'; DROP TABLE person;--", "x" * 5000])
def test_a_name_that_is_none_is_no_dead_end(type_place, typed):
    page = type_place(typed)

    assert offered(page) == []
    assert "Không có nơi nào tên như vậy" in page.text
    assert len(page.all("#province option")) == 35


def test_without_scripts_the_lists_lead_to_a_ward(visitor):
    page = visitor.send(visitor.visit(CHOOSE), {"province": "96"}, button="listing=1")

    back = visitor.send(
        page, {"province": "96", "ward": page.one("#ward").all("option")[1].attr("value")}, button="listed=1"
    )

    assert back.url.endswith("/vi/procedures/1.001193")
    assert "Tỉnh Cà Mau" in back.text
    assert "Tỉnh Cà Mau chưa nhận hồ sơ trên mạng" not in back.one("#way-online").text


def test_a_province_alone_is_enough(visitor):
    page = visitor.send(visitor.visit(CHOOSE), {"province": "15"}, button="listing=1")

    back = visitor.send(page, {"province": "15", "ward": ""}, button="listed=1")

    assert "Tỉnh Lào Cai chưa nhận hồ sơ trên mạng" in back.text
    assert not back.has('main a.button[href*="/applications/start/"]')


def test_a_place_is_forgotten_when_asked(visitor, type_place):
    pick(visitor, type_place("Ba Đình"), "Phường Ba Đình")

    visitor.send(visitor.visit(CHOOSE), button="unit=forget")

    assert "Nơi của bạn" not in visitor.visit("/vi/procedures/1.001193").text


def test_a_strange_cookie_is_no_place(visitor):
    for strange in ("99", "x" * 4000, "00001", "💥", "01'--"):
        visitor.client.set_cookie("place", strange)

        assert "Nơi của bạn" not in visitor.visit("/vi/procedures/1.001193").text


def test_only_addresses_of_the_portal_are_gone_back_to(visitor):
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"):
        page = visitor.visit(f"/vi/locality?back={elsewhere}")

        back = visitor.send(page, {"province": "01"}, button="listing=1")

        assert back.one("form:has(#typed) [name=back]").attr("value") == ""


def test_what_is_typed_never_stands_in_an_address(visitor, type_place):
    assert "Hàng Bài" not in type_place("12 Hàng Bài, phường Cửa Nam, Hà Nội").url


def test_the_registered_residence_is_offered_and_not_assumed(visitor, sign_in):
    sign_in()
    page = visitor.visit(CHOOSE)

    assert "Nơi của bạn" not in visitor.visit("/vi/procedures/1.001193").text
    residence = [button.text for button in page.all("form:not(:has(#typed)) button[name=unit]")]
    assert len(residence) == 1
    assert residence[0].endswith("Thành phố Hà Nội")


def test_a_signed_in_persons_place_is_kept_in_the_account_and_encrypted(visitor, sign_in, portal):
    sign_in()
    page = visitor.send(visitor.visit(CHOOSE), {"province": "15"}, button="listing=1")
    visitor.send(page, {"province": "15", "ward": ""}, button="listed=1")

    database: Database = portal.extensions["portal.database"]
    with database.session(writes=False) as session:
        kept = session.scalars(select(Person.locality)).all()
        raw = session.connection().exec_driver_sql("SELECT locality FROM person").scalars().all()

    assert "15" in kept
    assert all(value is None or bytes(value) != b"15" for value in raw)
    assert visitor.client.get_cookie("place") is None
    assert "Nơi của bạn: Tỉnh Lào Cai" in visitor.visit("/vi/procedures/1.001193").text


def test_a_place_that_is_no_unit_is_not_taken(visitor):
    page = visitor.visit(CHOOSE)
    submission = page.submission({"typed": ""}, form="form:has(#typed)")
    submission.fields["unit"] = ["99999"]

    answer = visitor.submit(submission)

    assert answer.url.endswith("/locality")
    assert visitor.client.get_cookie("place") is None
