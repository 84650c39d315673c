"""Events of a dossier: any order, any number of times, from anybody, at once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.db.base import Database
from app.features.dossiers.mirror.events import UnusableChange
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.notices.models import Notice
from tests.support.clock import MONDAY_MORNING
from tests.support.dossiers import (
    CODE,
    acknowledgement,
    change,
    dossier_service,
    make_file,
    make_person,
    register,
    story,
)

STORY = (1, 2, 4, 5, 2, 4, 9, 10)


@pytest.fixture
def follow_one(database: Database, tmp_path, clock):
    """Makes a person and a dossier with a code of its own; returns its application id and code."""

    def make(*, acknowledged: bool = True, email: str | None = "binh@example.vn"):
        code = f"000.00.00.H26-261123-{uuid4().hex[:8]}"
        with database.transaction() as session:
            service = dossier_service(session, tmp_path, clock)
            dossier = register(service, make_person(session, email=email).id)
            session.flush()
            if acknowledged:
                service.acknowledge(dossier.application_id, acknowledgement(code=code), files_confirmed=True)
            session.commit()
            return dossier.application_id, code

    return make


@pytest.fixture
def tell(database: Database, tmp_path, clock):
    """Applies events in a transaction of their own."""

    def apply(*changes):
        with database.transaction() as session:
            dossier_service(session, tmp_path, clock).apply(changes)
            session.commit()

    return apply


@pytest.fixture
def look(database: Database):
    """Reads a dossier's row."""

    def read(application_id) -> Dossier:
        with database.session(writes=False) as session:
            return session.scalars(select(Dossier).where(Dossier.application_id == application_id)).one()

    return read


@pytest.fixture
def mails(database: Database):
    """Ids of the events of which the owner of an application was told; fails when one was told otherwise."""

    def told_of(application_id) -> list[str]:
        with database.session(writes=False) as session:
            owner = session.scalar(select(Dossier.owner_id).where(Dossier.application_id == application_id))
            of_steps = Notice.kind.in_(("status", "asked", "result"))
            notices = session.scalars(select(Notice.id).where(Notice.person_id == owner, of_steps)).all()
            events = session.scalars(
                select(DossierEvent.event_id).where(DossierEvent.application_id == str(application_id))
            )
            told = [event_id for event_id in events if uuid5(owner, event_id) in notices]
        assert len(told) == len(notices)
        return sorted(told)

    return told_of


def told(application_id, code, statuses=STORY):
    return [
        change(application_id, version, status, dossier_code=code)
        for version, status in enumerate(statuses, start=1)
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_repetition_of_events_gives_the_same_dossier_and_one_mail_each(
    data, follow_one, tell, look, mails
):
    application_id, code = follow_one()
    events = told(application_id, code)
    order = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=6))))
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=len(order), max_size=len(order)))

    while order:
        batch, order = order[: sizes[0]], order[sizes.pop(0) :]
        tell(*batch)

    dossier = look(application_id)
    assert (dossier.status, dossier.version, dossier.code) == (10, 8, code)
    assert dossier.finished_at == events[6].occurred_at
    assert mails(application_id) == sorted(event.event_id for event in events)


def test_a_gap_waits_and_nothing_after_it_is_shown(follow_one, tell, look, mails):
    application_id, code = follow_one()
    first, second, third, *_ = told(application_id, code)

    tell(first, third)
    before = look(application_id)
    tell(second)
    after = look(application_id)

    assert (before.version, before.status) == (1, 1)
    assert (after.version, after.status) == (3, 4)
    assert len(mails(application_id)) == 3


def test_events_before_the_acknowledgement_bring_the_code(follow_one, tell, look):
    application_id, code = follow_one(acknowledged=False)

    tell(*told(application_id, code, (1, 2)))

    assert (look(application_id).code, look(application_id).status) == (code, 2)


def test_events_of_an_unknown_application_wait_until_it_is_known(database, tmp_path, clock, tell, mails):
    application_id = uuid4()
    tell(*story(application_id, (1, 2)))

    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        dossier = register(service, make_person(session).id)
        dossier.application_id = application_id
        session.flush()
        service.acknowledge(application_id, acknowledgement(), files_confirmed=True)
        session.commit()
        status = dossier.status

    assert status == 2
    assert len(mails(application_id)) == 2


def test_an_event_under_another_code_is_kept_but_changes_nothing_and_blocks_nobody(
    database, follow_one, tell, look
):
    application_id, code = follow_one()
    forged = change(application_id, 1, 9, event_id="forged", dossier_code="000.00.00.H99-261123-9999")

    tell(forged)
    tell(*told(application_id, code, (1, 2)))

    assert look(application_id).status == 2
    with database.session(writes=False) as session:
        assert session.get(DossierEvent, ("forged", 2026)).dossier_id is None


def test_an_event_cannot_take_the_code_of_somebody_elses_dossier(follow_one, tell, look):
    _, taken = follow_one()
    application_id, _ = follow_one(acknowledged=False)

    tell(*told(application_id, taken, (1,)))

    assert look(application_id).code is None
    assert look(application_id).version == 0


def test_an_unlawful_step_is_mirrored_and_flagged(database, follow_one, tell, look):
    application_id, code = follow_one()

    tell(*told(application_id, code, (1, 10, 4)))

    assert look(application_id).status == 4
    assert look(application_id).finished_at is None
    with database.session(writes=False) as session:
        flags = session.scalars(
            select(DossierEvent.lawful)
            .where(DossierEvent.application_id == str(application_id))
            .order_by(DossierEvent.version)
        ).all()
    assert list(flags) == [True, False, False]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": 11},
        {"status": 0},
        {"version": 0},
        {"version": 2**31},
        {"event_id": ""},
        {"event_id": "e" * 101},
        {"event_id": "sự-kiện-1"},
        {"event_id": "e1\r\nBcc: x"},
        {"dossier_code": ""},
        {"dossier_code": "../../etc/passwd"},
        {"dossier_code": "a" * 65},
        {"application_id": "x" * 65},
        {"occurred_at": MONDAY_MORNING.replace(tzinfo=None)},
    ],
    ids=str,
)
def test_an_impossible_event_is_refused_whole(database, tmp_path, clock, fields):
    good = change(uuid4(), 1, 1)
    bad = change(**{"application_id": uuid4(), "version": 1, "status": 1, **fields})

    with database.transaction() as session, pytest.raises(UnusableChange):
        dossier_service(session, tmp_path, clock).apply([good, bad])

    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(DossierEvent)) == 0


def test_an_application_id_that_is_no_uuid_is_kept_and_waits(database, tell):
    tell(change("not-a-uuid", 1, 1, event_id="e1"))

    with database.session(writes=False) as session:
        assert session.get(DossierEvent, ("e1", 2026)).dossier_id is None


def test_a_person_without_an_address_finds_the_notices_in_the_portal(follow_one, tell, look, mails):
    application_id, code = follow_one(email=None)
    events = told(application_id, code)

    tell(*events)

    assert look(application_id).status == 10
    assert mails(application_id) == sorted(event.event_id for event in events)


def test_workers_that_take_the_same_events_at_once_agree(follow_one, tell, look, mails):
    application_id, code = follow_one()
    events = told(application_id, code)
    tell(events[0])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda event: _tolerant(tell, event), events * 3))
    tell(*events)

    assert (look(application_id).status, look(application_id).version) == (10, 8)
    assert len(mails(application_id)) == len(events)


def _tolerant(tell, event):
    """Two transactions may bring the same new event; the second fails whole and its page is read again."""
    try:
        tell(event)
    except IntegrityError as error:
        assert "dossier_event" in str(error)


def test_the_acknowledgement_lists_which_files_arrived(database, tmp_path, clock):
    files = [make_file("a.pdf"), make_file("b.pdf", b"%PDF b")]
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        person = make_person(session)
        dossier = register(service, person.id, files=files)
        session.flush()
        service.acknowledge(dossier.application_id, acknowledgement(files[:1]), files_confirmed=False)
        session.commit()

        found = service.open(CODE, owner=person.id)

    assert [file["confirmed"] for file in found.files] == [True, False]
    assert found.files_confirmed is False


def test_an_acknowledged_code_that_cannot_be_used_leaves_the_receipt_number(database, tmp_path, clock):
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        person = make_person(session)
        dossier = register(service, person.id, receipt_number="DVC-1")
        session.flush()
        service.acknowledge(dossier.application_id, acknowledgement(code="../admin"), files_confirmed=True)
        session.commit()

        found = service.open("DVC-1", owner=person.id)

    assert found.row.code is None
    assert found.acknowledged_at is not None
