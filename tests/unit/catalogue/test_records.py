"""A record is refused with the path of what is wrong, and is the same bytes whenever it is the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.catalogue.records import record as records
from app.features.catalogue.records.builtin import builtin_records
from app.features.catalogue.records.record import BadRecord
from app.features.catalogue.records.taxonomy import everyday, life_events
from tests.support.procedures import own_record

WRONG = [
    ({"code": " 1.000001"}, "$.code"),
    ({"name": {"en": "No Vietnamese"}}, "$.name"),
    ({"name": {"vi": ""}}, "$.name.vi"),
    ({"service_level": "level4"}, "$.service_level"),
    ({"levels": ["PROVINCE", "PLANET"]}, "$.levels[1]"),
    ({"colour": "red"}, "colour"),
    ({"availability": {"kind": "provinces"}}, "$.availability"),
    ({"availability": {"kind": "nationwide", "provinces": ["01"]}}, "$.availability"),
    ({"papers": [{"case": None, "documents": [{"code": "D"}]}]}, "$.papers[0].documents[0]"),
    (
        {"channels": [{"channel": "online", "time": {"amount": None, "unit": "day"}, "fees": []}]},
        "$.channels[0].time",
    ),
    (
        {
            "channels": [
                {
                    "channel": "online",
                    "time": {"amount": 1, "unit": "day"},
                    "fees": [{"kind": "fee", "amount": -1}],
                }
            ]
        },
        "$.channels[0].fees[0].amount",
    ),
    ({"source": {"name": "x", "date": "yesterday", "official": True}}, "$.source.date"),
]


@pytest.mark.parametrize(("change", "path"), WRONG, ids=[path for _, path in WRONG])
def test_a_wrong_value_is_refused_by_its_path(change, path):
    raw = json.dumps(own_record() | change)

    with pytest.raises(BadRecord) as refusal:
        records.decode(raw)

    assert path in str(refusal.value)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"{}"])
def test_what_is_no_record_at_all_is_refused(raw):
    with pytest.raises(BadRecord):
        records.decode(raw)


def test_a_record_survives_being_written_and_read():
    first = records.decode(json.dumps(own_record()))

    again = records.decode(records.encode(first))

    assert again == first


@given(st.permutations(list(own_record())))
def test_the_order_of_keys_does_not_make_another_version(keys):
    whole = own_record()

    shuffled = records.convert({key: whole[key] for key in keys})

    assert records.encode(shuffled) == records.encode(records.convert(whole))


def test_one_changed_word_makes_another_version():
    hashes = {
        records.content_hash(records.encode(records.convert(own_record(name={"vi": name}))))
        for name in ("Đăng ký", "Đăng kí")
    }

    assert len(hashes) == 2


@pytest.mark.parametrize("record", builtin_records(), ids=lambda record: record.code)
def test_every_built_in_text_is_in_both_languages(record):
    missing = [path for path, text in _texts(json.loads(records.encode(record)), "$") if not text.get("en")]

    assert missing == []


@pytest.mark.parametrize("record", builtin_records(), ids=lambda record: record.code)
def test_every_built_in_procedure_answers_the_first_questions(record):
    assert record.summary
    assert record.channels
    assert record.papers
    assert record.steps
    assert record.results
    assert record.legal_basis
    assert set(record.life_events) <= {event.id for event in life_events()}
    assert record.life_events


def test_the_launch_services_are_built_in():
    codes = {record.code for record in builtin_records()}

    assert len(codes) >= 14
    assert set(everyday()) <= codes
    assert {code for record in builtin_records() for code in record.linked} <= codes


def _texts(value, path):
    if isinstance(value, dict):
        if isinstance(value.get("vi"), str):
            yield path, value
            return
        for key, part in value.items():
            yield from _texts(part, f"{path}.{key}")
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _texts(part, f"{path}[{position}]")
