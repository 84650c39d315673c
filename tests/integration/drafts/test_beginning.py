"""Whatever fails while an application is begun, one draft of it comes of it, with all it began with."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import select

from app.features.applications.models import Draft
from app.wizard.reading.definition import load
from app.wizard.state import restore
from tests.support.disturbances import (
    agencies_down,
    disk_full,
    failing_commit,
    failing_statement,
    sign_out_everywhere,
    signed_out,
)
from tests.support.drafting import TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, submit
from tests.support.power_cuts import PowerCut, cut_at
from tests.support.visitor import PORTAL
from tests.support.wizard import make_step

BINH = "001190000011"
START = f"/vi/applications/start/{TREE}"
FORM = tree_form(
    make_step("tree", ask("tall", "Cây cao hơn nhà", "yes_no")),
    make_step("who", ask("carer", "Người chăm sóc")),
    eligibility={
        "ask": ["tall"],
        "refuse": [
            {
                "key": "tall",
                "when": {"equals": ["tall", True]},
                "reason": text("Cây quá cao"),
                "legal": text("Điều 1"),
                "instead": text("Gọi 1022"),
            }
        ],
    },
)


class Way:
    """One way to begin: the page with the button, and what a draft begun by it has to know."""

    def __init__(self, world, visitor, name):
        self.world, self.visitor, self.name = world, visitor, name
        self.knows = {
            "start": {},
            "anew": {},
            "checked": {"tall": False},
            "copy": {"tall": False, "carer": "Trần Thị Bình"},
        }[name]
        self.number = None

    def prepare(self):
        """What has to be there before: an application that was sent, or a draft."""
        answers = {"tall": False, "carer": "Trần Thị Bình"}
        if self.name == "copy":
            receipt = submit(self.visitor, complete(self.visitor, TREE, answers, definition=load(FORM)))
            self.number = receipt.all(".confirmation strong")[0].text
        elif self.name == "anew":
            self.pressed(self.page())

    def page(self):
        """The page with the button."""
        if self.name == "checked":
            asked = self.visitor.visit(f"{START}/check")
            return self.visitor.send(asked, {"tall": "no"}, form="#precheck-form")
        return self.visitor.visit(f"/vi/applications/copy/{self.number}" if self.number else START)

    def button(self, page):
        """The request that pressing it makes."""
        anew = "anew=1" if page.has("button[name='anew']") else None
        chosen = f"main form[action$='/start/{TREE}']"
        return page.submission(button=anew, form="main form[action*='/copy/']" if self.number else chosen)

    def pressed(self, page):
        """What comes of pressing it."""
        return self.visitor.submit(self.button(page))

    def drafts(self):
        """The drafts there are."""
        with self.world.database.session(writes=False) as session:
            still_open = (Draft.submitted_at.is_(None), Draft.deleted_at.is_(None))
            return {
                row.id: restore(row.state).answers
                for row in session.scalars(select(Draft).where(*still_open))
            }

    def put_away(self, draft_id):
        """As if it had never been begun."""
        with self.world.database.transaction() as session:
            session.get_one(Draft, draft_id).deleted_at = self.world.clock()
            session.commit()


@pytest.fixture(params=["start", "anew", "checked", "copy"])
def way(request, world, visitor, sign_in):
    """Each way to begin."""
    publish(world, FORM)
    sign_in()
    found = Way(world, visitor, request.param)
    found.prepare()
    return found


@pytest.fixture
def one_draft(way):
    """Fails unless `disturb` and pressing again begin one draft, where the person then is."""

    def check(disturb):
        before, page = way.drafts(), way.page()
        disturbed = disturb(way.button(page))
        after = way.pressed(page)
        new = [draft_id for draft_id in way.drafts() if draft_id not in before]
        assert len(new) == 1
        assert str(new[0]) in after.url
        assert {key: way.drafts()[new[0]].get(key) for key in way.knows} == way.knows
        way.put_away(new[0])
        return disturbed

    return check


@pytest.fixture
def at_once(world, visitor):
    """`at_once(*submissions)`: the same browser sends all of them in the same moment; returns the answers."""

    def send(submission):
        browser = world.portal.test_client()
        cookie = visitor.client.get_cookie("session", domain="127.0.0.1")
        browser.set_cookie("session", cookie.value, domain="127.0.0.1")
        path = submission.url.partition(":8000")[2]
        return browser.post(path, data=submission.fields, base_url=PORTAL)

    def at_once(*submissions):
        with ThreadPoolExecutor(len(submissions)) as windows:
            return list(windows.map(send, submissions))

    return at_once


def test_pressed_again_because_the_answer_was_lost_or_twice_at_once(visitor, one_draft, at_once):
    one_draft(visitor.send_off)
    one_draft(lambda submission: at_once(*[submission] * 4))


@pytest.fixture
def all_meet(world):
    """`all_meet(number)`: so many threads wait for each other where each first asks the agencies."""

    def all_meet(number):
        meeting, here, agencies = (
            threading.Barrier(number, timeout=20),
            threading.local(),
            world.sandbox.wsgi_app,
        )

        def answer(environ, start_response):
            if not hasattr(here, "met"):
                here.met = meeting.wait()
            return agencies(environ, start_response)

        world.sandbox.wsgi_app = answer

    return all_meet


def test_start_pages_in_several_windows_begin_one_draft_and_ask_the_others(
    world, visitor, sign_in, at_once, all_meet
):
    publish(world, FORM)
    sign_in()
    fresh, checked = Way(world, visitor, "start"), Way(world, visitor, "checked")
    windows = [way.button(way.page()) for way in (fresh, checked, fresh)]
    all_meet(len(windows))

    answers = at_once(*windows)

    (draft_id,) = fresh.drafts()
    *asked, begun = sorted(answers, key=lambda one: one.status_code)
    assert ([one.status_code for one in asked], begun.status_code) == ([200, 200], 303)
    assert str(draft_id) in begun.location
    for one in asked:
        assert f"/applications/{draft_id}/" in one.text
        assert 'name="anew"' in one.text


def test_who_checked_again_and_is_asked_keeps_those_answers_for_a_new_one(world, visitor, sign_in):
    publish(world, FORM)
    sign_in()
    way = Way(world, visitor, "checked")
    first, again = way.page(), way.page()
    way.pressed(first)
    known = set(way.drafts())

    asked = visitor.submit(way.button(again))
    way.pressed(asked)

    (new,) = way.drafts().keys() - known
    assert way.drafts()[new] == way.knows


def test_whatever_fails_during_the_press(world, visitor, one_draft):
    def failing(kind, at):
        def disturb(submission):
            with kind(world.portal, disk_full(), at) as failed:
                visitor.send_off(submission)
            return bool(failed)

        return disturb

    def down(submission):
        with agencies_down(world):
            visitor.send_off(submission)

    commits = next(at for at in count(1) if not one_draft(failing(failing_commit, at)))
    statements = next(at for at in count(1) if not one_draft(failing(failing_statement, at)))
    one_draft(down)

    assert commits > 1 and statements > 5


def test_the_process_ends_at_any_commit(world, visitor, one_draft):
    def dying(at, after):
        def disturb(submission):
            try:
                with cut_at(world.database, at, after=after):
                    visitor.send_off(submission)
            except PowerCut:
                visitor.serve_by(world.restart())
                return True
            return False

        return disturb

    for after in (False, True):
        assert next(at for at in count(1) if not one_draft(dying(at, after))) > 1


def test_the_sign_in_has_ended(world, visitor, way):
    before, page = way.drafts(), way.page()
    sign_out_everywhere(world)
    refused = visitor.send_off(way.button(page))

    visitor.move_house()
    back = visitor.sign_in(BINH, to=way.button(page).url.partition(":8000")[2])
    way.pressed(back)

    (new,) = way.drafts().keys() - before.keys()
    assert refused.status_code == 401
    assert {key: way.drafts()[new].get(key) for key in way.knows} == way.knows


def test_the_page_with_the_button_comes_in_vain(world, visitor, way):
    before = way.drafts()
    url = f"/vi/applications/copy/{way.number}" if way.number else START
    with signed_out(world):
        assert visitor.client.get(url, base_url=PORTAL).location.startswith("/auth/login")
    for at in count(1):
        with failing_statement(world.portal, disk_full(), at) as failed:
            visitor.client.get(url, base_url=PORTAL)
        if not failed:
            break

    way.pressed(way.page())

    assert at > 3
    assert len(way.drafts()) == len(before) + 1


def test_who_has_begun_one_and_wants_another_gets_another(visitor, way):
    first = way.pressed(way.page())
    second = way.pressed(way.page() if way.name != "checked" else visitor.visit(START))

    assert first.url != second.url


def test_a_button_pressed_again_after_its_draft_was_put_away_begins_anew(way):
    page = way.page()
    way.pressed(page)
    drafts = way.drafts()
    for draft_id in drafts:
        way.put_away(draft_id)

    way.pressed(page)

    assert len(way.drafts()) == 1
    assert not way.drafts().keys() & drafts.keys()
