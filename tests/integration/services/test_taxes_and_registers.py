"""Income tax, registration fees of land and vehicles, secured transactions, budget codes."""

HERE = {"country": "VN", "scheme": "2025", "province": "01", "ward": "00004", "line": "Số 5, phố Đội Cấn"}

INCOME_TAX = {
    "source": "abroad",
    "residence_kind": "resident",
    "period_kind": "quarter",
    "period_quarter": "3",
    "period_year": 2026,
    "amending": False,
    "has_agent": False,
    "taxable_income": 180000000,
    "treaty_exempt": 0,
    "own_relief": 46500000,
    "dependants_count": 1,
    "dependants_relief": 18600000,
    "insurance": 0,
    "charity": 1000000,
    "tax_computed": 15000000,
    "foreign_tax": 2000000,
    "paid_already": 0,
}
LAND = {
    "registering": True,
    "obtained_by": "bought",
    "what": "both",
    "payer_kind": "person",
    "parcel_number": "125",
    "map_sheet": "12",
    "land_use": "residential",
    "land_area": 60.5,
    "land_position": "Ngõ 12 phố Đội Cấn",
    "land_value": 3000000000,
    "house_kind": "detached",
    "floor_area": 180,
    "floors": 3,
    "house_year": 2015,
    "house_value": 1000000000,
    "property_address": HERE,
    "transferor": "Nguyễn Văn Tám",
    "transfer_date": "2026-11-10",
    "shared": False,
    "exempt": False,
    "defer": True,
    "receive_by": "online",
}
CAR = {
    "vehicle_kind": "car",
    "registration": "first",
    "battery": False,
    "payer_kind": "person",
    "make": "VinFast",
    "model": "VF 6",
    "origin_country": "VN",
    "built": 2026,
    "seats": 5,
    "chassis_number": "RLLV5AABC12345678",
    "engine_number": "VFA1234567",
    "price": 700000000,
    "seller": "Công ty bán xe An Bình",
    "delivered_on": "2026-11-20",
    "exempt": False,
}
SECURITY = {
    "asset_kind": "vehicle",
    "applicant_role": "creditor",
    "fee_exempt": False,
    "contract_kind": "mortgage",
    "contract_number": "TC-2026/118",
    "contract_date": "2026-11-20",
    "signed_by": "one",
    "debtor_kind": "person",
    "debtor_person": {"name": "Lê Văn Chính", "paper_type": "cccd", "paper_number": "079085000022"},
    "debtor_address": HERE,
    "creditor_kind": "organisation",
    "creditor_organisation": "Ngân hàng An Bình",
    "creditor_tax_code": "0100233488",
    "creditor_address": HERE,
    "vehicles": [
        {"vehicle_kind": "Ô tô con VinFast VF 6", "chassis": "RLLV5AABC12345678", "engine": "VFA1234567"}
    ],
    "receive_by": "online",
}
UNIT = {
    "unit_kind": "unit",
    "has_code": False,
    "unit_name": "Trường Tiểu học Ba Đình",
    "parent_name": "Uỷ ban nhân dân phường Ba Đình",
    "chapter": "822",
    "budget_level": "commune",
    "estimate_level": "3",
    "unit_type": "public_unit",
    "decision_number": "15/QĐ-UBND",
    "decision_date": "2026-08-01",
    "decision_body": "Uỷ ban nhân dân phường Ba Đình",
    "unit_address": HERE,
    "treasury": "Kho bạc Nhà nước khu vực I",
}


def test_a_resident_paid_from_abroad_sees_what_is_still_to_pay(apply):
    filed = apply("2.002237", INCOME_TAX)

    assert filed.answers["assessable"] == 113900000
    assert filed.answers["resident_due"] == 13000000
    assert "non_resident_due" not in filed.answers
    assert filed.fee == 0


def test_whose_employer_withholds_files_no_monthly_return(ask_first):
    page = ask_first("2.002237", {"source": "withheld"})

    assert "withholds the tax and files for you" in page.text


def test_land_and_house_owe_half_a_percent_of_both(apply):
    filed = apply("1.007277", LAND)

    assert filed.fee == 20000000
    assert filed.papers["transfer"] == "given"
    assert filed.papers["defer"] == "given"
    assert "exemption" not in filed.papers
    assert filed.due == "2026-12-01"


def test_a_gift_between_parents_and_children_owes_nothing_and_needs_no_proof(apply):
    gift = {"obtained_by": "gift", "what": "land", "exempt": True, "exemption_reason": "family"}

    filed = apply("1.007277", LAND | gift)

    assert filed.fee == 0


def test_rented_property_owes_no_registration_fee(ask_first):
    page = ask_first("1.007277", {"obtained_by": "rent", "registering": True})

    assert "Rented property needs no registration fee" in page.text


def test_land_alone_owes_half_a_percent_of_the_land(apply):
    filed = apply("1.007277", LAND | {"what": "land"})

    assert filed.fee == 15000000


def test_a_new_car_in_hanoi_owes_twelve_percent(apply):
    assert apply("1.007700", CAR).fee == 84000000


def test_an_electric_car_owes_nothing_for_now(apply):
    assert apply("1.007700", CAR | {"battery": True}).fee == 0


def test_a_vehicle_declared_after_thirty_days_is_late_and_still_declared(apply):
    page = apply.until("exemption_step", "1.007700", CAR | {"delivered_on": "2026-10-01"})

    assert page.one(".calculated output").text == "02/11/2026"
    assert "Đã quá hạn khai" in page.text


def test_a_bicycle_owes_no_registration_fee(ask_first):
    page = ask_first("1.007700", {"vehicle_kind": "bicycle", "registration": "first"})

    assert "Bicycles and e-bikes owe no registration fee" in page.text


def test_a_mortgage_of_a_car_is_registered_the_same_day_for_80000(apply):
    filed = apply("1.011435", SECURITY)

    assert filed.fee == 80000
    assert filed.papers["contract"] == "given"
    assert filed.due == "2026-11-23"
    assert "description" not in filed.answers


def test_land_is_registered_as_security_elsewhere(ask_first):
    page = ask_first("1.011435", {"asset_kind": "land"})

    assert "land registration office" in page.text


def test_a_school_gets_its_budget_code(apply):
    filed = apply("2.002206", UNIT)

    assert filed.papers == {"form": "not_needed", "founding": "given"}
    assert "project_group" not in filed.answers
    assert filed.due == "2026-11-26"


def test_a_unit_has_one_budget_code(ask_first):
    page = ask_first("2.002206", {"unit_kind": "unit", "has_code": True})

    assert "one code for as long as it exists" in page.text
