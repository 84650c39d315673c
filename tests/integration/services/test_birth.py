"""Registering a birth, from the first question to the agency's desk."""

MOTHER = {
    "requester_role": "mother",
    "child_name": "Nguyễn Minh Anh",
    "child_sex": "female",
    "child_birth_date": "2026-11-02",
    "born_where": "facility",
    "facility_name": "Bệnh viện Phụ sản Hà Nội",
    "facility_address": {"country": "VN", "scheme": "2025", "province": "01", "ward": "00004"},
    "birth_proof": "certificate",
    "surrogacy": False,
    "parents_married": True,
    "copies_wanted": True,
    "copies_count": 2,
}


def test_a_birth_is_registered_and_the_agency_has_the_child_and_its_parents(apply):
    filed = apply("1.001193", MOTHER)

    assert filed.page.heading.startswith("Đăng ký khai sinh")
    assert filed.code in filed.page.text
    assert filed.answers["child_name"] == "Nguyễn Minh Anh"
    assert filed.answers["copies_count"] == 2
    assert filed.dossier.agency["code"] == "000.00.00.H26"
    assert filed.due == "2026-11-23"
