"""Marital status certificates and marriages."""

SINGLE = {
    "purpose": "property",
    "status": "no_longer_married",
    "for_whom": "self",
    "holder_birthplace": {"country": "VN", "scheme": "2025", "province": "37"},
    "holder_ended": "divorced",
    "holder_ended_number": "125/2021/QĐST-HNGĐ",
    "holder_ended_on": "2021-06-30",
    "period": "now",
    "had_certificate": "expired",
    "copies": 2,
    "fee_group": "poor",
    "receive_by": "online",
}

COUPLE = {
    "both_vietnamese": True,
    "married_now": False,
    "related": False,
    "applicant_is": "groom",
    "bride_birth_date": "1978-05-30",
    "bride_times": 2,
    "bride_ended": "widowed",
    "bride_ended_on": "2022-02-01",
    "groom_times": 1,
    "partner_phone": "0912345678",
    "office": {"country": "VN", "scheme": "2025", "province": "22", "ward": "06673"},
    "extract_copies": 3,
}


def test_a_divorced_woman_gets_the_certificate_and_the_agency_looks_the_divorce_up(apply):
    filed = apply("1.004873", SINGLE)

    assert filed.due == "2026-11-27"
    assert filed.papers["divorce_or_death"] == "not_needed"
    assert filed.papers["earlier_certificate"] == "given"
    assert filed.answers["holder"]["name"] == "Trần Thị Bình"
    assert filed.answers["office"]["ward"] == "00004"
    assert "partner" not in filed.answers
    assert filed.code in filed.page.text


def test_a_poor_household_pays_nothing_whatever_the_province_asks(apply):
    poor = apply.until_check("1.004873", SINGLE)
    others = apply.until_check("1.004873", SINGLE | {"fee_group": "none"})

    assert "Miễn lệ phí hộ tịch theo diện" in poor.one("table.fees").text
    assert "Áp dụng vì bạn đã trả lời “Hộ nghèo" in poor.one("table.fees").text
    assert "Áp dụng vì" not in others.one("table.fees").text
    assert poor.one("table.fees tfoot th").text == "Tổng cộng"
    assert "do tỉnh" in others.one("table.fees tbody").text.lower()


def test_whoever_is_married_gets_no_certificate_for_another_marriage(ask_first):
    page = ask_first("1.004873", {"purpose": "marriage", "marriage_place": "commune", "status": "married"})

    assert "may not marry someone else" in page.text
    assert "Law on Marriage and Family 2014" in page.text
    assert "choose that status" in page.text


def test_no_certificate_is_issued_for_a_wedding_at_a_foreign_embassy(ask_first):
    page = ask_first(
        "1.004873",
        {"purpose": "marriage", "marriage_place": "foreign_mission", "status": "never_married"},
        lang="vi",
    )

    assert "cơ quan đại diện nước ngoài ở Việt Nam" in page.text
    assert not page.has("form[action$='/start/1.004873']")


def test_a_couple_registers_each_filling_in_their_own_part_from_their_own_records(apply):
    filed = apply("1.000894", COUPLE, person="037201000033", lang="en")

    assert filed.fee == 24000
    assert filed.papers["marital_status"] == "not_needed"
    assert filed.papers["both_present"] == "at_counter"
    assert filed.answers["groom"]["name"] == "Phạm Minh Dũng"
    assert filed.answers["groom_birth_date"].startswith("2001-")
    assert filed.answers["bride"]["name"] == "Nguyễn Thị Em"
    assert filed.answers["bride_residence"]["province"] == "48"
    assert [(one["key"], one["id_number"]) for one in filed.parcel["parties"]] == [("bride", "048178000044")]
    assert filed.answers["bride_ended"] == "widowed"
    assert "groom_ended" not in filed.answers
    assert filed.dossier.locality["province"] == "22"
    assert filed.due == "2026-11-23"


def test_a_groom_of_nineteen_is_told_to_wait(ask_first):
    answers = {
        "both_vietnamese": True,
        "married_now": False,
        "related": False,
        "bride_birth_date": "2000-01-01",
        "groom_birth_date": "2007-01-01",
    }

    page = ask_first("1.000894", answers)

    assert "The groom is younger than 20" in page.text
    assert "The bride is younger" not in page.text


def test_a_couple_with_a_foreigner_is_led_to_the_other_procedure(apply, visitor):
    page = apply.until("conditions", "1.000894", {"applicant_is": "bride"}, lang="en")

    page = visitor.send(
        page, {"both_vietnamese": "no", "married_now": "no", "related": "no"}, form="#step-form", status=422
    )

    assert "with a foreign element" in page.text
    assert page.url.endswith("/conditions")
