"""A feed whose pages lead nowhere, or too far, stops no reader and is not believed."""

import httpx2
import msgspec
import pytest

from app.errors import Unavailable
from app.features.notices.bounces import BounceFeed
from app.gateways.agencies import LONGEST_CURSOR, AgencyGateway
from app.jobs.comparison import Comparison
from app.jobs.cursors import cursor_of
from app.jobs.synchronisation import CORRESPONDENCE, Synchronisation


def word(number):
    return {
        "item_id": f"word {number}",
        "cursor": str(number),
        "dossier_code": "000.00.00.H26-191209-0001",
        "kind": "read",
        "occurred_at": "2026-11-22T03:00:00Z",
    }


class Pages:
    """A feed that answers each cursor as it is told: items, next cursor, whether there is more."""

    def __init__(self, **pages):
        self.pages = {cursor.removeprefix("after"): page for cursor, page in pages.items()}
        self.asked = []

    def answer(self, request):
        if request.url.path.endswith("/oauth/token"):
            return httpx2.Response(200, json={"access_token": "t", "expires_in": 300})
        self.asked.append(request.url.params["after"])
        items, onward, more = self.pages[self.asked[-1]]
        return httpx2.Response(
            200, content=msgspec.json.encode({"items": items, "next": onward, "more": more})
        )

    def gateway(self):
        transport = httpx2.MockTransport(self.answer)
        return AgencyGateway(url="http://a.test", client_id="p", client_secret="s", transport=transport)


@pytest.fixture
def reading(database, clock):
    """Reads the correspondence of a feed; what it took is in `heard`."""

    class Reading(Synchronisation):
        def __init__(self, feed):
            super().__init__(database, feed.gateway(), clock)
            self.heard = []

        def apply(self, session, words):
            self.heard += [one.item_id for one in words]

    return Reading


def kept(database, feed):
    with database.session(writes=False) as session:
        return cursor_of(session, feed)


@pytest.mark.parametrize("last", [([], "1", True), ([], "1", False), ([word(2)], "1", True)])
def test_rereading_begins_anew_where_a_page_leads_no_further(reading, last):
    feed = Pages(after=([word(1)], "1", True), after1=last)
    reader = reading(feed)

    for _ in range(4):
        reader.correspondence_again(reader.apply)

    assert feed.asked == ["", "1", "", "1"]
    assert reader.heard.count("word 1") == 2


def test_comparing_all_begins_anew_where_a_page_leads_no_further(reading, database, clock):
    feed = Pages(after=([], "1", True), after1=([], "1", True))
    comparison = Comparison(database, feed.gateway(), clock, reading(feed), mirror=None)

    for _ in range(4):
        comparison.all_again()

    assert feed.asked == ["", "1", "", "1"]


def test_an_empty_page_that_leads_on_is_gone_past_once_a_time(reading):
    feed = Pages(after=([], "1", True), after1=([], "2", True), after2=([word(3)], "3", False))
    reader = reading(feed)

    taken = [reader.correspondence(reader.apply) for _ in range(3)]

    assert taken == [0, 0, 1]
    assert feed.asked == ["", "1", "2"]


def test_an_empty_last_page_does_not_move_the_place(reading, database):
    feed = Pages(after=([word(1)], "1", False), after1=([], "", False))
    reader = reading(feed)

    for _ in range(2):
        reader.correspondence(reader.apply)

    assert kept(database, CORRESPONDENCE) == "1"


def test_bounces_with_a_cursor_nobody_can_keep_are_not_taken(database, clock):
    feed = Pages(after=([{"anything": 1}], "1" * (LONGEST_CURSOR + 1), False))

    with pytest.raises(Unavailable):
        BounceFeed(database, feed.gateway(), notices=None, clock=clock).take()

    assert kept(database, "bounces") == ""
