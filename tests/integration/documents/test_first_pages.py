"""PDFs get a picture of their first page, drawn by the worker."""

import pytest
from sqlalchemy import select

from app.features.documents.models import StoredFile
from tests.support.signing import make_pdf

PICTURE = ".file-list:not(.upload-list) img"
COMING = "[data-picture]"


@pytest.fixture
def add(sign_in, send, visit):
    """Keep a PDF among one's documents."""
    sign_in()

    def go(body):
        file = {"file": ("giấy tờ.pdf", body, "application/pdf")}
        return send(visit("/vi/documents/add"), form="main form", files=file)

    return go


def test_a_picture_comes_after_the_worker_was_there(add, visit, get, world, another_visitor):
    page = add(make_pdf())
    address = page.one(COMING).attr("data-picture")
    assert get(address).status_code == 204

    world.deliver(pictures=True)

    image = visit("/vi/documents").one(PICTURE)
    assert image.attr("alt") == "Trang đầu của giấy tờ.pdf"
    assert image.attr("src") == address
    assert get(address).mimetype == "image/jpeg"
    stranger = another_visitor()
    stranger.sign_in("079085000022")
    stranger.visit(address, status=404)


def test_a_file_that_cannot_be_drawn_is_tried_once(add, visit, world):
    add(make_pdf()[:-400] + b"%%EOF")

    assert world.deliver(pictures=True)["previews"] == 0

    page = visit("/vi/documents")
    assert not page.has(PICTURE)
    assert not page.has(COMING)


def test_nothing_is_drawn_before_the_scanner_has_looked(scanner, add, world, clock):
    scanner.awake = False
    add(make_pdf())
    assert world.deliver(pictures=True)["previews"] == 0

    scanner.awake = True
    clock.move(minutes=1)

    assert world.deliver(pictures=True)["previews"] == 1


def test_a_deleted_file_takes_its_picture_along(add, visit, send, world):
    add(make_pdf())
    world.deliver(pictures=True)
    with world.database.session(writes=False) as session:
        file = session.scalars(select(StoredFile)).one()

    send(visit(f"/vi/documents/{file.id}/delete"), form="main form")

    assert not [path for path in (world.folder / "portal" / "files").glob("??/*") if path.is_file()]
