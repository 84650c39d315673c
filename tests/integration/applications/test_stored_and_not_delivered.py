"""Once an application is stored its owner sees the receipt, whatever fails after; the worker delivers it."""

import concurrent.futures.thread
from itertools import count

import pytest
from sqlalchemy import select

from app.features.applications.models import Application
from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from tests.support.disturbances import disk_full, failing_after_storing, failing_commit
from tests.support.drafting import TREE, ask, publish, tree_form
from tests.support.journeys import complete
from tests.support.wizard import make_step

FORM = tree_form(make_step("who", ask("carer", "Người chăm sóc")))


@pytest.fixture
def check(world, visitor, sign_in):
    """The check page of a new application, each time it is asked for."""
    publish(world, FORM)
    sign_in()
    return lambda: complete(visitor, TREE, {"carer": "Trần Thị Bình"}, definition=load(FORM))


@pytest.fixture
def press(visitor):
    """Press the button; where it leads."""

    def sent(page):
        form = page.submission({"declared": "y"}, form="main form[action$='/check']")
        answer = visitor.send_off(form)
        assert answer.status_code == 303
        return answer.location

    return sent


def numbers(world):
    """The receipts of what is stored, and of what has arrived, once the worker went round."""
    world.clock.move(minutes=20)
    world.deliver("deliveries")
    with world.database.session(writes=False) as session:
        stored = session.scalars(select(Application.receipt_number)).all()
    with backstage(world.sandbox).desk() as desk:
        return sorted(stored), sorted(dossier.receipt_number for dossier in desk.dossiers())


def test_a_statement_that_fails_after_storing_costs_nobody_the_receipt(world, visitor, check, press):
    receipts = []
    for at in count(1):
        page = check()
        with failing_after_storing(world.portal, disk_full(), at) as failed:
            place = press(page)
        receipts.append(visitor.visit(place))
        if not failed:
            break

    stored, arrived = numbers(world)
    assert len(receipts) > 8
    assert all(page.heading == "Đã nhận hồ sơ của bạn" for page in receipts)
    assert sorted(page.all(".confirmation strong")[0].text for page in receipts) == stored == arrived


@pytest.mark.parametrize("at", [2, 3])
def test_a_delivery_that_cannot_be_noted_costs_nobody_the_receipt(world, visitor, check, press, at):
    page = check()
    with failing_commit(world.portal, disk_full(), at) as failed:
        place = press(page)
    stored, arrived = numbers(world)
    receipt = visitor.visit(place)
    assert failed
    assert [receipt.all(".confirmation strong")[0].text] == stored == arrived


def test_a_process_that_is_being_stopped_still_shows_the_receipt(world, visitor, check, press, monkeypatch):
    page = check()
    with monkeypatch.context() as stopping:
        stopping.setattr(concurrent.futures.thread, "_shutdown", True)
        place = press(page)
    receipt = visitor.visit(place)

    assert "Mã hồ sơ sẽ có sau" in receipt.text
    stored, arrived = numbers(world)
    assert [receipt.all(".confirmation strong")[0].text] == stored == arrived


def test_what_the_agency_refuses_is_not_called_received_and_leads_to_a_copy(world, visitor, check, press):
    with backstage(world.sandbox).failures() as failures:
        failures.turn_on("applications", "refuses")

    page = visitor.visit(press(check()))
    dossier = visitor.follow(page, "Xem cần làm gì")

    assert page.heading == "Hệ thống của cơ quan không nhận hồ sơ"
    assert not page.has(".confirmation")
    assert visitor.follow(dossier, "Dùng lại hồ sơ này").heading == "Dùng lại hồ sơ đã nộp"
