"""Every procedure that comes with the portal, in every province, through every channel: never a dead end."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import render_template

from app.features.catalogue.builtin import builtin_records
from app.features.catalogue.reach import Reach
from app.localities.chosen import place
from app.localities.places import Places
from tests.support.html import HtmlPage
from tests.support.procedures import record as made_record

PLACES = Places()
PROVINCES = [unit.code for unit in PLACES.provinces()]
RECORDS = builtin_records()
WAYS = ("online", "counter", "postal")
SHORTEST_ANSWER = 15


@pytest.fixture
def answers(portal):
    """What the page says of a procedure in a place, by channel; `form`: it can be filled in here."""

    def render(record, code, lang, *, form, today=date(2026, 11, 23)):
        noon = datetime.combine(today, datetime.min.time(), UTC).replace(hour=5)
        offer = Reach(PLACES, lambda: noon).offer(record, place(PLACES, code), form=form)
        html = render_template("catalogue/_availability.html", offer=offer, bare=False)
        page = HtmlPage(html, f"http://127.0.0.1:8000/{lang}/procedures/{record.code}")
        return offer, page, {way: page.one(f"#way-{way}") for way in WAYS}

    def said(*args, **options):
        lang = args[2]
        with portal.test_request_context(f"/{lang}/procedures"):
            portal.preprocess_request()
            return render(*args, **options)

    return said


def check(offer, page, told):
    for way, cell in told.items():
        answer = cell.one("dd").text
        assert len(answer) >= SHORTEST_ANSWER, f"{way}: {answer!r}"
        assert not {"None", "Undefined"} & set(answer.split()), answer
    apply = [a for a in page.all("a.button") if "/applications/start/" in (a.attr("href") or "")]
    assert bool(apply) == offer.may_start
    offices = [item.text for item in told["counter"].all("li")]
    assert offices
    assert all(len(office) >= 8 for office in offices)
    if not offer.may_start:
        assert told["online"].one("dd").all("p")
        assert "1800 1096" in told["postal"].text or offer.counter or offer.postal


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", [True, False])
def test_every_procedure_has_an_answer_in_every_province_through_every_channel(answers, lang, form):
    for record in RECORDS:
        for province in [None, *PROVINCES]:
            check(*answers(record, province, lang, form=form))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_ward_gets_the_name_of_its_own_service_centre_wherever_communes_receive(answers, lang):
    ward = PLACES.unit("2025", "00004")
    for record in (record for record in RECORDS if record.levels == ["WARD"]):
        offer, page, told = answers(record, ward.code, lang, form=False)

        check(offer, page, told)
        assert ward.short[lang] in told["counter"].text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("day", "online"), [("2026-11-22", "not_yet"), ("2026-11-23", "open"), ("2026-12-24", "ended")]
)
def test_a_pilot_has_an_answer_before_during_and_after_in_every_province(answers, lang, day, online):
    dates = {"kind": "pilot", "provinces": ["01", "79"], "from": "2026-11-23", "to": "2026-12-23"}
    channels = [
        {"channel": way, "time": {"amount": 3, "unit": "day", "note": None}, "fees": [], "note": None}
        for way in WAYS
    ]
    english = {"vi": "Ủy ban nhân dân cấp xã", "en": "Commune-level People's Committee"}
    executing = [{"code": None, "name": english}]
    pilot = made_record(channels=channels, availability=dates, executing=executing)

    for province in PROVINCES:
        offer, page, told = answers(pilot, province, lang, form=True, today=date.fromisoformat(day))

        check(offer, page, told)
        assert offer.online == (online if province in ("01", "79") else "not_here")
    if online == "not_yet":
        assert "2026" in answers(pilot, "01", lang, form=True, today=date(2026, 11, 22))[2]["online"].text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_another_provinces_own_procedure_says_whose_it_is_and_where_to_ask(answers, lang):
    own = made_record(availability={"kind": "provinces", "provinces": ["15"], "from": None, "to": None})

    for province in PROVINCES:
        offer, page, told = answers(own, province, lang, form=True)

        check(offer, page, told)
        assert (offer.online == "open") == (province == "15")
        if province != "15":
            assert "Lào Cai" in told["online"].text or "Lao Cai" in told["online"].text
            assert told["online"].all(f'a[href*="locality={province}"]')
