"""A record that cannot be taken is kept out alone, and operators see it with its reason."""

import json

import msgspec

from app.clock import utc_now
from app.features.catalogue.service import CatalogueService
from app.jobs.cursors import move_cursor
from app.jobs.quarantine import quarantine
from app.jobs.synchronisation import CATALOGUE, Synchronisation
from app.sandbox.backstage import backstage
from app.search import IndexStore
from tests.support.procedures import own_record

OPERATOR = "001180000099"


class Feed:
    """An agency's gateway with one page of items."""

    def __init__(self, *items):
        self._items = [msgspec.Raw(json.dumps(item).encode()) for item in items]

    def procedures(self, after):
        from app.gateways.agencies import FeedPage

        return FeedPage(items=self._items if after != "end" else [], next="end", more=False)


def test_the_worker_takes_the_good_and_shows_the_bad_to_operators(world, visitor, visit, tmp_path):
    good = {"cursor": "1", "kind": "changed", "code": "9.000001", "record": own_record("9.000001")}
    bad = {"cursor": "2", "kind": "changed", "code": "3.000347", "record": {"code": "3.000347"}}

    def apply(session, items):
        return CatalogueService(session, IndexStore(tmp_path), utc_now).apply_feed(items).refused

    feed = Feed(good, bad)
    Synchronisation(world.database, feed, utc_now).catalogue(apply)

    visitor.sign_in(OPERATOR)
    page = visitor.visit("/en/operations/refused-records")
    assert [row for row in page.texts("tbody th") if row.startswith("3.000347")]
    assert "missing required field" in page.text
    assert visit("/vi/procedures/3.000347").heading == "Đổi giấy phép lái xe"
    assert visit("/vi/procedures/9.000001").heading == "Thủ tục 9.000001"


def test_the_agency_is_told_once_what_was_not_taken_and_why(world, visitor, deliver):
    broken = {"code": "3.000347", "name": {"vi": "Thiếu mọi thứ khác"}}
    with backstage(world.sandbox).catalogue() as catalogue:
        cursor = catalogue.publish(broken)
    visitor.sign_in(OPERATOR)

    deliver()
    waiting = visitor.visit("/en/operations/refused-records").one("tbody tr").text
    deliver()
    with world.database.transaction() as session:
        move_cursor(session, CATALOGUE, "0", utc_now())
        session.commit()
    deliver()

    with backstage(world.sandbox).refusals() as refusals:
        told = refusals.latest()
    assert [(item.cursor, item.code) for item in told] == [(cursor, "3.000347")]
    assert "missing required field" in told[0].reason
    assert "not yet" in waiting
    assert "not yet" not in visitor.visit("/en/operations/refused-records").one("tbody tr").text


def test_what_cannot_even_be_read_is_shown_as_such(world, visitor):
    with world.database.transaction() as session:
        quarantine(session, CATALOGUE, b"\xff{", "not JSON", utc_now())
        session.commit()

    visitor.sign_in(OPERATOR)

    page = visitor.visit("/vi/operations/refused-records")
    assert "không đọc được" in page.one("tbody th").text
    assert "Bản ghi bị hỏng hoặc bị cắt cụt nên không đọc được." in page.one("tbody tr").text
    assert page.one("tbody [lang=en]").text == "not JSON"


def test_only_operators_see_it(visitor):
    visitor.sign_in()

    visitor.visit("/vi/operations/refused-records", status=404)


def test_without_refusals_the_page_says_so(visitor):
    visitor.sign_in(OPERATOR)

    page = visitor.follow(visitor.visit("/en/operations"), "Refused records")

    assert "Nothing has been refused." in page.text
