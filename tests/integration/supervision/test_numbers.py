"""The numbers are those anybody gets who looks at every dossier."""

import random
from collections import Counter, defaultdict
from datetime import timedelta
from math import ceil

import pytest

from app.clock import VIETNAM
from app.features.dossiers.mirror.tallying import Region, Tallies
from app.features.supervision.counting import IN_TURN, YEAR
from app.features.supervision.provinces import places_of
from app.features.supervision.service import FEWEST, PAGE
from tests.integration.supervision.conftest import PROVINCES, make_dossier
from tests.support.clock import MONDAY_MORNING
from tests.unit.deadlines.day_walk import works

TODAY = MONDAY_MORNING.astimezone(VIETNAM).date()


def local(moment):
    return moment.astimezone(VIETNAM).date()


def slow_days(first, last):
    """Working days after the first day up to the last, counted one by one over a list of facts."""
    return sum(works(first + timedelta(n)) for n in range(1, (last - first).days + 1))


def with_result(dossiers):
    return [
        one
        for one in dossiers
        if one.finished_at and one.status in (9, 10) and TODAY - local(one.finished_at) < timedelta(YEAR)
    ]


def late(dossiers):
    found = [
        one
        for one in dossiers
        if one.finished_at is None
        and one.due_at
        and local(one.due_at) < TODAY
        and one.status not in (5, 6, 8)
    ]
    return sorted(found, key=lambda one: (one.due_at, str(one.id)))


def test_median_and_ninth_decile_are_those_of_every_dossier(dossiers, supervision, ask):
    took = defaultdict(list)
    for one in with_result(dossiers):
        took[one.procedure_code].append(
            slow_days(local(one.received_at or one.submitted_at), local(one.finished_at))
        )

    supervision.count()

    for code, days in took.items():
        days.sort()
        time = ask(lambda service, code=code: service.time(code))
        assert time.dossiers == len(days)
        assert time.median == days[ceil(len(days) * 0.5) - 1]
        assert time.ninety == days[ceil(len(days) * 0.9) - 1]


def test_the_procedures_page_gets_the_same_numbers_and_the_share_in_time(dossiers, supervision, ask):
    timed = [one for one in with_result(dossiers) if one.due_at and one.procedure_code == "1.001193"]
    kept = sum(local(one.finished_at) <= local(one.due_at) for one in timed)

    supervision.count()

    time, numbers = ask(lambda service: (service.time("1.001193"), service.numbers("1.001193")))
    assert (numbers.median_days, numbers.p90_days, numbers.counted) == (
        time.median,
        time.ninety,
        time.dossiers,
    )
    assert numbers.on_time_share == 100 * kept // len(timed)


def test_on_time_rates_are_those_of_every_dossier(dossiers, supervision, ask):
    timed, kept = defaultdict(int), defaultdict(int)
    for one in with_result(dossiers):
        if one.due_at:
            timed[one.agency_code] += 1
            kept[one.agency_code] += local(one.finished_at) <= local(one.due_at)

    supervision.count()

    found = {row.code: row for row in ask(lambda service: service.agencies()).rows}
    assert {code: row.dossiers for code, row in found.items()} == timed
    assert {code: row.share for code, row in found.items()} == {
        code: 100 * kept[code] // timed[code] for code in timed
    }
    assert {code: row.overdue for code, row in found.items()} == {
        code: sum(one.agency_code == code for one in late(dossiers)) for code in timed
    }


def province(one):
    return PROVINCES[one.agency_code, one.locality_code]


def test_a_dossier_counts_in_the_province_of_its_place_else_of_its_agency(dossiers, supervision, ask):
    open_now, finished = Counter(), Counter()
    for one in dossiers:
        open_now[province(one)] += one.finished_at is None
    for one in with_result(dossiers):
        finished[province(one)] += one.due_at is not None

    supervision.count()

    found = {row.code: row for row in ask(lambda service: service.provinces())}
    assert {code: row.open for code, row in found.items()} == open_now
    assert {code: row.dossiers for code, row in found.items()} == finished
    assert {code: row.overdue for code, row in found.items()} == Counter(map(province, late(dossiers)))
    assert list(found)[-1] == "", "what belongs to no province comes last"


def test_the_country_is_the_sum_of_its_provinces(dossiers, supervision, ask):
    supervision.count()

    country, provinces = ask(lambda service: (service.country(), service.provinces()))

    assert country.open == sum(row.open for row in provinces) == sum(not one.finished_at for one in dossiers)
    assert country.dossiers == sum(row.dossiers for row in provinces)


def test_agencies_of_a_province_are_those_that_count_there(dossiers, supervision, ask):
    supervision.count()

    of_city = ask(lambda service: service.agencies(province="79")).rows
    of_none = ask(lambda service: service.agencies(province="")).rows

    assert {row.code for row in of_city} == {"000.00.00.H29", "G01.5"}
    assert [row.code for row in of_none] == ["G01.5"]
    in_city = Counter(one.agency_code for one in late(dossiers) if province(one) == "79")
    assert {row.code: row.overdue for row in of_city} == in_city


def test_a_long_list_of_agencies_comes_in_pages_the_most_late_first(database, dossiers, supervision, ask):
    dice = random.Random(9)
    with database.transaction() as session:
        session.add_all(
            make_dossier(number, dice, agency_code=f"H26.{number}", status=4, finished_at=None)
            for number in range(2_000, 2_000 + 2 * PAGE)
        )
        session.commit()
    supervision.count()

    parts = [ask(lambda service, page=page: service.agencies(page=page)) for page in (1, 2, 3, 4)]

    assert [part.page for part in parts] == [1, 2, 3, 3]
    rows = [row for part in parts[:3] for row in part.rows]
    assert len({row.code for row in rows}) == len(rows) == 4 + 2 * PAGE
    assert [row.overdue for row in rows] == sorted((row.overdue for row in rows), reverse=True)


def test_few_dossiers_have_no_numbers(database, dossiers, supervision, ask, change):
    rare = with_result(dossiers)[: FEWEST - 1]
    for one in rare:
        change(one, procedure_code="9.999999", agency_code="H01.1")

    supervision.count()

    assert ask(lambda service: service.time("9.999999")) is None
    assert "9.999999" not in {time.procedure_code for time in ask(lambda service: service.times()).rows}
    assert ask(lambda service: service.agency("H01.1")).share is None


def test_counting_again_changes_nothing(dossiers, supervision, ask):
    supervision.count()
    before = ask(lambda service: (service.agencies(), service.times()))

    assert supervision.count() == 2 + IN_TURN
    assert ask(lambda service: (service.agencies(), service.times())) == before


def test_a_dossier_that_is_reopened_stops_counting_within_a_day(dossiers, supervision, ask, change, clock):
    supervision.count()
    one = with_result(dossiers)[0]
    before = ask(lambda service: service.time(one.procedure_code)).dossiers

    change(one, finished_at=None, status=4)
    for _ in range(YEAR // IN_TURN + 1):
        clock.move(minutes=10)
        supervision.count()

    assert ask(lambda service: service.time(one.procedure_code)).dossiers == before - 1


def test_days_older_than_a_year_are_forgotten(dossiers, supervision, ask, clock):
    supervision.count()
    clock.move(days=YEAR + 1)

    supervision.count()

    assert ask(lambda service: service.times()).rows == []


def test_how_old_the_numbers_are_is_told(supervision, ask, clock):
    assert ask(lambda service: service.freshness()).latest is None
    supervision.count()
    first = clock()
    clock.move(minutes=10)
    supervision.count()

    freshness = ask(lambda service: service.freshness())

    assert (freshness.latest, freshness.oldest) == (clock(), first)


def test_late_dossiers_come_page_after_page_once_each(dossiers, ask):
    seen = everything_late(ask, None)

    expected = late(dossiers)
    assert len(expected) > PAGE
    assert seen == sorted(one.code for one in expected)
    assert len(set(seen)) == len(seen)


def test_late_dossiers_by_agency_and_by_place(dossiers, supervision, ask):
    supervision.count()

    of_agency = ask(lambda service: service.late(agency="H26.32", province=None, after=None)).rows
    of_place = {code: everything_late(ask, code) for code in ("01", "79", "56", "none")}

    assert {row.dossier.agency_code for row in of_agency} == {"H26.32"}
    for code, found in of_place.items():
        assert found == sorted(one.code for one in late(dossiers) if province(one) == code)


@pytest.mark.parametrize("limit", [5, 1_000])
def test_a_region_with_many_late_dossiers_is_listed_as_one_with_few(dossiers, database, clock, limit):
    few = Region(places_of("79"), ["000.00.00.H29"], 0)
    with database.session(writes=False) as session:
        lists = [
            Tallies(session).overdue(clock(), region=region, limit=limit)
            for region in (few, few._replace(late=5_000))
        ]

    assert lists[0] == lists[1]
    assert len(lists[0]) == min(limit, sum(1 for one in late(dossiers) if province(one) == "79"))


def test_an_agency_that_names_no_place_is_found_from_the_next_count_on(dossiers, supervision, ask):
    before = everything_late(ask, "79")
    supervision.count()

    after = everything_late(ask, "79")

    assert set(before) < set(after)
    assert {province(one) for one in dossiers if one.code in set(after) - set(before)} == {"79"}


def everything_late(ask, code):
    """The codes of all late dossiers of a province, page after page, the longest late first."""
    seen, after = [], None
    while True:
        page = ask(lambda service, after=after: service.late(agency=None, province=code, after=after))
        seen += [row.dossier.code for row in page.rows]
        assert page.rows == sorted(page.rows, key=lambda row: (row.dossier.due_at, row.dossier.id))
        after = page.after
        if after is None:
            return sorted(seen)


def test_how_late_is_said_in_working_days(dossiers, ask):
    for row in ask(lambda service: service.late(agency=None, province=None, after=None)).rows:
        assert row.days == slow_days(local(row.dossier.due_at), TODAY)
