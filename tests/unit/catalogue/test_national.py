"""Every trap of the national format, as a table."""

import pytest

from app.features.catalogue.records import national
from app.features.catalogue.records.record import BadRecord
from app.features.catalogue.records.taxonomy import Taxonomy
from tests.support.procedures import national_record

NAMES = {"1.000001": "Trimmed", " 1.000002": "With a space"}


def read(**changes):
    return national.read(national_record(**changes), Taxonomy(NAMES)).record


def method(**changes):
    return [{"channel": "ONLINE", "time": 5, "unit": "WORKING_DAY", "note": None, "fees": []} | changes]


TIMES = [
    ({"time": 5, "unit": "WORKING_DAY"}, (5, "working_day"), None),
    ({"time": 8, "unit": "HOUR"}, (8, "hour"), None),
    ({"time": 2, "unit": "YEAR"}, (24, "month"), None),
    ({"time": "3", "unit": "DAY"}, (3, "day"), None),
    ({"time": 7.5, "unit": "WORKING_DAY"}, (8, "working_day"), "7,5 ngày làm việc"),
    ({"time": 0, "unit": "OTHER", "note": "ngay trong ngày"}, (None, "other"), "ngay trong ngày"),
    ({"time": 1, "unit": "OTHER", "note": "không quy định"}, (None, "other"), "không quy định"),
    ({"time": 1, "unit": "OTHER"}, (None, "other"), "Nguồn không ghi thời hạn"),
    ({"time": "0", "unit": "OTHER"}, (None, "other"), "Nguồn không ghi thời hạn"),
    ({"time": 4, "unit": "OTHER"}, (None, "other"), "“4”"),
    ({"time": "Không quá 15 ngày.", "unit": "OTHER"}, (None, "other"), "Không quá 15 ngày."),
    ({"time": "Theo mô tả", "unit": "DAY", "note": "x"}, (None, "other"), "Theo mô tả"),
    ({"time": None, "unit": None, "note": "xem nội dung"}, (None, "other"), "xem nội dung"),
    ({"time": 0, "unit": "WORKING_DAY"}, (None, "other"), "Nguồn không ghi thời hạn"),
]


@pytest.mark.parametrize(("source", "expected", "note"), TIMES, ids=[str(row[0]) for row in TIMES])
def test_a_time_is_a_number_only_where_the_source_gives_one(source, expected, note):
    time = read(methods=method(**source)).channels[0].time

    assert (time.amount, time.unit) == expected
    assert (note or "") in (time.note or {"vi": ""})["vi"]


def test_a_time_without_unit_takes_it_from_the_only_case_that_repeats_it():
    cases = [{"days": 3, "unit": "WORKING_DAY"}]

    time = read(methods=method(time=3, unit="OTHER"), cases=cases).channels[0].time

    assert (time.amount, time.unit) == (3, "working_day")


def test_a_note_is_said_once():
    channel = read(methods=method(time=0, unit="OTHER", note="ngay trong ngày")).channels[0]

    assert channel.time.note == {"vi": "ngay trong ngày"}
    assert channel.note is None


FEES = [
    ({"type": "FEE", "value": 135000, "text": None}, ("fee", 135000), None),
    ({"type": "SERVICE_FEE", "value": 0, "text": None}, ("charge", 0), None),
    ({"type": "FEE", "value": 0, "text": "Theo Thông tư 244"}, ("fee", None), "Theo Thông tư 244"),
    ({"type": "FEE", "value": 0, "text": "  "}, ("fee", 0), None),
    ({"type": "PRICE_LEVEL", "value": None, "text": "Theo bảng giá"}, ("price", None), "Theo bảng giá"),
    ({"type": "FEE", "value": 2000, "text": "/trang"}, ("fee", 2000), "/trang"),
    ({"type": "FEE", "value": 10, "text": "10 USD/lần"}, ("fee", None), "10 USD/lần"),
    ({"type": "FEE", "value": 10, "text": "/bản"}, ("fee", None), "không phải tiền đồng"),
    ({"type": "FEE", "value": 100, "text": None}, ("fee", None), "không phải tiền đồng"),
]


@pytest.mark.parametrize(("source", "expected", "note"), FEES, ids=[str(row[0]) for row in FEES])
def test_a_fee_is_an_amount_only_where_the_source_means_one(source, expected, note):
    fee = read(methods=method(fees=[source])).channels[0].fees[0]

    assert (fee.kind, fee.amount) == expected
    assert (fee.note is None) if note is None else (note in fee.note["vi"])


def test_a_fee_that_says_nothing_is_left_out():
    fees = read(methods=method(fees=[{"type": "FEE", "value": None, "text": None}])).channels[0].fees

    assert fees == []


LEVELS = [
    ({"isFullProcess": True}, "full"),
    ({"isFullProcess": False}, "partial"),
    ({"methods": method(channel="DIRECT")}, "counter"),
    ({"methods": []}, "counter"),
    ({"isOfflineOnly": True}, "counter"),
    ({"isFullProcess": True, "isOfflineOnly": True}, "counter"),
    ({"isFullProcess": True, "methods": method(channel="DIRECT")}, "full"),
]


@pytest.mark.parametrize(("source", "level"), LEVELS, ids=[str(row[0]) for row in LEVELS])
def test_the_service_level_promises_nothing_the_source_does_not(source, level):
    assert read(**source).service_level == level


def test_a_code_with_a_space_is_trimmed_and_keeps_its_own_english_name():
    first = national.read(national_record(code="1.000001"), Taxonomy(NAMES))
    spaced = national.read(national_record(code=" 1.000002"), Taxonomy(NAMES))

    assert (first.record.code, first.record.name["en"]) == ("1.000001", "Trimmed")
    assert (spaced.raw_code, spaced.record.code) == (" 1.000002", "1.000002")
    assert spaced.record.name["en"] == "With a space"


def test_names_of_fields_agencies_and_applicants_get_english():
    record = read()

    assert record.field.name == {"vi": "Hộ tịch", "en": "Civil status"}
    assert record.agency.name["en"] == "Ministry of Justice"
    assert record.executing[0].name["en"] == "Commune-level People's Committee"
    assert record.applicants == {"vi": "Công dân Việt Nam", "en": "Vietnamese citizens"}


def test_a_province_s_own_procedure_is_offered_there_only():
    record = read(promulgator={"code": "H38", "name": "UBND tỉnh Lào Cai"})

    assert (record.availability.kind, record.availability.provinces) == ("provinces", ["15"])


@pytest.mark.parametrize("words", ["Không", "không có.", "Không quy định", "Không yêu cầu", "  "])
def test_conditions_that_say_there_are_none_are_none(words):
    assert read(conditions=words).conditions is None


def test_real_conditions_stay():
    assert read(conditions="Không quá 35 tuổi")
    assert read(conditions="Không quá 35 tuổi").conditions == {"vi": "Không quá 35 tuổi"}


def test_a_course_told_in_one_text_becomes_steps():
    text = "Bước 1: Nộp hồ sơ.\n- Tại xã\n\n- Bước 2: Nhận kết quả."

    steps = read(steps=[{"name": None, "text": text}]).steps

    assert steps == [{"vi": "Bước 1: Nộp hồ sơ.\n- Tại xã"}, {"vi": "Bước 2: Nhận kết quả."}]


def test_main_papers_come_first_and_remarks_last():
    paper = {"code": "D", "name": "- Tờ khai", "original": 1, "copy": 0, "attachments": ["mau.docx"]}
    cases = [
        {"case": "* Lưu ý:", "documents": [paper]},
        {"case": "* Giấy tờ phải nộp:", "documents": [paper]},
        {"case": None, "documents": [paper]},
    ]

    papers = read(documentCases=cases).papers

    assert [each.case and each.case["vi"] for each in papers] == [None, "Giấy tờ phải nộp", "Lưu ý"]
    assert papers[0].documents[0].name == {"vi": "Tờ khai"}
    assert papers[0].documents[0].form.name == "mau.docx"


def test_a_service_group_leads_to_its_life_events():
    record = read(serviceGroups=[{"code": None, "name": "Tiếp cận đất đai"}])

    assert record.life_events == ["755", "763"]


def test_a_state_that_is_not_active_is_a_withdrawal():
    assert national.read(national_record(state="EXPIRED"), Taxonomy()).withdrawn
    assert not national.read(national_record(state="UPDATED"), Taxonomy()).withdrawn


WRONG = [
    ({"code": ""}, "$.code"),
    ({"code": "a b"}, "$.code"),
    ({"name": "  "}, "$.name"),
    ({"fields": []}, "$.fields"),
    ({"promulgator": {"code": "G1", "name": ""}}, "$.promulgator.name"),
    ({"methods": method(channel="PIGEON")}, "$.methods[0].channel"),
    ({"levels": ["MOON"]}, "$.levels[0]"),
    ({"steps": "Nộp hồ sơ"}, "$.steps"),
    ({"decision": {"date": 10**30}}, "$.decision"),
]


@pytest.mark.parametrize(("change", "path"), WRONG, ids=[str(row[0]) for row in WRONG])
def test_a_record_that_cannot_be_understood_is_refused_by_path(change, path):
    with pytest.raises(BadRecord) as refusal:
        read(**change)

    assert path in str(refusal.value)
