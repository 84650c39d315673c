"""Results and uploads of a person, and what their signatures say."""

import io
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import select

from app.features.account.models import Person
from app.features.documents.checks import SignatureChecks
from app.features.documents.models import SignatureCheck, StoredFile
from app.features.documents.service import DocumentService, Limit
from app.papers.signatures import TrustList
from app.web.services import use
from tests.support.clock import MONDAY_MORNING
from tests.support.signing import make_authority, make_pdf, sign


@pytest.fixture
def finished(code, act, deliver):
    """The dossier with its result kept."""
    act(code, "accept", "start", "finish")
    deliver()
    return code


@pytest.fixture
def upload(world):
    """A file the visitor brought and used nowhere."""

    def keep(name="ảnh thẻ.pdf"):
        with world.portal.test_request_context(method="POST"):
            session = use(DocumentService)._session
            owner = session.scalars(select(Person)).first().id
            stored = use(DocumentService).store(owner, name, io.BytesIO(make_pdf()), Limit())
            session.commit()
            return stored.id

    return keep


def test_a_result_is_kept_with_the_agencys_signature(visit, get, finished):
    page = visit("/vi/documents")

    assert f"{finished}.pdf" in page.texts(".file-list a")
    assert "Người ký: Ủy ban nhân dân" in page.text
    assert "chưa bị sửa" in page.text
    assert "23/11/2026" in page.text
    assert "Người ký: Ủy ban nhân dân" in visit(f"/vi/dossiers/{finished}").one("#result").text
    body = get(page.link(f"{finished}.pdf")).data
    assert body.startswith(b"%PDF-")


def test_a_result_is_judged_once_whatever_happens_later(visit, world, finished, deliver):
    for _ in range(3):
        visit("/vi/documents")
        visit(f"/vi/dossiers/{finished}")
    deliver()

    with world.database.session(writes=False) as session:
        assert len(session.scalars(select(SignatureCheck)).all()) == 1
        assert len(session.scalars(select(StoredFile).where(StoredFile.kind == "result")).all()) == 1


def test_a_result_can_still_be_had_when_the_agency_is_down(visit, get, stage, finished):
    with stage.failures() as failures:
        failures.turn_on("files", "down")
        failures.turn_on("events", "down")
    link = visit(f"/vi/dossiers/{finished}").all("#result .file-list a")[0].attr("href")

    answer = get(link)

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "inline" in get(f"{link}?view=1").headers["Content-Disposition"]


def test_uploads_say_what_they_were_used_for_and_only_unused_ones_can_go(visit, send, upload, finished):
    file_id = upload()
    page = visit("/vi/documents")
    assert "Đã gửi cùng:" in page.text
    assert page.texts(".file-list a[href$='/delete']") == ["Xoá ảnh thẻ.pdf"]

    after = send(visit(f"/vi/documents/{file_id}/delete"), button="Xoá", form="main form")

    assert "ảnh thẻ.pdf" not in after.text
    visit(f"/vi/documents/{file_id}", status=404)


def test_a_file_in_use_is_never_deleted(visit, client, world, finished):
    with world.database.session(writes=False) as session:
        used = session.scalars(select(StoredFile).where(StoredFile.kind == "upload")).first()
        result = session.scalars(select(StoredFile).where(StoredFile.kind == "result")).one()

    for file_id in (used.id, result.id):
        page = visit(f"/vi/documents/{file_id}/delete")
        assert page.heading == "Giấy tờ của tôi"


def test_documents_are_only_for_their_owner(another_visitor, world, finished):
    with world.database.session(writes=False) as session:
        ids = session.scalars(select(StoredFile.id)).all()
    stranger = another_visitor()
    stranger.sign_in("079085000022")

    assert "Bạn chưa có giấy tờ nào" in stranger.visit("/vi/documents").text
    for file_id in ids:
        stranger.visit(f"/vi/documents/{file_id}", status=404)
        stranger.visit(f"/vi/documents/{file_id}/delete", status=404)


def test_a_new_authority_changes_the_judgement_and_nothing_else_does(database):
    authority = make_authority()
    body, trusted = sign(make_pdf(), authority), []
    moments = iter(range(100))

    with database.transaction() as session:
        checks = SignatureChecks(
            session,
            lambda: TrustList.of(trusted),
            lambda: MONDAY_MORNING.replace(minute=next(moments)),
        )
        first, again = checks.judge(body), checks.judge(body)
        trusted.append(authority.pem)
        known = checks.judge(body)

    assert not first.good and known.good
    assert first.checked_at == again.checked_at < known.checked_at


def test_what_cannot_be_read_is_remembered_as_such(database):
    with database.transaction() as session:
        checks = SignatureChecks(session, TrustList, lambda: MONDAY_MORNING)
        found = checks.judge(b"no pdf at all")

    assert (found.unreadable, found.signatures, found.good) == ("broken", (), False)


def test_the_same_bytes_judged_by_two_at_the_same_moment_are_judged_once(database):
    def judge(session):
        return SignatureChecks(session, TrustList, lambda: MONDAY_MORNING).judge(b"no pdf at all")

    def other():
        with database.transaction() as session:
            found = judge(session)
            session.commit()
            return found

    with ThreadPoolExecutor() as threads, database.transaction() as session:
        judge(session)
        session.flush()
        second = threads.submit(other)
        sleep(0.3)
        session.commit()
        assert second.result().unreadable == "broken"
