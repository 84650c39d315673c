"""Uploads that stopped and files of deleted drafts go after a stated time; nothing that is used ever does."""

import io

import pytest
from sqlalchemy import select

from app.features.account.models import Person
from app.features.documents.clearing import UNUSED_FOR
from app.features.documents.models import PartialUpload, StoredFile
from app.features.documents.resuming import Wanted
from app.features.documents.service import DocumentService, Limit
from app.web.services import use
from tests.support.signing import make_pdf


@pytest.fixture
def act_as(world):
    """Do something with the documents of the only person."""

    def do(action):
        with world.portal.test_request_context(method="POST"):
            documents = use(DocumentService)
            owner = documents._session.scalars(select(Person)).first().id
            answer = action(documents, owner)
            documents._session.commit()
            return answer

    return do


def kept(world, table=StoredFile):
    with world.database.session(writes=False) as session:
        rows = session.scalars(select(table)).all()
        return [row for row in rows if getattr(row, "deleted_at", None) is None]


def test_an_upload_that_stopped_is_forgotten_after_a_day(world, sign_in, act_as, clock, deliver):
    sign_in()
    act_as(lambda documents, owner: documents.uploads.begin(owner, Wanted("x", "x", "x.pdf", 10)))

    clock.move(hours=23)
    deliver()
    assert len(kept(world, PartialUpload)) == 1
    clock.move(hours=2)
    deliver()

    assert kept(world, PartialUpload) == []
    assert not list((world.folder / "portal" / "files").glob("??/*"))


def test_released_files_go_after_thirty_days(world, sign_in, act_as, clock, deliver):
    sign_in()
    file = act_as(lambda documents, owner: documents.store(owner, "a.pdf", io.BytesIO(make_pdf()), Limit()))
    act_as(lambda documents, owner: documents.release([file.id], owner=owner))

    clock.move(days=UNUSED_FOR.days - 1)
    deliver()
    assert len(kept(world)) == 1
    clock.move(days=2)
    deliver()

    assert kept(world) == []
    assert not list((world.folder / "portal" / "files").glob("??/*"))


def test_what_a_dossier_names_is_never_deleted_even_when_released(
    world, at_step, submit, act_as, clock, deliver
):
    submit(at_step("check"))
    deliver()
    (file,) = kept(world)
    act_as(lambda documents, owner: documents.release([file.id], owner=owner))

    clock.move(days=UNUSED_FOR.days + 1)
    deliver()

    assert len(kept(world)) == 1
    assert act_as(lambda documents, owner: documents.read(file.id, owner))
