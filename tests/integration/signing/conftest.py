"""A portal with two small forms: one may be signed or declared, the other must be signed."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from app.wizard.reading.authoring import compile_files
from tests.support.clock import MovableClock
from tests.support.journeys import PAPER
from tests.support.visitor import PORTAL, Visitor
from tests.support.worlds import World, copy_world

EITHER, ONLY = "1.004873", "3.000347"
LEGAL = {"vi": "Điều 8 Nghị định 45/2020/NĐ-CP", "en": "Article 8, Decree 45/2020"}


def text(vi, en):
    return {"vi": vi, "en": en}


def form(name, procedure, methods):
    """A person, a file, a fee and a deadline: everything the paper of an application can show."""
    questions = [
        {"key": "name", "type": "text", "label": text("Họ và tên", "Full name")},
        {"key": "born", "type": "date", "label": text("Ngày sinh", "Date of birth"), "latest": "today"},
        {"key": "pages", "type": "number", "label": text("Số trang", "Pages"), "min": 1, "max": 50},
        {
            "key": "proof",
            "type": "file",
            "label": text("Bản chụp", "Copy"),
            "accept": ["application/pdf"],
        },
    ]
    return {
        "id": name,
        "version": 1,
        "procedure": procedure,
        "title": text("Đơn thử ký số", "Test of signing"),
        "summary": text("Biểu mẫu thử", "Test form"),
        "minutes": 3,
        "provenance": {"confidence": "memory", "source": text("Biểu mẫu thử", "Test form")},
        "declaration": text("Tôi cam đoan nội dung trên là đúng.", "I declare that this is true."),
        "subject": "name",
        "signing": {"methods": methods, "legal": LEGAL},
        "papers": [
            {"key": "copy", "name": text("Bản chụp giấy tờ", "Copy of the paper"), "question": "proof"}
        ],
        "fees": [
            {
                "key": "page",
                "name": text("Lệ phí mỗi trang", "Charge a page"),
                "kind": "charge",
                "amount": 2000,
                "per": "pages",
                "legal": LEGAL,
            }
        ],
        "deadline": [{"amount": 3, "unit": "working_day", "legal": LEGAL}],
        "steps": [{"key": "all", "title": text("Thông tin", "Details"), "questions": questions}],
    }


@pytest.fixture(scope="session")
def signing_template(tmp_path_factory):
    """The two forms, compiled."""
    folder = tmp_path_factory.mktemp("forms")
    made = (("either", EITHER, ["certificate", "declaration"]), ("only", ONLY, ["certificate"]))
    for name, procedure, methods in made:
        (folder / name).mkdir()
        (folder / name / "1.json").write_text(json.dumps(form(name, procedure, methods)), "utf-8")
    compile_files(folder)
    return folder


@pytest.fixture(scope="session")
def prepared(signing_template, tmp_path_factory):
    """Makes a world to be copied: its folder."""

    def prepare(database_url=None):
        folder = tmp_path_factory.mktemp("prepared")
        world = World(folder, MovableClock(), database_url, definitions_dir=signing_template)
        world.prepare()
        world.close()
        return folder

    return prepare


@pytest.fixture(scope="session")
def prepared_on_sqlite(prepared):
    return prepared()


@pytest.fixture(scope="session")
def prepared_on_postgres(prepared, postgres):
    return prepared(postgres.create("signing"))


@pytest.fixture
def world(signing_template, tmp_path, backend, request, clock):
    if backend == "sqlite":
        copy_world(request.getfixturevalue("prepared_on_sqlite"), tmp_path)
        world = World(tmp_path, clock, definitions_dir=signing_template)
        yield world
        world.close()
        return
    copy_world(request.getfixturevalue("prepared_on_postgres"), tmp_path)
    server = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    world = World(tmp_path, clock, server.create(name, "signing"), definitions_dir=signing_template)
    yield world
    world.close()
    server.drop(name)


@pytest.fixture
def visitor(world):
    return Visitor(world.portal, world.sandbox)


@pytest.fixture
def filled(visitor):
    """Sign in and fill a form in, as far as the check page."""

    def fill(procedure=EITHER, *, person="001190000011", lang="vi"):
        visitor.sign_in(person)
        page = visitor.visit(f"/{lang}/applications/start/{procedure}")
        page = visitor.send(page, form=f"main form[action$='/start/{procedure}']")
        page = visitor.send(page, button="_action=upload:proof", files={"proof": PAPER}, form="#step-form")
        typed = {"name": "Trần Thị Bình", "pages": "3"}
        born = {"born-day": "14", "born-month": "3", "born-year": "1990"}
        return visitor.send(page, typed | born, form="#step-form")

    return fill


@pytest.fixture
def to_provider(visitor):
    """Declare on the check page and go to the signing provider."""
    return lambda page: visitor.send(page, {"declared": "y"}, button="by=certificate", form=CHECK)


CHECK = "main form[action$='/check']"


@pytest.fixture
def sign(visitor, to_provider):
    """Declare, go to the provider, give the PIN, come back."""

    def go(page, pin="demo", answer="answer=yes"):
        asked = to_provider(page)
        return visitor.send(asked, {"pin": pin}, button=answer, form="main form")

    return go


@pytest.fixture
def download(visitor):
    """The bytes behind a link of a page."""

    def fetch(page, text):
        answer = visitor.client.get(page.link(text), base_url=PORTAL)
        assert answer.status_code == 200, answer.status
        return answer.get_data()

    return fetch
