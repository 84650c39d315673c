"""Nothing leaves the portal before it was scanned, and an infected file never does."""

import pytest
from sqlalchemy import select

from app.features.documents.models import StoredFile
from tests.support.births import PAPER
from tests.support.clamd import EICAR
from tests.support.signing import make_pdf


@pytest.fixture
def files(world):
    """The states of all files, as kept."""

    def states():
        with world.database.session(writes=False) as session:
            return [file.scanned for file in session.scalars(select(StoredFile))]

    return states


@pytest.fixture
def apply(at_step, submit):
    """Fill in everything and send it."""
    return lambda: submit(at_step("check"))


def test_a_clean_file_is_scanned_while_it_arrives(scanner, at_step, files):
    at_step("check")

    assert files() == ["clean"]
    assert scanner.scanned == [PAPER[1]]


def test_an_infected_file_is_refused_with_the_reason_and_not_kept(scanner, at_step, send, files, world):
    page = at_step("birth_certificate")
    file = ("giấy chứng sinh.pdf", make_pdf() + EICAR, "application/pdf")

    after = send(
        page,
        form="#step-form",
        button="Tải lên Giấy chứng sinh",
        files={"birth_certificate": file},
        status=422,
    )

    assert "có vi-rút" in after.one(".files .message").text
    assert files() == []
    assert not list((world.folder / "portal" / "files").glob("??/*"))


def test_a_scanner_that_sleeps_delays_the_delivery_and_nothing_else(
    scanner, apply, files, deliver, officer, clock
):
    scanner.awake = False
    apply()
    deliver()
    with officer() as desk:
        assert desk.dossiers() == []
    assert files() == ["pending"]

    scanner.awake = True
    for _ in range(2):
        clock.move(minutes=20)
        deliver()

    assert files() == ["clean"]
    with officer() as desk:
        assert len(desk.dossiers()) == 1


def test_a_failure_never_counts_as_clean_and_an_operator_sees_to_it(
    scanner, apply, files, deliver, clock, another_visitor, officer
):
    scanner.awake = False
    apply()
    for _ in range(3):
        clock.move(minutes=50)
        deliver()
    assert files() == ["failed"]
    scanner.awake = True
    deliver()
    with officer() as desk:
        assert desk.dossiers() == []
    operator = another_visitor()
    operator.sign_in("001180000099")

    after = operator.send(operator.visit("/vi/operations/scans"), form="main form")
    deliver()

    assert "Đang chờ" in after.text
    assert files() == ["clean"]
    assert "Không có tệp nào" in operator.visit("/vi/operations/scans").text


def test_only_operators_see_scans(sign_in, visit):
    sign_in()

    visit("/vi/operations/scans", status=404)


def test_a_virus_found_after_sending_stops_the_delivery_and_the_person_is_told(
    scanner, apply, files, deliver, officer, clock, visit
):
    scanner.awake = False
    apply()
    scanner.awake, scanner.knows = True, b"%PDF"
    for _ in range(3):
        clock.move(minutes=20)
        deliver()

    assert files() == ["infected"]
    with officer() as desk:
        assert desk.dossiers() == []
    assert "Có vi-rút trong một tệp" in visit("/vi/notices").text
    assert "Tệp này có vi-rút" in visit("/vi/documents").text


def test_a_draft_with_an_infected_file_says_so_and_cannot_be_sent(
    scanner, at_step, send, deliver, clock, visit
):
    scanner.awake = False
    check = at_step("check")
    scanner.awake, scanner.knows = True, b"%PDF"
    clock.move(minutes=1)
    deliver()

    refused = send(check, {"declared": "y"}, button="Nộp hồ sơ", status=409)

    assert refused.heading == "Một tệp có vi-rút"
    step = visit(check.url.replace("/check", "/birth_certificate"))
    assert "Tệp này có vi-rút" in step.one(".files").text
    assert "Có vi-rút trong một tệp của hồ sơ này" in visit("/vi/dossiers").one(".dossier-row").text


def test_without_a_scanner_files_are_unchecked_and_go_on(apply, files, officer, deliver):
    apply()
    deliver()

    assert files() == ["unchecked"]
    with officer() as desk:
        assert len(desk.dossiers()) == 1
