"""Feeds: good items land, bad ones are set aside, none is lost, two readers do no harm."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx2
import msgspec
import pytest
from sqlalchemy import func, select

from app.errors import Unavailable
from app.features.catalogue.records.feed import Refusal
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.notices.models import Notice
from app.gateways.agencies import AgencyGateway
from app.jobs.cursors import cursor_of
from app.jobs.quarantine import QuarantinedItem
from app.jobs.synchronisation import DOSSIERS, Synchronisation
from tests.support.dossiers import acknowledgement, dossier_service, make_person, raw, register, story


class Agency:
    """A feed over real HTTP messages whose items may be anything; cursors count from 1."""

    def __init__(self, *items, page_size=100):
        self.items = list(items)
        self.page_size = page_size
        self.down = False

    def answer(self, request):
        if self.down:
            return httpx2.Response(503)
        if request.url.path.endswith("/oauth/token"):
            return httpx2.Response(200, json={"access_token": "t", "expires_in": 300})
        after = int(request.url.params["after"] or 0)
        found = self.items[after : after + self.page_size]
        more = after + self.page_size < len(self.items)
        body = {"items": found, "next": str(after + len(found)), "more": more}
        return httpx2.Response(200, content=msgspec.json.encode(body))

    def gateway(self):
        return AgencyGateway(
            url="http://agencies.test",
            client_id="portal",
            client_secret="secret",
            transport=httpx2.MockTransport(self.answer),
        )


@pytest.fixture
def application_id(database, tmp_path, clock):
    """An application the agency has acknowledged."""
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        dossier = register(service, make_person(session).id)
        session.flush()
        service.acknowledge(dossier.application_id, acknowledgement(), files_confirmed=True)
        session.commit()
        return dossier.application_id


@pytest.fixture
def synchronise(database, tmp_path, clock):
    """Reads an agency's dossier events to the end."""

    def run(agency):
        def apply(session, changes):
            return dossier_service(session, tmp_path, clock).apply(changes)

        return Synchronisation(database, agency.gateway(), clock).dossiers(apply)

    return run


def count(database, table):
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(table))


def version(database, application_id):
    with database.session(writes=False) as session:
        return session.scalar(select(Dossier.version).where(Dossier.application_id == application_id))


def events(application_id):
    return [raw(item) for item in story(application_id)]


def test_every_page_is_read_and_reading_again_changes_nothing(database, application_id, synchronise):
    agency = Agency(*events(application_id), page_size=3)

    taken, again = synchronise(agency), synchronise(agency)

    assert (taken, again) == (8, 0)
    assert version(database, application_id) == 8
    with database.session(writes=False) as session:
        assert cursor_of(session, DOSSIERS) == "8"


@pytest.mark.parametrize(
    "bad",
    [
        {"event_id": 7},
        {},
        [],
        "text",
        None,
        12345678901234567890,
        {"status": 11},
        {"version": -1},
        {"version": 10**30},
        {"occurred_at": "yesterday"},
        {"occurred_at": "2026-11-23T09:00:00"},
        {"actor": "nobody"},
        {"note": {"vi": 5}},
        {"event_id": "e" * 5000},
        {"dossier_code": "<script>alert(1)</script>"},
        {"event_id": "nul\u0000", "dossier_code": "a\u0000b"},
    ],
    ids=str,
)
def test_a_bad_item_is_set_aside_and_its_neighbours_land(database, application_id, synchronise, bad):
    good = events(application_id)
    item = {**good[2], "event_id": "bad", **bad} if isinstance(bad, dict) and bad else bad
    agency = Agency(*good[:2], item, *good[2:])

    synchronise(agency)

    assert version(database, application_id) == 8
    assert count(database, QuarantinedItem) == 1


def test_the_same_bad_item_is_kept_once_word_for_word(database, application_id, synchronise):
    agency = Agency({"wrong": "ờ"}, {"wrong": "ờ"}, *events(application_id))

    synchronise(agency)

    with database.session(writes=False) as session:
        kept = session.scalars(select(QuarantinedItem)).all()
    assert [msgspec.json.decode(item.body) for item in kept] == [{"wrong": "ờ"}]


def test_while_the_agencies_are_down_nothing_moves_and_nothing_is_lost(database, application_id, synchronise):
    agency = Agency(*events(application_id))
    agency.down = True

    with pytest.raises(Unavailable):
        synchronise(agency)
    agency.down = False
    synchronise(agency)

    assert version(database, application_id) == 8


def test_a_failure_in_the_middle_of_a_page_moves_neither_items_nor_cursor(
    database, application_id, clock, tmp_path, synchronise
):
    agency = Agency(*events(application_id))

    class PowerCut(BaseException):
        pass

    def apply(session, changes):
        dossier_service(session, tmp_path, clock).apply(changes)
        raise PowerCut

    with pytest.raises(PowerCut):
        Synchronisation(database, agency.gateway(), clock).dossiers(apply)

    assert (version(database, application_id), count(database, DossierEvent)) == (0, 0)
    assert synchronise(agency) == 8
    assert version(database, application_id) == 8


def test_two_workers_at_once_tell_each_event_once(database, application_id, synchronise):
    agency = Agency(*events(application_id), page_size=2)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: synchronise(agency), range(4)))
    synchronise(agency)

    assert version(database, application_id) == 8
    with database.session(writes=False) as session:
        steps = Notice.kind.in_(("status", "asked", "result"))
        assert session.scalar(select(func.count()).where(steps)) == 8
    assert count(database, QuarantinedItem) == 0


def test_events_of_strangers_are_kept_and_wait(database, synchronise):
    synchronise(Agency(*events(uuid4())))

    assert count(database, DossierEvent) == 8
    assert count(database, Notice) == 0


def test_a_feed_that_never_moves_does_not_trap_the_worker(database, application_id, clock):
    def answer(request):
        if request.url.path.endswith("/oauth/token"):
            return httpx2.Response(200, json={"access_token": "t", "expires_in": 300})
        return httpx2.Response(200, json={"items": [], "next": request.url.params["after"], "more": True})

    gateway = AgencyGateway(
        url="http://agencies.test", client_id="p", client_secret="s", transport=httpx2.MockTransport(answer)
    )

    assert Synchronisation(database, gateway, clock).dossiers(lambda session, changes: []) == 0


def test_catalogue_items_that_are_refused_are_kept(database, clock):
    taken = []

    def apply(session, items):
        taken.extend(items)
        session.commit()
        return [Refusal("2", "b", "no name")]

    agency = Agency({"cursor": "1", "code": "a"}, {"cursor": "2", "code": "b"}, 7)
    reader = Synchronisation(database, agency.gateway(), clock)

    assert reader.catalogue(apply) == 3
    assert reader.catalogue(apply) == 0
    assert [item["code"] for item in taken] == ["a", "b"]
    assert count(database, QuarantinedItem) == 2
