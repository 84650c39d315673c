"""Messages reach the other side exactly once in effect, whatever fails."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.errors import Unavailable
from app.gateways.client import Refused
from app.jobs.outbox import Courier, Outbox, OutboxMessage


class _Receiver:
    """The other side: answers, fails or refuses as told, and remembers."""

    def __init__(self, failure=None):
        self.failure = failure
        self.got, self.settled, self.refusals = [], [], []

    def send(self, key, payload):
        self.got.append((key, payload))
        if self.failure:
            raise self.failure
        return "thanks"

    def settle(self, session, payload, answer):
        self.settled.append((payload, answer))

    def refused(self, session, payload, refusal):
        self.refusals.append(refusal.status)


@pytest.fixture
def post(database, clock):
    def add(kind="letter", key="letter:1", payload=None):
        with database.transaction() as session:
            message_id = Outbox(session, clock).add(kind, key, payload or {"text": "Chào bạn"})
            session.commit()
        return message_id

    return add


def test_a_message_is_sent_with_its_key_and_settled_once(database, clock, post):
    receiver = _Receiver()
    courier = Courier(database, {"letter": receiver}, clock)
    post()

    assert courier.deliver_due() == 1
    assert courier.deliver_due() == 0
    assert receiver.got == [("letter:1", {"text": "Chào bạn"})]
    assert receiver.settled == [({"text": "Chào bạn"}, "thanks")]
    assert courier.waiting() == 0


def test_one_that_cannot_be_recorded_and_one_nobody_knows_keep_no_other_waiting(database, clock, post):
    class Forgetful(_Receiver):
        def settle(self, session, payload, answer):
            raise ValueError("what was answered cannot be kept")

    receiver = _Receiver()
    courier = Courier(database, {"faulty": Forgetful(), "letter": receiver}, clock)
    for kind in ("faulty", "of a later version", "letter"):
        post(kind, f"{kind}:1")

    assert courier.deliver_due() == 1
    assert (len(receiver.settled), courier.waiting()) == (1, 2)


def test_nothing_is_sent_when_the_transaction_is_rolled_back(database, clock):
    receiver = _Receiver()
    with database.transaction() as session:
        Outbox(session, clock).add("letter", "letter:1", {})
        session.rollback()

    assert Courier(database, {"letter": receiver}, clock).deliver_due() == 0
    assert receiver.got == []


def test_a_receiver_that_is_down_is_asked_again_with_growing_pauses(database, clock, post):
    receiver = _Receiver(Unavailable("down"))
    courier = Courier(database, {"letter": receiver}, clock)
    post()

    pauses = []
    for _ in range(4):
        courier.deliver_due()
        with database.session(writes=False) as session:
            due = session.scalars(select(OutboxMessage.due_at)).one()
        pauses.append((due - clock()).total_seconds())
        clock.set(due)

    assert pauses == [2, 4, 8, 16]
    receiver.failure = None
    assert courier.deliver_due() == 1
    assert {key for key, _ in receiver.got} == {"letter:1"}


def test_the_pause_never_grows_beyond_a_quarter_of_an_hour(database, clock, post):
    receiver = _Receiver(Unavailable("down"))
    courier = Courier(database, {"letter": receiver}, clock)
    post()

    for _ in range(15):
        courier.deliver_due()
        clock.move(minutes=15)

    assert len(receiver.got) == 15


def test_a_refusal_is_final_and_recorded(database, clock, post):
    receiver = _Receiver(Refused(422, {"error": "invalid"}))
    courier = Courier(database, {"letter": receiver}, clock)
    post()

    courier.deliver_due()
    clock.move(hours=1)
    courier.deliver_due()

    assert len(receiver.got) == 1
    assert receiver.refusals == [422]


def test_a_fault_in_one_message_does_not_keep_the_others_waiting(database, clock, post):
    faulty, receiver = _Receiver(ZeroDivisionError("ours")), _Receiver()
    courier = Courier(database, {"faulty": faulty, "letter": receiver}, clock)
    post("faulty", "faulty:1")
    post("letter", "letter:1")

    courier.deliver_due()

    assert len(receiver.settled) == 1
    assert courier.waiting() == 1


def test_one_message_goes_to_one_of_many_couriers(database, clock, post):
    receiver = _Receiver()
    message_id = post()

    couriers = [Courier(database, {"letter": receiver}, clock) for _ in range(8)]
    racing = [threading.Thread(target=courier.deliver, args=(message_id,)) for courier in couriers]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()

    assert len(receiver.got) == 1
    assert len(receiver.settled) == 1


def test_a_message_whose_courier_died_is_taken_up_again(database, clock, post):
    class Died(BaseException):
        pass

    dying, receiver = _Receiver(Died()), _Receiver()
    message_id = post()
    with pytest.raises(Died):
        Courier(database, {"letter": dying}, clock).deliver(message_id)
    courier = Courier(database, {"letter": receiver}, clock)

    at_once = courier.deliver(message_id)
    clock.move(minutes=3)
    later = courier.deliver(message_id)

    assert (at_once, later) == (False, True)
    assert receiver.got[0][0] == dying.got[0][0]


def test_what_is_stored_cannot_be_read_without_the_keys(database, post):
    post(payload={"name": "Trần Thị Bình"})

    with database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT payload FROM outbox_message").scalar_one()

    assert b"Tr" not in bytes(stored)


def test_a_message_for_later_waits(database, clock):
    receiver = _Receiver()
    with database.transaction() as session:
        Outbox(session, clock).add("letter", "letter:1", {}, not_before=clock() + timedelta(hours=1))
        session.commit()
    courier = Courier(database, {"letter": receiver}, clock)

    before = courier.deliver_due()
    clock.move(hours=1)

    assert (before, courier.deliver_due()) == (0, 1)
