"""Operators see what was set aside, take it again or put it away, and see unlawful steps."""

import msgspec
import pytest
from sqlalchemy import select

from app.jobs.comparison import VERSIONS
from app.jobs.quarantine import QuarantinedItem, quarantine

OPERATOR = "001180000099"


@pytest.fixture
def item(world):
    """The newest item that was set aside."""

    def read():
        with world.database.session(writes=False) as session:
            return session.scalars(select(QuarantinedItem)).one()

    return read


def test_an_item_is_shown_with_its_reason_and_without_the_person(visitor, push, record):
    push(record(2, status=11))
    visitor.sign_in(OPERATOR)

    page = visitor.visit("/en/operations/quarantine")

    assert "000.00.00.H26-261120-0002" in page.text
    assert "status" in page.text
    assert "001190000011" not in page.text


def test_an_item_that_still_cannot_be_taken_stays(visitor, push, record, item):
    push(record(2, status=11))
    visitor.sign_in(OPERATOR)

    visitor.send(visitor.visit("/en/operations/quarantine"), button="Take it again")

    assert item().settled_at is None


def test_whoever_tries_in_vain_is_told_so(visitor, push, record):
    push(record(2, status=11))
    visitor.sign_in(OPERATOR)

    page = visitor.send(visitor.visit("/en/operations/quarantine"), button="Take it again")

    assert "It still cannot be taken" in page.text


def test_without_a_reason_the_field_says_what_is_missing(visitor, push, record):
    push(record(2, status=11))
    visitor.sign_in(OPERATOR)

    page = visitor.send(visitor.visit("/en/operations/quarantine"), button="Put it away", status=422)

    assert page.has(".error-summary")
    assert page.one(".field--bad .message").text == "Say why the record is put away."


def test_an_item_whose_cause_is_gone_is_taken(visitor, world, record, item, clock):
    body = msgspec.json.encode({**record(), "kind": "dossier"})
    with world.database.transaction() as session:
        quarantine(session, "hooks", body, "a fault of ours", clock(), sender="H26", reference="one")
        session.commit()
    visitor.sign_in(OPERATOR)

    page = visitor.send(visitor.visit("/en/operations/quarantine"), button="Take it again")

    assert item().outcome == "taken"
    assert "Taken after all" in page.text


def test_putting_away_needs_a_reason_and_is_recorded(visitor, push, record, item):
    push(record(2, status=11))
    visitor.sign_in(OPERATOR)
    page = visitor.visit("/en/operations/quarantine")

    visitor.send(page, {"remark": " "}, button="Put it away", status=422)
    before = item().settled_at
    visitor.send(page, {"remark": "sent twice"}, button="Put it away")

    assert before is None
    assert (item().outcome, item().remark) == ("discarded", "sent twice")
    assert item().settled_by is not None


def test_unlawful_steps_are_shown(visitor, push, record, step):
    push(record(), step(3, 10))
    visitor.sign_in(OPERATOR)

    page = visitor.visit("/en/operations/unlawful")

    assert "000.00.00.H26-261120-0001" in page.text
    assert "from “Accepted” to “Result returned”" in page.text


def test_a_step_after_a_record_that_skipped_events_begins_where_the_record_stood(visitor, push, record, step):
    push(record(version=1, status=1), step(2, 2))
    push(record(version=5, status=4))
    push(step(6, 1))
    visitor.sign_in(OPERATOR)

    page = visitor.visit("/en/operations/unlawful")

    assert "from “In progress” to “Newly submitted”" in page.text


@pytest.mark.parametrize("address", ["quarantine", "unlawful"])
def test_other_people_do_not_see_these_pages(visitor, address):
    visitor.sign_in()

    assert visitor.visit(f"/en/operations/{address}", status=404)


def test_a_contradiction_of_an_agency_can_only_be_put_away(world, visitor, item):
    code, reason = "000.00.00.H26-261120-0002", "the agency lists version 3 with status 4, its events end …"
    with world.database.transaction() as session:
        quarantine(session, VERSIONS, b"{}", reason, world.clock(), reference=code)
        session.commit()
    visitor.sign_in(OPERATOR)

    page = visitor.visit("/en/operations/quarantine")

    assert code in page.text and reason in page.text
    assert "Take it again" not in page.text
    visitor.send(page, {"remark": "the agency has corrected it"}, button="Put it away")
    assert item().outcome == "discarded"
