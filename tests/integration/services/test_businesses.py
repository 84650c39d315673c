"""Opening a business and registering it for tax, from the pre-check to the agency's desk."""

import pytest

from app.sandbox.backstage import backstage

HOME = {"country": "VN", "scheme": "2025", "province": "01", "ward": "00004", "line": "Số 12, phố Quán Thánh"}
SHOP = HOME | {"line": "Số 5, phố Đội Cấn"}

HOUSEHOLD = {
    "activity": "shop",
    "other_business": False,
    "filed_by": "owner",
    "founder": "individual",
    "hb_name": "Bún chả Cô Bình",
    "hb_address": SHOP,
    "other_places": False,
    "industries": [{"industry_code": "5610", "industry_name": "Nhà hàng, quán ăn"}],
    "capital": 80000000,
    "workers": 3,
    "start_date": "2026-12-07",
    "tax_elsewhere": False,
    "receive_by": "online",
}
INCOME = {
    "purpose": "income",
    "citizenship": "vietnamese",
    "has_number": True,
    "lives_elsewhere": False,
    "income_kinds": ["wages", "property"],
    "has_payer": True,
    "payer_tax_code": "0100233488",
    "receive_by": "online",
}


def test_a_shop_is_registered_with_what_the_registers_know_of_its_owner(apply):
    filed = apply("1.001612", HOUSEHOLD)

    assert filed.page.heading.startswith("Đăng ký thành lập hộ kinh doanh")
    assert filed.answers["owner"]["paper_number"] == "001190000011"
    assert filed.answers["owner_residence"]["ward"] == "00004"
    assert filed.papers == {"application": "not_needed", "identity": "not_needed"}
    assert filed.due == "2026-11-27"
    assert "Mức do Hội đồng nhân dân tỉnh" in filed.check.text
    assert filed.dossier.agency["name"]["vi"] == "Ủy ban nhân dân phường Ba Đình"


def test_the_tax_office_gets_a_dossier_of_its_own_and_nothing_is_asked_again(apply, world):
    apply("1.001612", HOUSEHOLD)

    with backstage(world.sandbox).desk() as desk:
        tax = next(one for one in desk.dossiers() if one.procedure == "1.008498")
        answers = desk.dossier(tax.code).answers

    assert answers["taxpayer"]["paper_number"] == "001190000011"
    assert answers["shop_name"] == "Bún chả Cô Bình"
    assert answers["industries"] == HOUSEHOLD["industries"]


def test_a_family_names_its_members_and_attaches_who_is_the_owner(apply):
    members = [
        {
            "member": {
                "name": "Trần Văn Tư",
                "birth_date": "1988-02-03",
                "sex": "male",
                "paper_type": "cccd",
                "paper_number": "001088000123",
            },
            "member_relation": {"kind": "brother"},
        }
    ]

    filed = apply("1.001612", HOUSEHOLD | {"founder": "family", "members": members}, lang="en")

    assert filed.answers["members"][0]["member"]["name"] == "Trần Văn Tư"
    assert filed.papers["family_authorisation"] == "given"


def test_who_owns_a_business_already_is_told_so_before_signing_in(ask_first):
    page = ask_first("1.001612", {"activity": "shop", "other_business": True})

    assert "One person may own one household business" in page.text
    assert "Decree 168/2025" in page.text


def test_a_street_vendor_needs_no_registration_and_is_sent_to_the_tax_form(ask_first):
    page = ask_first("1.001612", {"activity": "small", "conditional_trade": False, "other_business": False})

    assert "needs no registration" in page.text
    assert page.has("a[href*='1.008498']")


def test_the_name_of_a_household_business_may_not_say_company(apply, visitor):
    page = apply.until("hb_name_step", "1.001612", HOUSEHOLD)

    refused = visitor.send(page, {"hb_name": "Công ty Cô Bình"}, form="#step-form", status=422)

    assert refused.errors["hb_name"].startswith("Tên hộ kinh doanh không được có chữ")


def test_a_person_with_an_income_gets_a_tax_code(apply):
    filed = apply("1.008498", INCOME)

    assert filed.answers["payer_tax_code"] == "0100233488"
    assert filed.answers["taxpayer"]["name"] == "Trần Thị Bình"
    assert filed.papers == {"form": "not_needed", "identity": "not_needed"}
    assert filed.fee == 0
    assert filed.due == "2026-11-27"


def test_a_registered_household_business_has_its_tax_code_already(ask_first):
    answers = {
        "purpose": "business",
        "registered_business": True,
        "citizenship": "vietnamese",
        "has_number": True,
    }

    page = ask_first("1.008498", answers)

    assert "was registered for tax together with it" in page.text
    assert page.has("a[href*='1.001612']")


ORGANISATION = {
    "taxpayer": "organisation",
    "business_registered": False,
    "org_kind": "association",
    "dependent": False,
    "org_name": "Hội Khuyến học phường Ba Đình",
    "decision_number": "12/QĐ-UBND",
    "decision_date": "2026-11-16",
    "decision_body": "Uỷ ban nhân dân phường Ba Đình",
    "org_address": SHOP,
    "org_phone": "02438251234",
    "tax_elsewhere": False,
    "representative_position": "Chủ tịch hội",
    "capital_source": "members",
    "start_date": "2026-11-20",
    "workers": 4,
    "industries": [{"industry_code": "9499", "industry_name": "Hoạt động của các tổ chức khác"}],
    "taxes": ["pit", "fees"],
    "calendar_year": True,
    "has_units": False,
    "has_contributors": True,
    "contributors": [
        {
            "contributor_name": "Lê Văn Chính",
            "contributor_code": "079085000022",
            "contributor_amount": 20000000,
        }
    ],
    "has_contractors": False,
    "receive_by": "online",
}
ENTERPRISE = {
    "banned": False,
    "filed_by": "owner",
    "enterprise_name": "Ánh Dương Xanh",
    "head_office": SHOP,
    "enterprise_phone": "0912000011",
    "industries": [
        {"industry_code": "4711", "industry_name": "Bán lẻ tạp hoá"},
        {"industry_code": "5610", "industry_name": "Nhà hàng"},
    ],
    "from_household": False,
    "social": False,
    "start_date": "2026-12-01",
    "workers": 5,
    "accounting": "independent",
    "vat_method": "deduction",
    "capital": 500000000,
    "receive_by": "online",
}
PRIVATE = ENTERPRISE | {
    "other_enterprise": False,
    "capital_parts": [{"part_kind": "money", "part_value": 500000000}],
}
COMPANY = ENTERPRISE | {
    "owners": "person",
    "foreign_owner": False,
    "capital_source": "private",
    "owner_represents": True,
    "representative_position": "director",
    "has_beneficial": False,
}


def test_an_association_is_registered_for_tax_with_its_founding_decision(apply):
    filed = apply("2.002225", ORGANISATION)

    assert filed.answers["taxes"] == ["pit", "fees"]
    assert filed.papers == {"form": "not_needed", "contributors_list": "not_needed", "decision": "given"}
    assert filed.answers["contributors"][0]["contributor_amount"] == 20000000
    assert filed.answers["register_by"] == "2026-12-01"
    assert filed.due == "2026-11-27"


def test_an_enterprise_has_its_tax_code_from_the_business_register(ask_first):
    page = ask_first("2.002225", {"taxpayer": "organisation", "business_registered": True})

    assert "the enterprise code is the tax code" in page.text
    assert page.has("a[href*='2.001583']")


PETROLEUM = {
    "taxpayer": "petroleum_operator",
    "large_taxpayer": False,
    "org_name": "Công ty điều hành chung Sao Biển",
    "contract_number": "15-2/26/HĐDK",
    "contract_date": "2026-11-16",
    "petroleum_block": "Lô 15-2",
    "org_address": SHOP,
    "org_phone": "02438251234",
    "tax_elsewhere": False,
    "representative_position": "Tổng giám đốc",
    "capital_source": "foreign",
    "start_date": "2026-11-20",
    "workers": 40,
    "industries": [{"industry_code": "0610", "industry_name": "Khai thác dầu thô"}],
    "taxes": ["vat", "cit", "resource"],
    "calendar_year": True,
    "petroleum_parties": [
        {"party_name": "Sao Biển Pte", "party_country": "Xin-ga-po", "party_share": 60},
        {"party_name": "Tập đoàn Dầu khí", "party_country": "Việt Nam", "party_share": 40},
    ],
    "receive_by": "online",
}


def test_a_petroleum_operator_lists_who_takes_part_and_attaches_the_investment_certificate(apply):
    filed = apply("2.002225", PETROLEUM)

    assert filed.papers == {
        "form": "not_needed",
        "petroleum_list": "not_needed",
        "investment_licence": "given",
    }
    assert [one["party_share"] for one in filed.answers["petroleum_parties"]] == [60, 40]
    assert filed.answers["contract_register_by"] == "2026-12-01"
    assert filed.due == "2026-11-27"


@pytest.mark.parametrize(
    ("answers", "instead"),
    [
        ({"taxpayer": "contractor", "withheld": True}, "form 04.1-ĐK-TCT. Go to the other procedure"),
        ({"taxpayer": "petroleum_party", "large_taxpayer": True}, "with the Large Taxpayers Office, or on"),
        ({"taxpayer": "mission", "vat_refund": False}, "choose “Organisation or unit with duties"),
    ],
)
def test_who_belongs_elsewhere_is_told_where_before_signing_in(ask_first, answers, instead):
    page = ask_first("2.002225", answers)

    assert instead in page.text
    assert page.has("a[href*='1.008494']") is ("withheld" in answers)


def test_a_private_enterprise_costs_its_publication(apply):
    filed = apply("2.001610", PRIVATE)

    assert filed.fee == 100000
    assert filed.answers["owner"]["name"] == "Trần Thị Bình"
    assert filed.papers["identity"] == "not_needed"
    assert filed.due == "2026-11-27"


def test_nobody_has_two_private_enterprises(ask_first):
    page = ask_first("2.001610", {"other_enterprise": True, "banned": False})

    assert "One person may have one private enterprise" in page.text
    assert "Article 188(3)" in page.text
    assert page.has("a[href*='2.001583']")


def test_a_company_of_one_person_attaches_its_charter_and_names_no_representative_again(apply):
    filed = apply("2.001583", COMPANY, lang="en")

    assert filed.fee == 100000
    assert filed.papers["charter"] == "given"
    assert "owner_papers" not in filed.papers
    assert "representative" not in filed.answers


def test_two_owners_need_another_kind_of_company(ask_first):
    page = ask_first("2.001583", {"owners": "more", "foreign_owner": False, "banned": False}, lang="vi")

    assert "Công ty một thành viên chỉ có một chủ sở hữu" in page.text
    assert "2.001199" in page.text
