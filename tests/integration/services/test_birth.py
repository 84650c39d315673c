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

HANOI = {"country": "VN", "scheme": "2025", "province": "01", "ward": "00004"}

FOREIGN_FATHER = {
    "foreign_element": "foreign_parent",
    "requester_role": "mother",
    "child_name": "Trần Anna",
    "child_sex": "female",
    "child_birth_date": "2026-11-02",
    "born_where": "facility",
    "facility_name": "Bệnh viện Phụ sản Hà Nội",
    "facility_address": HANOI,
    "birth_proof": "electronic",
    "birth_certificate_number": "01.2026.001234",
    "parents_married": True,
    "marriage_paper": None,
    "father": {
        "name": "Jean Martin",
        "birth_date": "1985-03-09",
        "ethnicity": "foreigner",
        "nationality": "FR",
        "paper_type": "passport",
        "paper_number": "B1234567",
    },
    "father_residence": {"country": "FR", "free": "12 rue de la Paix, Paris"},
    "nationality_choice": "vietnamese",
    "child_ethnicity": "Kinh",
    "child_hometown": HANOI,
    "copies_wanted": True,
    "copies_count": 3,
    "fee_group": "none",
    "receive_by": "online",
}

NEWBORN = {
    "child_birth_date": "2026-11-02",
    "already_registered": False,
    "requester_role": "mother",
    "child": {"name": "Nguyễn Minh Anh", "birth_date": "2026-11-02", "sex": "female"},
    "born_where": "facility",
    "facility_name": "Bệnh viện Phụ sản Hà Nội",
    "facility_address": HANOI,
    "birth_proof": "certificate",
    "parents_married": True,
    "child_dwelling": "family",
    "clinic": "Trạm y tế phường Ba Đình",
    "copies_wanted": False,
    "receive_by": "online",
}

CARD = {
    "group": "child",
    "member": {"name": "Nguyễn Minh Anh", "birth_date": "2026-11-02", "sex": "female"},
    "clinic": "Trạm y tế phường Ba Đình",
    "card_kind": "electronic",
}


def test_a_birth_is_registered_and_the_agency_has_the_child_and_its_parents(apply):
    filed = apply("1.001193", MOTHER)

    assert filed.page.heading.startswith("Đăng ký khai sinh")
    assert filed.code in filed.page.text
    assert filed.answers["child_name"] == "Nguyễn Minh Anh"
    assert filed.answers["copies_count"] == 2
    assert filed.answers["register_by"] == "2027-01-04"
    assert filed.dossier.agency["name"]["vi"] == "Ủy ban nhân dân phường Ba Đình"
    assert filed.due == "2026-11-23"


def test_a_child_of_a_foreign_father_needs_the_agreement_on_its_nationality(apply):
    filed = apply("2.000528", FOREIGN_FATHER)

    assert filed.papers["nationality_agreement"] == "given"
    assert filed.papers["electronic_notice"] == "not_needed"
    assert "foreign_nationality" not in filed.papers
    assert filed.fee == 24000
    assert not filed.parcel["fees"]["exact"]
    assert filed.answers["register_by"] == "2027-01-04"
    assert filed.answers["father"]["nationality"] == "FR"
    assert filed.due == "2026-11-23"


def test_without_a_foreign_element_it_is_the_plain_registration(ask_first):
    page = ask_first("2.000528", {"foreign_element": "none"})

    assert "no foreign element" in page.text
    assert page.has("a[href$='/procedures/1.001193']")


def test_a_birth_that_was_registered_abroad_is_not_registered_again(ask_first):
    page = ask_first("2.000528", {"foreign_element": "born_abroad", "registered_abroad": True})

    assert "is not registered again" in page.text
    assert "Article 49, Law on Civil Status 2014" in page.text


def test_a_newborn_is_told_once_for_birth_residence_and_card(apply):
    filed = apply("2.000986", NEWBORN)

    assert filed.fee == 0
    assert filed.papers["household_book"] == "not_needed"
    assert filed.answers["child"]["name"] == "Nguyễn Minh Anh"
    assert filed.answers["residence_address"]["ward"] == "00004"
    assert filed.answers["clinic"] == "Trạm y tế phường Ba Đình"
    assert filed.due is not None


def test_a_child_of_six_is_too_old_for_the_linked_procedure(ask_first):
    page = ask_first("2.000986", {"child_birth_date": "2020-01-01", "already_registered": False})

    assert "6 or older" in page.text
    assert page.has("a[href$='/procedures/1.001193']")


def test_a_childs_card_is_issued_without_papers(apply):
    filed = apply("1.014137", CARD)

    assert filed.papers == {"birth_certificate": "not_needed"}
    assert filed.answers["member"]["name"] == "Nguyễn Minh Anh"
    assert filed.due == "2026-12-01"


def test_whoever_pays_as_a_household_is_led_there(ask_first):
    page = ask_first("1.014137", {"group": "household"})

    assert "Pay as a household" in page.text
    assert page.has("a[href$='/procedures/1.001939']")


def test_a_child_born_abroad_is_led_to_the_procedure_for_it(apply, visitor):
    page = apply.until("birth_place", "1.001193", MOTHER, lang="en")

    page = visitor.send(page, {"born_where": "abroad"}, form="#step-form", status=422)

    assert "The child was born abroad" in page.text
    assert page.has("a[href$='/procedures/2.000528']")
