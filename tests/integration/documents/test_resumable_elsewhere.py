"""Files go up in pieces wherever they are asked for: among one's documents, and for an agency's question."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import select

from app.features.documents.models import PartialUpload, StoredFile
from app.sandbox.desk.service import Point
from tests.support.html import HtmlPage
from tests.support.uploading import BODY, Line
from tests.support.visitor import PORTAL

ADD, ANSWER = "main form[action$='/add']", "main form[action$='/supplement']"
POINTS = [Point({"vi": "Gửi lại bản chụp", "en": "Send the copy again"}, kind="file")]


def shown(answer):
    return HtmlPage(answer.get_data(as_text=True), PORTAL + answer.request.path, answer.status_code)


@pytest.fixture
def stored(world):
    """Names and hashes of what is kept."""

    def rows():
        with world.database.session(writes=False) as session:
            return [(file.name, file.sha256) for file in session.scalars(select(StoredFile))]

    return rows


@pytest.fixture
def adding(sign_in, visit, client):
    """A line from the page that adds a document."""
    sign_in()
    page = visit("/vi/documents/add")
    return lambda **options: Line(client, page, form=ADD, **options)


def test_a_document_that_stopped_half_way_goes_on_and_is_called_as_wanted(adding, stored):
    sending = adding()
    sending.begin()
    sending.send(0)
    again = adding()

    assert int(again.begin().headers["Upload-Offset"]) > 0
    again.send_rest()
    page = shown(again.attach(called="Giấy khai sinh"))

    assert "Giấy khai sinh.pdf" in page.one(".files .file-list:not(.upload-list)").text
    assert stored() == [("Giấy khai sinh.pdf", hashlib.sha256(BODY).hexdigest())]


def test_asking_twice_keeps_it_once_and_what_was_added_before_stays_listed(adding, stored):
    first, second = adding(), adding(body=BODY + b"%", name="khác.pdf")
    for sending in (first, second):
        sending.begin()
        sending.send_rest()
    first.attach()
    added = shown(first.attach()).one("[name=added]").attr("value")

    page = shown(second.attach(added=added))

    assert len(stored()) == 2
    assert len(page.all("[name=added]")) == 2


def test_a_document_that_cannot_be_taken_says_why_and_is_forgotten(adding, stored, world):
    sending = adding(body=b"MZ" * 500, name="x.pdf")
    sending.begin()
    sending.send_rest()

    answer = sending.attach()

    assert answer.status_code == 422
    assert "Loại tệp" in shown(answer).one(".files .message").text
    assert stored() == []
    with world.database.session(writes=False) as session:
        assert session.scalars(select(PartialUpload)).all() == []


def test_an_upload_for_something_else_is_not_taken(adding):
    sending = adding()
    sending.target = "another"
    sending.begin()
    sending.send_rest()

    assert sending.attach().status_code == 404


def test_an_answer_to_the_agency_takes_files_in_pieces(code, act, visit, send, client, deliver, officer):
    act(code, "accept", "start", "ask_supplement", points=POINTS, answer_by=date(2026, 12, 1))
    page = visit(f"/vi/dossiers/{code}/supplement")
    sending = Line(client, page, name="bản chụp.pdf", form=ANSWER)
    sending.begin()
    sending.send_rest()

    attached = shown(sending.attach())
    again = shown(sending.attach(**{"kept-1": attached.one("[name=kept-1]").attr("value")}))
    send(again, form=ANSWER)
    deliver()

    assert len(again.all("[name=kept-1]")) == 1
    with officer() as desk:
        (dossier,) = desk.dossiers()
    assert dossier.files[-1].name == "bản chụp.pdf"


def test_a_file_the_agency_cannot_take_is_refused_at_its_point(code, act, visit, client):
    act(code, "accept", "start", "ask_supplement", points=POINTS, answer_by=date(2026, 12, 1))
    page = visit(f"/vi/dossiers/{code}/supplement")
    sending = Line(client, page, body=b"MZ" * 500, form=ANSWER)
    sending.begin()
    sending.send_rest()

    attached = shown(sending.attach())

    assert "Loại tệp" in attached.one(".files .message").text
    assert not attached.has("[name=kept-1]")
