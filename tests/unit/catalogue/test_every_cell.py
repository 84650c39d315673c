"""Every procedure that comes with the portal, in every province, through every channel: never a dead end."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import render_template

from app.features.catalogue.on_offer import OnOffer
from app.features.catalogue.reach import Reach
from app.features.catalogue.records.builtin import builtin_records
from app.localities.chosen import place
from app.localities.places import Places
from app.wizard.services import Period
from tests.support.html import HtmlPage
from tests.support.procedures import record as made_record

PLACES = Places()
PROVINCES = [unit.code for unit in PLACES.provinces()]
RECORDS = builtin_records()
WAYS = ("online", "counter", "postal")
SHORTEST_ANSWER = 15


@pytest.fixture
def answers(portal):
    """What the page says of a procedure in a place, by channel; `form`: what is published here."""

    def render(record, code, lang, *, form, today=date(2026, 11, 23)):
        noon = datetime.combine(today, datetime.min.time(), UTC).replace(hour=5)
        offer = Reach(PLACES, lambda: noon).offer(record, place(PLACES, code), form)
        html = render_template("catalogue/_availability.html", offer=offer, bare=False)
        page = HtmlPage(html, f"http://127.0.0.1:8000/{lang}/procedures/{record.code}")
        return offer, page, {way: page.one(f"#way-{way}") for way in WAYS if page.has(f"#way-{way}")}

    def said(*args, **options):
        lang = args[2]
        with portal.test_request_context(f"/{lang}/procedures"):
            portal.preprocess_request()
            return render(*args, **options)

    return said


def check(offer, page, told):
    assert set(told) == set(WAYS)
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


def kind(offer):
    """All that the page's words depend on, the names of places aside."""
    known = (offer.place is None, offer.nearest is None, len(offer.provinces), len(offer.counters))
    return offer.online, offer.counter, offer.postal, *known


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", [OnOffer(), None])
def test_every_procedure_has_an_answer_in_every_province_through_every_channel(answers, lang, form):
    reach = Reach(PLACES, lambda: datetime(2026, 11, 23, 5, tzinfo=UTC))
    read = set()
    for record in RECORDS:
        for code in [None, *PROVINCES]:
            offer = reach.offer(record, place(PLACES, code), form)

            assert all(len(counter.name[lang]) >= 8 for counter in offer.counters), (record.code, code)
            assert offer.counters
            if (record.code, kind(offer)) not in read:
                check(*answers(record, code, lang, form=form))
            read.add((record.code, kind(offer)))

    assert len(read) > len(RECORDS)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_ward_gets_the_name_of_its_own_service_centre_wherever_communes_receive(answers, lang):
    ward = PLACES.unit("2025", "00004")
    for record in (record for record in RECORDS if record.levels == ["WARD"]):
        offer, page, told = answers(record, ward.code, lang, form=None)

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
        offer, page, told = answers(pilot, province, lang, form=OnOffer(), today=date.fromisoformat(day))

        check(offer, page, told)
        assert offer.online == (online if province in ("01", "79") else "not_here")
    if online == "not_yet":
        told = answers(pilot, "01", lang, form=OnOffer(), today=date(2026, 11, 22))[2]
        assert "2026" in told["online"].text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_another_provinces_own_procedure_says_whose_it_is_and_where_to_ask(answers, lang):
    own = made_record(availability={"kind": "provinces", "provinces": ["15"], "from": None, "to": None})

    for province in PROVINCES:
        offer, page, told = answers(own, province, lang, form=OnOffer())

        check(offer, page, told)
        assert (offer.online == "open") == (province == "15")
        if province != "15":
            assert "Lào Cai" in told["online"].text or "Lao Cai" in told["online"].text
            assert told["online"].all(f'a[href*="locality={province}"]')


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("opening", ["over", "not_yet"])
def test_a_closed_service_says_since_when_what_instead_and_whom_to_ask_in_every_province(
    answers, lang, opening
):
    closed, instead = {"vi": "Đã kết thúc.", "en": "It has ended."}, {"vi": "Hỏi xã.", "en": "Ask there."}
    form = OnOffer(opening, Period(first="2021-07-07", last="2022-01-31", closed=closed, instead=instead))

    for province in [None, *PROVINCES]:
        offer, page, told = answers(RECORDS[0], province, lang, form=form)

        assert (offer.online, offer.may_start, told) == ("closed", False, {})
        assert not page.all("a.button")
        assert "2022" in page.text or opening == "not_yet"
        assert "2021" in page.text
        assert closed[lang] in page.text
        assert instead[lang] in page.text
        assert page.all("li")
        assert "1800 1096" in page.text
