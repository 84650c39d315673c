"""The sandbox's page that pushes: what an agency sends lands, and each fault is met as promised."""

import pytest
from sqlalchemy import select

from app.clock import VIETNAM
from app.features.dossiers.mirror.models import Dossier
from app.sandbox.pushing.manners import MANNERS
from app.sandbox.pushing.models import Push
from app.sandbox.pushing.systems import published_keys
from tests.support.sandbox import Browser
from tests.support.worlds import command

HOLDER = "001190000011"
ANSWERS = {
    "agreed": [(200, ["applied"])],
    "twice": [(200, ["applied"]), (200, ["applied"])],
    "repeated": [(200, ["applied", "known"])],
    "backwards": [(200, ["held"]), (200, ["applied"])],
    "contradicted": [(200, ["applied"]), (207, ["refused"])],
    "unlawful": [(200, ["applied"])],
    "spoilt": [(207, ["applied", "refused", "refused"])],
    "at night": [(200, ["applied"]), (200, ["known"])],
    "stranger": [(401, [])],
    "old": [(401, [])],
    "replayed": [(200, ["applied"]), (401, [])],
}


@pytest.fixture
def software(world, tmp_path, clock):
    """Pushes from the page, as an agency's software whose keys the portal knows; returns the page after."""
    keys = tmp_path / "agency-keys.txt"
    keys.write_text(published_keys(world.folder / "sandbox" / "pushing", clock), "utf-8")
    for _again in range(2):
        command(world.portal, "dossiers", "keys", "import", str(keys))
    browser = Browser(world.sandbox, "en")
    browser.press(browser.visit("/desk/push"), "Đỗ Thu Hà")

    def push(button, manner="agreed", **fields):
        return browser.press(browser.visit("/desk/push"), button, {"manner": manner, **fields})

    return push


@pytest.fixture
def mirrored(world):
    """The status of the one dossier that was pushed, as the portal has it."""

    def read():
        with world.database.session(writes=False) as session:
            (found,) = session.scalars(select(Dossier).where(Dossier.application_id.is_(None)))
            return found.status

    return read


@pytest.fixture
def answers(world):
    """What the portal answered to the pushes of the dossier on top of the page, after its first."""

    def read(page):
        code = page.all("#dossiers ~ ul h3")[0].text
        with world.sandbox.extensions["sandbox"].database.session(writes=False) as session:
            pushes = session.scalars(select(Push).where(Push.code == code).order_by(Push.number)).all()
            return [
                (one.status, [item["outcome"] for item in one.answer.get("results", [])])
                for one in pushes[1:]
            ]

    return read


@pytest.mark.parametrize("system", ["sandbox-h26", "sandbox-g09"])
def test_a_dossier_of_either_form_of_code_lands_and_goes_on_to_its_end(software, mirrored, system):
    software("Push the dossier", system=system, holder=HOLDER)

    reached = []
    for _step in range(3):
        page = software("Push the next step")
        reached.append(mirrored())

    assert reached == [4, 9, 10]
    assert "the portal does not know this yet" not in page.text


def test_what_is_received_on_a_sunday_is_due_after_five_working_days(world, software, clock):
    clock.move(days=6)

    software("Push the dossier", system="sandbox-g09", holder=HOLDER)

    with world.database.session(writes=False) as session:
        (found,) = session.scalars(select(Dossier).where(Dossier.application_id.is_(None)))
    assert found.due_at.astimezone(VIETNAM).isoformat() == "2026-12-07T17:00:00+07:00"


def test_every_way_to_send_is_answered_as_the_contract_says(software, answers):
    answered = {}

    for manner in MANNERS:
        software("Push the dossier", system="sandbox-h26", holder=HOLDER)
        answered[manner] = answers(software("Push the next step", manner))

    assert answered == ANSWERS


@pytest.mark.parametrize("system", ["sandbox-h26", "sandbox-g09"])
def test_a_last_step_that_an_agency_left_out_comes_with_what_it_sends_of_every_dossier(
    software, mirrored, system
):
    software("Push the dossier", system=system, holder=HOLDER)

    software("Push the next step", "at night")

    assert mirrored() == 4


@pytest.mark.parametrize("manner", ["backwards", "stranger"])
@pytest.mark.parametrize("system", ["sandbox-h26", "sandbox-g09"])
def test_after_any_fault_the_portal_has_the_agencys_truth(software, mirrored, system, manner):
    software("Push the dossier", manner, system=system, holder=HOLDER)

    page = software("Push the next step")

    assert "the portal does not know this yet" not in page.text
    assert mirrored() == (9 if manner == "backwards" else 4)
