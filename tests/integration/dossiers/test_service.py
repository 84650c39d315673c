"""What owners see of their dossiers, and answers to supplement requests."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4, uuid5

import pytest
from sqlalchemy import select

from app.errors import Conflict, Invalid, NotFound
from app.features.dossiers.agency_names import agency_names
from app.features.dossiers.mirror.models import Supplement
from app.features.dossiers.supplements import PointAnswer
from app.gateways.agencies import FileEntry, FileSeen
from app.jobs.outbox import OutboxMessage
from tests.support.dossiers import (
    AGENCY,
    CODE,
    REQUEST,
    acknowledgement,
    change,
    dossier_service,
    make_person,
    register,
    story,
)

FILE = FileEntry(id=str(uuid4()), name="giấy.pdf", media_type="application/pdf", size=10, sha256="a" * 64)
ANSWERS = {"birth_proof": PointAnswer("", (FILE,)), "why_late": PointAnswer("Vì đi xa")}


@pytest.fixture
def asked(database, tmp_path, clock):
    """A dossier that waits for its owner: returns the owner's id."""
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        person = make_person(session)
        dossier = register(service, person.id)
        session.flush()
        service.acknowledge(dossier.application_id, acknowledgement(), files_confirmed=True)
        service.apply(story(dossier.application_id, (1, 2, 4, 5)))
        session.commit()
        return person.id


@pytest.fixture
def answer(database, tmp_path, clock):
    """Answers in a transaction of its own."""

    def send(owner, answers=ANSWERS, request_id=REQUEST.id, reference=CODE):
        with database.transaction() as session:
            service = dossier_service(session, tmp_path, clock)
            return service.answer_supplement(
                reference, owner=owner, request_id=request_id, answers=answers
            ).id

    return send


def messages(database, kind):
    with database.session(writes=False) as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).all()


def test_an_agency_that_answered_is_known_by_its_name(database, tmp_path, clock):
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        owner = make_person(session)
        dossier = register(service, owner.id)
        session.flush()
        for _again in range(2):
            service.acknowledge(dossier.application_id, acknowledgement(), files_confirmed=True)

        assert agency_names(session, [AGENCY.code]) == {AGENCY.code: AGENCY.name}


def test_a_dossier_is_found_by_code_and_by_receipt_number_by_its_owner_only(database, tmp_path, clock):
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        owner, other = make_person(session), make_person(session)
        dossier = register(service, owner.id, receipt_number="DVC-1")
        session.flush()
        service.acknowledge(dossier.application_id, acknowledgement(), files_confirmed=True)
        session.commit()

        assert service.open(CODE, owner=owner.id).row.id == dossier.id
        assert service.open("DVC-1", owner=owner.id).row.id == dossier.id
        for reference in (CODE, "DVC-1", "nonsense", "' or 1=1 --", ""):
            with pytest.raises(NotFound):
                service.open(reference, owner=other.id)


def test_lists_are_newest_first_counted_and_filtered_with_two_statements(database, tmp_path, clock, asked):
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        newer = register(service, asked)
        newer.submitted_at = clock().replace(year=2027)
        gone = register(service, asked)
        session.flush()
        service.refused(gone.application_id, "422")
        session.commit()

        counts = service.counts(asked)

        assert service.mine(asked)[0].id == newer.id
        assert (counts.open, counts.done, counts.needs_me) == (2, 1, 1)
        assert [row.reference for row in service.mine(asked, "needs_me")] == [CODE]
        assert [row.refused for row in service.mine(asked, "done")] == [True]
        assert len(service.mine(asked, "open")) == 2
        assert service.mine(uuid4()) == []


def test_an_answer_is_stored_and_queued_once_however_often_it_is_sent(database, asked, answer):
    first = answer(asked)
    second = answer(asked, {"why_late": PointAnswer("something else")})

    assert first == second
    assert len(messages(database, "supplement")) == 1
    payload = messages(database, "supplement")[0].payload
    assert payload["dossier_code"] == CODE
    assert [point["point"] for point in payload["supplement"]["answers"]] == ["birth_proof", "why_late"]


def test_parallel_answers_give_one_message(database, asked, answer):
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: answer(asked), range(8)))

    assert len(ids) == 1
    assert len(messages(database, "supplement")) == 1


def test_an_incomplete_answer_names_its_points_and_sends_nothing(database, asked, answer):
    with pytest.raises(Invalid) as refused:
        answer(asked, {"why_late": PointAnswer("")})

    assert set(refused.value.errors) == {"birth_proof", "why_late"}
    assert messages(database, "supplement") == []


def test_what_is_not_asked_cannot_be_answered(asked, answer, database, tmp_path, clock):
    with pytest.raises(Conflict):
        answer(asked, request_id="another")
    with pytest.raises(NotFound):
        answer(uuid4())

    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        application_id = session.scalars(select(Supplement.id)).first() or None
        assert application_id is None
        found = service.open(CODE, owner=asked)
        about = found.happenings[-1].event_id.rpartition("-")[0]
        service.apply([change(about, 5, 4, dossier_code=CODE)])
        session.commit()
    with pytest.raises(Conflict):
        answer(asked)


def test_the_page_knows_what_became_of_the_answer(database, tmp_path, clock, asked, answer):
    supplement_id = answer(asked)

    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        sent = service.open(CODE, owner=asked)
        service.supplement_arrived(supplement_id, [FileSeen(FILE.id, FILE.sha256, FILE.size)])
        arrived = service.open(CODE, owner=asked)
        service.supplement_arrived(supplement_id, [])
        missing = service.open(CODE, owner=asked)

    assert sent.request is None
    assert not sent.row.needs_me
    assert sent.sent.confirmed is None
    assert arrived.sent.confirmed is True
    assert missing.sent.confirmed is False


def test_after_a_refused_answer_the_person_can_answer_again(database, tmp_path, clock, asked, answer):
    first = answer(asked)
    with database.transaction() as session:
        dossier_service(session, tmp_path, clock).supplement_refused(first, "422")
        session.commit()

    second = answer(asked)

    assert second != first
    keys = {message.key for message in messages(database, "supplement")}
    assert keys == {f"supplement:{first}", f"supplement:{second}"}


def test_a_refused_application_is_finished_and_told_once(database, tmp_path, clock):
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        person = make_person(session)
        dossier = register(service, person.id, receipt_number="DVC-1")
        session.flush()
        service.refused(dossier.application_id, "422")
        service.refused(dossier.application_id, "422")
        session.commit()

        row = service.row("DVC-1", owner=person.id)

    assert (row.refused, row.ended, row.waiting) == (True, True, False)
    assert [message.key for message in messages(database, "mail")] == [
        f"mail:{uuid5(person.id, f'refused:{dossier.id}')}"
    ]
