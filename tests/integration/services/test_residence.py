"""Permanent and temporary residence."""

DA_NANG = {
    "country": "VN",
    "scheme": "2025",
    "province": "48",
    "ward": "20242",
    "line": "Số 7, đường Trần Phú",
}

OWNER = {
    "dwelling": "own",
    "prohibited": False,
    "for_whom": "household",
    "members": [
        {
            "member": {
                "name": "Nguyễn Văn An",
                "birth_date": "1988-09-05",
                "sex": "male",
                "paper_type": "cccd",
                "paper_number": "001088000012",
            },
            "member_relation": {"kind": "husband"},
        }
    ],
    "origin": "vietnam",
    "office": DA_NANG,
    "dwelling_known": True,
    "household": "new",
    "fee_group": "none",
}

TENANT = {
    "same_commune": False,
    "long_enough": True,
    "for_whom": "self",
    "office": DA_NANG,
    "stay_from": "2026-11-20",
    "stay_until": "2028-11-20",
    "reason": "study",
    "dwelling": "rented",
    "dwelling_known": False,
    "household": "separate",
    "owner_consent_by": "vneid",
    "owner_consent_person": {"name": "Lê Văn Chính", "paper_type": "cccd", "paper_number": "079085000022"},
    "fee_group": "none",
}


def person(number):
    return {
        "full_name": f"Công nhân {'ABC'[number]}",
        "born_on": "1999-01-02",
        "sex": "male",
        "id_number": "001190000011",
    }


def test_a_family_moves_into_its_own_home_and_no_paper_is_asked(apply):
    filed = apply("1.004222", OWNER)

    assert filed.fee == 10000
    assert filed.papers == {"dwelling_proof": "not_needed"}
    assert filed.answers["members"][0]["member_relation"] == {"kind": "husband"}
    assert filed.dossier.locality == {"province": "48", "ward": "20242"}
    assert filed.due == "2026-12-03"


def test_a_contract_that_is_not_certified_leads_to_temporary_residence(ask_first):
    page = ask_first(
        "1.004222",
        {"dwelling": "rented", "contract_certified": False, "area_enough": True, "prohibited": False},
    )

    assert "must be notarised or certified" in page.text
    assert page.has("a[href$='/procedures/1.004194']")


def test_a_minor_needs_the_consent_of_a_parent(apply):
    page = apply.until(
        "parent_consent",
        "1.004222",
        OWNER
        | {
            "for_whom": "child",
            "child": {"name": "Nguyễn Minh Khôi", "birth_date": "2016-05-01", "sex": "male"},
            "origin": "never",
        },
    )

    assert page.heading == "Ý kiến của cha, mẹ hoặc người giám hộ"


def test_a_student_in_a_rented_room_registers_for_two_years(apply):
    filed = apply("1.004194", TENANT, person="037201000033", lang="en")

    assert filed.fee == 7000
    assert filed.papers["dwelling_proof"] == "given"
    assert filed.answers["owner_consent_person"]["name"] == "Lê Văn Chính"
    assert filed.answers["mover"]["name"] == "Phạm Minh Dũng"
    assert filed.due == "2026-11-27"


def test_a_landlord_pays_for_every_person_of_the_list(apply):
    listed = {
        **TENANT,
        "for_whom": "list",
        "people": [person(number) for number in range(3)],
        "dwelling": "dormitory",
    }

    filed = apply("1.004194", listed)

    assert filed.fee == 15000
    assert filed.papers["list_request"] == "given"
    assert "mover" not in filed.answers


def test_more_than_two_years_is_too_long(apply, visitor):
    page = apply.until("time", "1.004194", TENANT, lang="en")
    days = {"stay_from-day": "20", "stay_from-month": "11", "stay_from-year": "2026"}
    until = {"stay_until-day": "21", "stay_until-month": "11", "stay_until-year": "2028"}

    page = visitor.send(page, days | until, form="#step-form", status=422)

    assert list(page.errors) == ["stay_until-day"]


def test_within_the_same_commune_nothing_is_registered(ask_first):
    page = ask_first("1.004194", {"same_commune": True, "long_enough": True})

    assert "only outside the commune" in page.text
    assert page.has("a[href$='/procedures/1.004222']")
