"""Deaths, judicial records and certified copies."""

QUANG_NINH = {"country": "VN", "scheme": "2025", "province": "22", "ward": "06673", "line": "Thôn 2"}
HANOI = {"country": "VN", "scheme": "2025", "province": "01", "ward": "00004", "line": "12 Đội Cấn"}

FATHER_DIED = {
    "deceased_citizen": "vietnamese",
    "death_proof": "notice",
    "requester_role": "child",
    "deceased": {
        "name": "Trần Văn Thắng",
        "birth_date": "1955",
        "sex": "male",
        "ethnicity": "Kinh",
        "nationality": "VN",
    },
    "last_residence_known": True,
    "last_residence": QUANG_NINH,
    "died_on": "2026-11-18",
    "died_at": "04:30",
    "died_where": "facility",
    "facility_name": "Bệnh viện Đa khoa tỉnh Quảng Ninh",
    "death_address": QUANG_NINH,
    "cause": "Bệnh tim",
    "death_notice_by": "Bệnh viện Đa khoa tỉnh Quảng Ninh",
    "death_notice_on": "2026-11-18",
    "extract_copies": 2,
    "receive_by": "counter",
}

STUDENT = {
    "certificate_kind": "1",
    "for_whom": "self",
    "birthplace": {"country": "VN", "scheme": "2025", "province": "37"},
    "has_temporary": True,
    "temporary_residence": HANOI,
    "family": ["father", "mother"],
    "father": {"name": "Phạm Văn Lâm", "birth_date": "1970"},
    "mother": {"name": "Đỗ Thị Hoa"},
    "stays": [
        {
            "stay_from": "2015-11",
            "stay_now": False,
            "stay_until": "2019-08",
            "stay_place": {"country": "VN", "free": "Phủ Lý, Hà Nam"},
            "stay_work": "Học sinh trường THPT Phủ Lý A",
        },
        {"stay_from": "2019-08", "stay_now": True, "stay_place": HANOI, "stay_work": "Sinh viên"},
    ],
    "convicted": False,
    "purpose": "study",
    "management_ban": False,
    "copies": 4,
    "fee_group": "student",
    "receive_by": "online",
}

DIPLOMA = {
    "original_in_hand": True,
    "document_origin": "vietnam",
    "document_state": "good",
    "document_kind": "diploma",
    "document_name": "Bằng tốt nghiệp đại học",
    "document_issuer": "Đại học Bách khoa Hà Nội",
    "pages": 5,
    "paper_copies": 2,
    "scan": None,
    "office_kind": "commune",
    "appointment_day": "2026-11-25",
    "appointment_time": "09:00",
}


def test_a_death_registered_in_time_costs_only_the_copies(apply):
    filed = apply("1.000656", FATHER_DIED)

    assert filed.fee == 16000
    assert filed.papers["death_notice"] == "given"
    assert filed.papers["last_residence"] == "not_needed"
    assert filed.answers["deceased"]["birth_date"] == "1955"
    assert filed.dossier.locality == {"province": "22", "ward": "06673"}
    assert filed.due == "2026-11-23"
    assert "fee_group" not in filed.answers


def test_after_fifteen_days_the_charge_and_the_exemption_are_asked_about(apply):
    page = apply.until(
        "fee_group", "1.000656", FATHER_DIED | {"died_on": "2026-10-01", "death_notice_on": "2026-10-01"}
    )

    assert "Miễn, giảm phí" in page.heading


def test_a_missing_person_is_not_registered_as_dead(ask_first):
    page = ask_first("1.000656", {"deceased_citizen": "vietnamese", "death_proof": "missing"})

    assert "only when a court has declared the death" in page.text
    assert "Article 71, Civil Code 2015" in page.text
    assert "Ask the court" in page.text


def test_a_notice_of_death_cannot_be_older_than_the_death(apply, visitor):
    page = apply.until("death_notice", "1.000656", FATHER_DIED)

    page = visitor.send(
        page,
        {
            "death_notice_by": "Bệnh viện",
            "death_notice_on-day": "1",
            "death_notice_on-month": "11",
            "death_notice_on-year": "2026",
        },
        form="#step-form",
        status=422,
    )

    assert "death_notice_on-day" in page.errors


def test_a_student_pays_half_and_the_copies_beyond_two(apply):
    filed = apply("3.000333", STUDENT, person="037201000033", lang="en")

    assert filed.fee == 110000
    assert filed.papers["identity_copy"] == "not_needed"
    assert [stay["stay_now"] for stay in filed.answers["stays"]] == [False, True]
    assert filed.dossier.locality["province"] == "37"
    assert filed.parcel["fees"]["items"][0]["reduction"] == "student"
    assert "10 days" in filed.check.text


def test_nobody_else_may_ask_for_certificate_number_two(ask_first):
    page = ask_first("3.000333", {"certificate_kind": "2", "for_whom": "authorised"})

    assert "cannot be requested by someone else" in page.text
    assert "Law on Judicial Records 2009" in page.text
    assert not page.has("form[action$='/start/3.000333']")


def test_a_certified_copy_is_booked_and_its_pages_are_counted(apply):
    filed = apply("2.000815", DIPLOMA)

    assert filed.fee == 4000 + 3000 + 2 * (4000 + 3000)
    assert filed.papers == {"original": "at_counter"}
    assert filed.answers["appointment_time"] == "09:00"
    assert filed.page.heading.startswith("Chứng thực bản sao")


def test_a_very_long_paper_costs_the_most_a_copy_may_cost(apply):
    page = apply.until_check("2.000815", DIPLOMA | {"pages": 300, "paper_copies": 1})

    assert page.one("table.fees tfoot td").text.startswith("400.000")


def test_a_foreign_paper_must_be_legalised_first(ask_first):
    page = ask_first(
        "2.000815",
        {
            "original_in_hand": True,
            "document_origin": "foreign",
            "legalised": False,
            "document_state": "good",
        },
    )

    assert "has not been legalised" in page.text
    assert "Article 22, Decree 23/2015/NĐ-CP" in page.text
