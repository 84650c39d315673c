"""Promotions, certificates of origin, customs and overseas labour: what companies apply for."""

EM = "048178000044"
DA_NANG = {"country": "VN", "scheme": "2025", "province": "48"}

PRIZES = [
    {"prize_name": "Xe máy điện", "prize_count": 5, "prize_value": 150000000},
    {"prize_name": "Phiếu mua hàng", "prize_count": 500, "prize_value": 50000000},
]
PROMOTION = {
    "forbidden_goods": False,
    "total_value": 200000000,
    "programme_name": "Vui hội mùa xuân",
    "start_date": "2026-12-10",
    "end_date": "2026-12-31",
    "customers": "Mọi khách mua hàng tại cửa hàng",
    "promoted_goods": "Quần áo, giày dép",
    "gift_goods": "Phiếu mua hàng",
    "prizes": PRIZES,
    "details": "Mua từ 500.000 đồng được tặng phiếu.",
    "has_partners": False,
}
NOTICE = PROMOTION | {
    "forms": ["contest", "discount"],
    "areas": ["48", "46"],
    "online_only": False,
    "discount_percent": 30,
    "discount_days": 20,
}
AMENDMENT = {
    "contest": True,
    "chance": False,
    "harms_customers": False,
    "old_start": "2026-11-10",
    "old_end": "2026-12-15",
    "programme_name": "Vui hội mùa xuân",
    "notice_number": "12/TB-SHX",
    "notice_date": "2026-11-02",
    "changed": ["time", "area"],
    "reason": "Hàng còn nhiều",
    "new_end": "2026-12-31",
    "areas": ["48", "51"],
}
REGISTRATION = PROMOTION | {
    "area_count": "one",
    "uses_lottery": False,
    "goods_value": 2000000000,
    "season": False,
    "places": "Cửa hàng 15 Trần Phú",
    "proof_kind": ["ticket"],
    "proof_count": 10000,
    "attached_to_goods": False,
    "draw_date": "2026-12-31",
    "draw_place": "Cửa hàng 15 Trần Phú",
    "award_place": "Cửa hàng 15 Trần Phú",
    "award_until": "2027-01-31",
    "winners_told": "Gọi điện và đăng trên trang của công ty",
    "receive_by": "online",
}
ORIGIN = {
    "trader_registered": True,
    "issue_kind": "new",
    "goods_origin": "vietnam",
    "first_time": True,
    "importer_name": "Angkor Trading Co., Ltd",
    "importer_address": "12 Norodom Blvd, Phnom Penh",
    "producer_is_exporter": True,
    "transport": "road",
    "departure": "2026-11-25",
    "route": "Mộc Bài – Phnom Penh",
    "customs_number": None,
    "customs_declaration": None,
    "bill_of_lading": None,
    "origin_statement": None,
    "invoice_number": "INV-22/11",
    "invoice_date": "2026-11-20",
    "third_party_invoice": False,
    "goods": [
        {
            "goods_name": "Áo sơ mi",
            "hs_code": "620520",
            "packages": "20 thùng",
            "quantity": "1.000 chiếc",
            "goods_value": 5200,
        }
    ],
    "criterion": ["wo"],
    "receive_by": "counter",
}
CANCELLATION = {
    "direction": "export",
    "cleared": "inside",
    "refunded": False,
    "declaration_number": "30512345678",
    "declaration_date": "2026-11-18",
    "declaration_type": "B11",
    "customs_office": "Hải quan cửa khẩu cảng Đà Nẵng",
    "on_paper": False,
    "reason": "not_shipped",
    "explanation": "Khách huỷ đơn",
    "back_inland": True,
    "tax_paid": 0,
    "proof_files": None,
}
LABOUR = {
    "licensed": True,
    "recruited": False,
    "licence_number": "123/BNV-GP",
    "licence_date": "2024-05-06",
    "market": "tw",
    "party_kind": "employer",
    "foreign_party": "Formosa Works Ltd",
    "foreign_address": "Taipei",
    "foreign_representative": "Lin Wei, giám đốc",
    "contract_number": "01/2026",
    "contract_date": "2026-10-01",
    "contract_until": "2027-10-01",
    "destinations": "Đào Viên",
    "jobs": [{"job": "Thợ hàn", "job_men": 20, "job_women": 0, "job_wage": "29.500 TWD"}],
    "contract_months": 36,
    "hours": "8 giờ mỗi ngày",
    "insurance": "Y tế, lao động",
    "housing": "Ký túc xá của nhà máy",
    "deposit": 0,
    "service_price": 20000000,
    "training": 3000000,
    "receive_by": "online",
}
MORE_DATA = {
    "wish": "more",
    "connected": True,
    "account": "TK-0306",
    "contact_unit": "Phòng công nghệ thông tin",
    "items": [{"item": "Trị giá tính thuế", "item_reason": "Thanh toán quốc tế"}],
    "legal_ground": "Quyết định 33/2016/QĐ-TTg",
    "receive_by": "online",
}


def test_a_promotion_is_notified_with_what_the_business_register_knows(apply):
    filed = apply("2.000033", NOTICE, person=EM)

    assert filed.answers["business_tax_code"] == "0306123457"
    assert filed.answers["areas"] == ["48", "46"]
    assert filed.papers == {"notice": "not_needed"}
    assert filed.fee == 0
    assert filed.answers["earliest_start"] == "2026-11-27"
    assert filed.dossier.agency["name"]["en"].endswith("Da Nang City")


def test_discounts_and_gifts_are_no_longer_a_matter_of_notice(ask_first):
    asked = {key: NOTICE[key] for key in _ASKED}

    page = ask_first("2.000033", asked | {"forms": ["gift", "discount"]})

    assert "Only sales with entries to a prize contest have to be notified" in page.text
    assert "Decree 128/2024/NĐ-CP" in page.text


def test_a_lottery_is_not_a_matter_of_notice(ask_first):
    page = ask_first("2.000033", {key: NOTICE[key] for key in _ASKED} | {"forms": ["chance"]})

    assert "must be registered and confirmed beforehand" in page.text
    assert page.has("a[href*='2.000004']")


def test_small_promotions_need_no_notice_so_they_are_never_late(ask_first):
    asked = {key: NOTICE[key] for key in _ASKED} | {"total_value": 99999999, "start_date": "2026-11-26"}

    page = ask_first("2.000033", asked)

    assert "less than VND 100 million" in page.text
    assert "working days before the start" not in page.text


def test_a_notice_two_working_days_before_the_start_is_too_late(ask_first):
    asked = {key: NOTICE[key] for key in _ASKED} | {"start_date": "2026-11-26"}

    page = ask_first("2.000033", asked)

    assert "at least 3 working days before the start" in page.text
    assert "Article 17(1)" in page.text


def test_a_promotion_is_changed_by_naming_the_earlier_notice(apply):
    filed = apply("2.001474", AMENDMENT, person=EM, lang="en")

    assert filed.answers["new_end"] == "2026-12-31"
    assert "amendments" not in filed.answers
    assert filed.fee == 0


def test_a_change_may_not_harm_customers_who_took_part(ask_first):
    asked = {"contest": True, "chance": False, "harms_customers": True, "old_end": "2026-12-15"}

    page = ask_first("2.001474", asked)

    assert "may not harm customers" in page.text
    assert "Article 18(3)" in page.text


def test_a_promotion_with_a_draw_is_registered_with_its_rules(apply):
    filed = apply("2.000004", REGISTRATION, person=EM)

    assert filed.papers == {"registration": "not_needed", "rules": "given", "proof_sample": "not_needed"}
    assert filed.due == "2026-12-01"


def test_a_draw_that_begins_before_the_answer_is_due_is_warned_of(apply):
    page = apply.until("winning", "2.000004", REGISTRATION | {"start_date": "2026-11-30"}, person=EM)

    assert "Ngày bắt đầu quá sớm" in page.text


def test_prizes_above_half_of_the_goods_and_two_provinces_are_refused(ask_first):
    asked = ("uses_lottery", "forbidden_goods", "total_value", "season")
    answers = {key: REGISTRATION[key] for key in asked} | {"area_count": "several", "goods_value": 300000000}

    page = ask_first("2.000004", answers)

    assert "2.000138" in page.text
    assert "50% of the value of the goods" in page.text


def test_a_certificate_of_origin_is_applied_for_before_the_customs_papers_exist(apply):
    filed = apply("2.000260", ORIGIN, person=EM)

    assert filed.papers["registration"] == "not_needed"
    assert filed.papers["customs"] != "given"
    assert filed.papers["list"] == "given"
    assert filed.answers["goods"][0]["hs_code"] == "620520"


def test_goods_in_transit_have_no_vietnamese_origin(ask_first):
    page = ask_first("2.000260", {"trader_registered": True, "issue_kind": "new", "goods_origin": "transit"})

    assert "not of Vietnamese origin" in page.text


def test_a_known_product_goes_to_japan_without_production_papers(apply):
    answers = ORIGIN | {"destination": "jp", "first_time": False, "criterion": ["psr"], "transport": "sea"}

    filed = apply("2.001372", answers, person=EM, lang="en")

    assert "process" not in filed.papers
    assert filed.answers["destination"] == "jp"


def test_cptpp_serves_only_its_members(ask_first):
    asked = {
        "trader_registered": True,
        "issue_kind": "new",
        "goods_origin": "vietnam",
        "destination": "other",
    }

    page = ask_first("2.001372", asked)

    assert "only members of the agreement" in page.text
    assert page.has("a[href*='2.000260']")


def test_an_export_that_never_left_is_cancelled(apply):
    filed = apply("1.005458", CANCELLATION, person=EM)

    assert filed.answers["declaration_number"] == "30512345678"
    assert filed.answers["back_inland"] is True
    assert filed.fee == 0


def test_what_was_exported_cannot_be_cancelled(ask_first):
    page = ask_first("1.005458", {"direction": "export", "cleared": "through", "refunded": False})

    assert "that have left the country" in page.text


def test_a_bank_asks_for_more_of_the_customs_data(apply):
    filed = apply("1.001320", MORE_DATA, person=EM)

    assert filed.papers == {"form": "not_needed", "signed": "given"}
    assert filed.due == "2026-11-26"


def test_amending_a_declaration_is_another_procedure(ask_first):
    page = ask_first("1.001320", {"wish": "amend", "connected": True})

    assert "2.002184" in page.text


def test_a_contract_with_taiwan_needs_the_appraisal_and_nothing_of_other_markets(apply):
    filed = apply("1.005129", LABOUR, person=EM)

    assert filed.papers["appraisal"] == "given"
    assert "business_licence" not in filed.papers
    assert filed.due == "2026-12-01"


def test_without_a_licence_no_contract_is_registered(ask_first):
    page = ask_first("1.005129", {"licensed": False, "recruited": False})

    assert "licensed to send workers abroad" in page.text


_ASKED = ("forms", "online_only", "total_value", "forbidden_goods", "start_date")


def test_who_represents_several_businesses_chooses_for_which_one_it_is(apply, visitor):
    page = apply.until("business_code", "2.000033", NOTICE, person="079085000022")
    assert page.one("[name=business_tax_code]").attr("value") == "079085000022"

    picked = visitor.send(page, button="_action=pick:business_tax_code:0316223348", form="#step-form")
    after = visitor.send(picked, form="#step-form")

    assert "đang chọn" in picked.text
    assert after.one("[name=business_name]").attr("value") == "CÔNG TY TNHH THƯƠNG MẠI CHÍNH PHÁT"
    assert after.has(".source")
