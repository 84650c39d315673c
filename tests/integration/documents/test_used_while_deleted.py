"""A stored file is used and deleted in the same moment: what an answer names is never gone."""

from threading import Thread

import pytest
from sqlalchemy import event, select

from app.features.applications.drafts.file_uses import file_ids
from app.features.applications.models import Draft
from app.features.documents.clearing import UNUSED_FOR
from app.features.documents.models import StoredFile
from tests.support.drafting import TREE, ask, publish, tree_form
from tests.support.journeys import begin
from tests.support.signing import make_pdf
from tests.support.visitor import PORTAL
from tests.support.wizard import make_step

FORM = tree_form(make_step("photo", ask("picture", "Ảnh cây", "file"), ask("note", "Ghi chú")))
USING, DELETING = "UPDATE draft ", "UPDATE stored_file SET"


@pytest.fixture
def meanwhile(world):
    """`meanwhile(statement, act)`: when that is about to run, somebody else does `act` for half a second.

    `after` tells how often the statement runs before, undisturbed.

    Who has to wait for the first goes on afterwards; what is returned waits for the end of it.
    """

    def meanwhile(statement, act, after=0):
        others, seen = [], []

        def before(_connection, _cursor, said, *_rest):
            if not said.startswith(statement) or others:
                return
            seen.append(said)
            if len(seen) > after:
                others.append(Thread(target=act))
                others[0].start()
                others[0].join(0.5)

        def over():
            (other,) = others
            other.join(20)
            assert not other.is_alive()

        event.listen(world.database.engine, "before_cursor_execute", before)
        return over

    return meanwhile


@pytest.fixture
def presses(world, visitor, sign_in):
    """What uses the stored file and what deletes it, each in a browser of its own."""
    publish(world, FORM)
    sign_in()
    visitor.send(
        visitor.visit("/vi/documents/add"), files={"file": ("cây.pdf", make_pdf(), "application/pdf")}
    )
    step = begin(visitor, TREE)
    delete = visitor.visit(visitor.visit("/vi/documents").one("a[href$='/delete']").attr("href"))
    cookie = visitor.client.get_cookie("session", domain="127.0.0.1")

    def press(page, **how):
        asked = page.submission(**how)
        browser = world.portal.test_client()
        browser.set_cookie("session", cookie.value, domain="127.0.0.1")
        return lambda: browser.post(asked.url.partition(":8000")[2], data=asked.fields, base_url=PORTAL)

    reuse = step.one("button[value^='reuse:']").attr("value")
    return press(step, button=f"_action={reuse}", form="#step-form"), press(delete, form="main form")


def named_and_gone(world):
    """How many files answers name, and whether the only file is gone."""
    with world.database.session(writes=False) as session:
        (draft,), (file,) = session.scalars(select(Draft)).all(), session.scalars(select(StoredFile)).all()
        return len(set(file_ids(draft.state))), file.deleted_at is not None


def test_who_deletes_first_leaves_nothing_to_be_named(world, presses, meanwhile):
    use, delete = presses
    over = meanwhile(DELETING, use)

    assert delete().status_code == 303
    over()
    assert named_and_gone(world) == (0, True)


def test_what_an_answer_is_about_to_name_is_not_deleted(world, presses, meanwhile):
    use, delete = presses
    over = meanwhile(USING, delete, after=1)  # what is typed is saved before

    assert use().status_code == 200
    over()
    assert named_and_gone(world) == (1, False)


def test_what_an_answer_is_about_to_name_is_not_cleared(world, presses, meanwhile, clock, deliver):
    use, _ = presses
    with world.database.transaction() as session:
        session.scalars(select(StoredFile)).one().released_at = clock() - UNUSED_FOR
        session.commit()
    over = meanwhile(USING, lambda: deliver("unused-files"), after=1)

    assert use().status_code == 200
    over()
    assert named_and_gone(world) == (1, False)
