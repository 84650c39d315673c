"""An application that was sent becomes the beginning of a new one."""

import pytest
from sqlalchemy import select

from app.features.applications.models import Application, Draft
from app.features.documents.models import StoredFile
from app.wizard.reading.definition import load
from tests.support.drafting import TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, go_on, submit
from tests.support.wizard import make_step

PROMISE = ask("promise", "Lời hứa", "declaration", text=text("Tôi sẽ tưới cây.", "I will water it."))
STEPS = (
    make_step("who", ask("carer", "Người chăm sóc"), ask("born", "Ngày sinh", "date")),
    make_step("when", ask("start", "Ngày bắt đầu", "date", earliest="today"), PROMISE),
    make_step("photo", ask("picture", "Ảnh cây", "file")),
    make_step("trees", ask("species", "Loại cây"), repeat={"item": text("Cây", "Tree")}),
)
ANSWERS = {
    "carer": "Trần Thị Bình",
    "born": "1990-03-14",
    "start": "2026-12-01",
    "promise": True,
    "trees": [{"species": "Cây sấu"}, {"species": "Cây phượng"}],
}


@pytest.fixture
def sent(world, visitor, sign_in):
    """The receipt number of an application."""
    form = tree_form(*STEPS)
    publish(world, form)
    sign_in()
    submit(visitor, complete(visitor, TREE, ANSWERS, definition=load(form)))
    world.deliver()
    with world.database.session(writes=False) as session:
        return session.scalars(select(Application.receipt_number)).one()


def copy(visitor, number):
    return visitor.send(visitor.visit(f"/vi/applications/copy/{number}"), button="Chép vào bản nháp mới")


def test_the_dossier_leads_to_a_copy_that_names_what_is_to_be_given_anew(visitor, sent):
    page = visitor.follow(visitor.visit(f"/vi/dossiers/{sent}"), "Dùng lại hồ sơ này")

    left = visitor.send(page, button="Chép vào bản nháp mới")

    assert left.texts("dl.summary-list dt") == ["Ngày bắt đầu", "Lời hứa"]
    assert "01/12/2026" in left.text
    assert visitor.follow(left, "Làm tiếp hồ sơ").url.endswith("/when")


def test_everything_else_is_there_and_files_are_not_stored_twice(world, visitor, sent):
    step = visitor.follow(copy(visitor, sent), "Làm tiếp hồ sơ")

    check = go_on(visitor, step, load(tree_form(*STEPS)), ANSWERS | {"start": "2026-12-24", "picture": None})
    submit(visitor, check)

    assert f"Chép từ hồ sơ {sent}." in check.text
    with world.database.session(writes=False) as session:
        first, second = session.scalars(select(Application).order_by(Application.submitted_at)).all()
        assert len(session.scalars(select(StoredFile)).all()) == 1
    assert second.payload["answers"] == first.payload["answers"] | {"start": "2026-12-24"}
    assert second.payload["files"] == first.payload["files"]
    assert second.receipt_number != first.receipt_number


def test_a_copy_is_of_the_newest_version(world, visitor, sent):
    shorter = {"items": [{"text": text("Không hỏi ngày sinh.", "The birth date is not asked.")}]}
    steps = (make_step("who", ask("carer", "Người chăm sóc")), *STEPS[1:])
    publish(world, tree_form(*steps, version=2, changes=shorter))

    left = copy(visitor, sent)

    assert "Ngày sinh" in left.texts("dl.summary-list dt")
    with world.database.session(writes=False) as session:
        copied = session.scalars(select(Draft).where(Draft.submitted_at.is_(None))).one()
        assert copied.definition_version == 2
        assert "born" not in copied.state["answers"]


def test_nobody_copies_the_application_of_another(another_visitor, sent):
    stranger = another_visitor()
    stranger.sign_in("048178000044")

    stranger.visit(f"/vi/applications/copy/{sent}", status=404)
