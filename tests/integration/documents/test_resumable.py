"""A line that drops in the middle loses no byte, no answer, and doubles nothing."""

import hashlib
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.errors import NotFound
from app.features.documents.models import PartialUpload, StoredFile
from app.features.documents.resuming import ResumableUploads
from app.gateways.files import FileStore
from tests.support.uploading import BODY, KB, Line
from tests.support.visitor import PORTAL


@pytest.fixture
def line(at_step, client):
    """A line from the page of the birth certificate."""
    page = at_step("birth_certificate")
    return lambda **options: Line(client, page, **options)


def files_of(page):
    return [item.text.split("Gỡ bỏ")[0] for item in page.all(".files > .file-list:not(.upload-list) > li")]


def test_a_file_in_pieces_becomes_the_answer_unchanged(line, world, visit):
    sending = line()

    assert sending.begin().headers["Upload-Offset"] == "0"
    sending.send_rest()
    assert sending.attach().status_code == 200

    with world.database.session(writes=False) as session:
        stored = session.scalars(select(StoredFile)).one()
    assert (stored.sha256, stored.name) == (hashlib.sha256(BODY).hexdigest(), "giấy chứng sinh.pdf")
    assert files_of(visit(sending.url)) != []


def test_a_connection_cut_anywhere_goes_on_from_there(line, world):
    sending = line()
    sending.begin()
    piece = 64 * KB

    for number, at in enumerate(range(0, len(BODY), piece)):
        if number % 2:  # the answer was lost: the same piece comes again, and is not added again
            assert sending.send(at - piece, piece).status_code == 409
        assert sending.begin().headers["Upload-Offset"] == str(at)  # the page was loaded anew
        assert sending.send(at, piece).status_code == 204
    sending.attach()

    with world.database.session(writes=False) as session:
        (stored,) = session.scalars(select(StoredFile))
        assert stored.sha256 == hashlib.sha256(BODY).hexdigest()
        assert len(session.scalars(select(PartialUpload)).all()) == 1


def test_pieces_on_disk_are_not_small_however_often_the_line_is_cut(line, world):
    sending = line()
    sending.begin()
    (growing,) = (world.folder / "portal" / "files").glob("??/*.growing")

    assert sending.send(0, 64 * KB - 1).status_code == 422
    for arrived, kept in ((1, 0), (64 * KB - 1, 0), (100 * KB, 64 * KB), (64 * KB + 1, 128 * KB)):
        sending.cut(sending.offset(), 128 * KB, arrived)
        assert sending.offset() == kept
    rest = len(BODY) - 128 * KB
    assert growing.stat().st_size < 129 * KB

    assert sending.send(128 * KB, rest - 1).status_code == 204
    assert sending.send(len(BODY) - 1, 1).status_code == 204
    assert sending.attach().status_code == 200


def test_half_a_piece_on_disk_is_cut_off(line, world):
    sending = line()
    sending.begin()
    sending.send(0)
    growing = next((world.folder / "portal" / "files").glob("??/*.growing"))
    growing.write_bytes(growing.read_bytes()[:-5])

    assert sending.offset() == 0
    sending.send_rest()
    assert sending.attach().status_code == 200


def test_a_lost_answer_to_the_last_request_doubles_nothing(line, world, visit):
    sending = line()
    sending.begin()
    sending.send_rest()

    for _ in range(3):
        assert sending.attach().status_code == 200
    sending.begin()
    sending.send_rest()
    sending.attach()

    assert len(files_of(visit(sending.url))) == 1
    with world.database.session(writes=False) as session:
        assert len(session.scalars(select(StoredFile)).all()) == 1


def test_two_tabs_with_different_files_both_count_and_with_the_same_help_each_other(line, visit):
    one, same = line(), line()
    other = line(body=BODY + b"%other\n%%EOF", name="khác.pdf")

    for sending in (one, same, other):
        sending.begin()
    assert one.id == same.id != other.id
    one.send(0)
    assert same.send(0).status_code == 409
    same.send(same.offset())
    for sending in (one, other):
        sending.send_rest()
    for sending in (one, same, other):
        sending.attach()

    assert len(files_of(visit(one.url))) == 2


def test_a_session_that_ends_in_the_middle_loses_nothing(line, visitor, sign_in, visit):
    sending = line()
    sending.begin()
    sending.send(0)
    visitor.client.delete_cookie("session", domain="127.0.0.1")

    assert sending.send(64 * KB).status_code in {400, 401}
    sign_in()
    sending = Line(visitor.client, visit(sending.url))

    assert sending.begin().headers["Upload-Offset"] == str(64 * KB)
    sending.send_rest()
    assert sending.attach().status_code == 200


def test_bytes_that_are_not_the_announced_ones_are_refused_and_forgotten(line, visit, world):
    sending = line()
    sending.begin()
    other = bytes(reversed(BODY))
    while (at := sending.offset()) < len(BODY):
        sending.send(at, body=other)

    answer = sending.attach()

    assert answer.status_code == 422
    assert "sai lệch" in answer.get_data(as_text=True)
    assert sending.ask("HEAD", f"/{sending.id}").status_code == 404


def test_what_cannot_be_is_refused(line):
    sending = line()
    assert sending.ask("POST", json={"target": "x"}).status_code == 422
    told = {"target": "x", "name": "x", "fingerprint": "x"}
    for size in (0, -1, 26 * KB * KB):
        assert sending.ask("POST", json={**told, "size": size}).status_code == 422
    for hostile in ("\0", "\ud800", "x" * 201):
        assert sending.ask("POST", json={**told, "size": 1, "target": hostile}).status_code == 422
        assert sending.ask("POST", json={**told, "size": 1, "fingerprint": hostile}).status_code == 422
    assert sending.ask("GET", "?target=%00").json == []
    sending.begin()

    assert sending.send(0, body=BODY + b"x" * 99, length=len(BODY) + 9).status_code == 422
    assert sending.ask("PATCH", f"/{sending.id}", data=b"x").status_code == 422
    far = {"Content-Type": "application/partial-upload", "Upload-Offset": "9" * 5000}
    assert sending.ask("PATCH", f"/{sending.id}", data=b"x", headers=far).status_code == 422
    assert sending.attach().status_code == 409


def test_uploads_are_their_owners_alone(line, another_visitor):
    sending = line()
    sending.begin()
    stranger = another_visitor()
    stranger.sign_in("079085000022")
    page = stranger.visit("/vi/account")
    token = page.one("[name='csrf_token']").attr("value")

    for method in ("HEAD", "PATCH"):
        answer = stranger.client.open(
            f"/vi/uploads/{sending.id}",
            method=method,
            base_url=PORTAL,
            data=b"x" if method == "PATCH" else None,
            headers={
                "X-CSRFToken": token,
                "Content-Type": "application/partial-upload",
                "Upload-Offset": "0",
            },
        )
        assert answer.status_code == 404
    assert sending.offset() == 0


def test_without_a_token_nothing_is_begun(line):
    sending = line()
    sending.token = "forged"

    assert sending.ask("POST", json={}).status_code == 400


def test_a_cancelled_upload_is_gone_with_its_bytes(line, world):
    sending = line()
    sending.begin()
    sending.send(0)

    assert sending.ask("DELETE", f"/{sending.id}").status_code == 204
    assert sending.ask("DELETE", f"/{sending.id}").status_code == 204

    assert sending.ask("HEAD", f"/{sending.id}").status_code == 404
    assert not list((world.folder / "portal" / "files").glob("??/*.growing"))


def test_an_upload_cancelled_while_its_file_is_examined_becomes_none(line, world):
    sending = line()
    sending.begin()
    sending.ask("DELETE", f"/{sending.id}")

    with world.database.session() as session:
        uploads = ResumableUploads(session, FileStore("file:///nowhere", None), world.clock)
        with pytest.raises(NotFound):
            uploads.became(UUID(sending.id), uuid4())


def test_unfinished_uploads_are_told_to_the_page(line):
    sending = line()
    sending.begin()
    sending.send(0)

    told = sending.ask("GET", f"?target={sending.target}").json

    assert [(one["name"], one["length"]) for one in told] == [("giấy chứng sinh.pdf", 64 * KB)]
