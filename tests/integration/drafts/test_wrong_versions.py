"""An agency publishes a new version that is wrong: nobody ever meets it, and the old one goes on."""

import httpx2
import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.errors import Unavailable
from app.features.applications.drafts.definitions import DefinitionStore
from app.features.applications.models import PublishedForm
from app.gateways.agencies import AgencyGateway
from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from app.wizard.reading.schema import answers_schema
from tests.support.drafting import ANSWERS, CHANGES, FIRST, SECOND, TREE, publish, tree_form
from tests.support.journeys import begin, go_on
from tests.support.wizard import make_question, make_step

OPERATOR = "001180000099"
WRONG = [
    pytest.param(
        tree_form(make_step("who", make_question("carer", "telepathy")), version=2, changes=CHANGES),
        "steps[0].questions[0].type: unknown question type 'telepathy'",
        id="a type of question that is not known",
    ),
    pytest.param(
        tree_form(*SECOND, version=2),
        "changes: missing: a new version says what it changes",
        id="no word of what changed",
    ),
    pytest.param(
        tree_form(*SECOND, version=2, changes={**CHANGES, "renamed": {"street": "motorway"}}),
        "changes.renamed.street: no question 'motorway'",
        id="an answer led to nowhere",
    ),
]


@pytest.mark.parametrize(("wrong", "reason"), WRONG)
def test_it_is_refused_with_its_reason_and_the_old_version_goes_on(
    world, visitor, sign_in, capsys, wrong, reason
):
    first = tree_form(*FIRST)
    publish(world, first)
    sign_in()
    page = begin(visitor, TREE)

    backstage(world.sandbox).publish(wrong, answers_schema(load(first)))
    world.deliver("definitions")
    world.deliver("definitions")

    (refused,) = [line for line in capsys.readouterr().out.splitlines() if "definition refused" in line]
    assert all(part in refused for part in (reason, wrong["id"], "version=2"))
    check = go_on(visitor, visitor.visit(page.url), load(first), ANSWERS)
    assert check.url.endswith("/check")
    assert begin(visitor, TREE).url.endswith("/who")


def test_operators_see_every_fault_and_what_was_taken_since(world, visitor):
    wrong = tree_form(
        make_step("who", make_question("carer", "telepathy"), make_question("carer", "text")),
        version=1,
    )
    backstage(world.sandbox).publish(wrong, answers_schema(load(tree_form(*FIRST))))
    visitor.sign_in(OPERATOR)
    empty = visitor.follow(visitor.visit("/en/operations"), "Refused forms")
    world.deliver("definitions")

    row = visitor.visit(empty.url).one("tbody tr")

    assert "No form has been refused." in empty.text
    assert wrong["id"] in row.text
    assert "unknown question type 'telepathy'" in row.text
    assert "not in use" in row.text
    with world.database.transaction() as session:  # what a portal that knows the new type of question does
        known = {"definition_id": wrong["id"], "version": 1, "procedure_code": TREE}
        session.add(PublishedForm(**known, document=wrong, digest="", taken_at=utc_now()))
        session.commit()
    assert "taken since" in visitor.visit(empty.url).one("tbody tr").text


def test_only_operators_see_refused_forms(visitor):
    visitor.sign_in()

    visitor.visit("/vi/operations/refused-forms", status=404)


@pytest.fixture
def agency(world):
    """`agency(answers)` offers forms and answers by id; returns what taking them does."""

    def agency(answers, *offers):
        def answer(request):
            path = request.url.path
            if path.startswith("/v1/definitions/"):
                return answers[path.split("/")[3]]
            items = [{"id": one, "version": 1, "procedure": TREE} for one in answers]
            return httpx2.Response(200, json={"access_token": "x", "items": [*offers, *items]})

        at = {"url": "http://agency.test", "client_id": "portal", "client_secret": "secret"}
        gateway = AgencyGateway(**at, transport=httpx2.MockTransport(answer))
        return lambda: DefinitionStore(world.database, world.clock).take(gateway)

    return agency


def test_one_faulty_offer_keeps_no_other_from_being_taken(world, visitor, agency):
    good = tree_form(*FIRST)
    unlike = [
        {"id": "x" * 81, "version": 1, "procedure": TREE},
        {"id": "huge", "version": 2**80, "procedure": TREE},
        {"id": "nul\0", "version": 1, "procedure": TREE},
        "no offer",
    ]
    answers = {
        "withdrawn": httpx2.Response(404, json={}),
        "garbage": httpx2.Response(200, content=b"<html>"),
        "a-list": httpx2.Response(200, json=["many words"] * 2),
        "unknown": httpx2.Response(200, json={"steps": ["no step " * 99] * 999}),
        "down": httpx2.Response(503),
        good["id"]: httpx2.Response(200, json=good),
    }
    take = agency(answers, *unlike)

    assert (take(), agency({**answers, "down": httpx2.Response(404)}, *unlike)()) == (1, 0)

    visitor.sign_in(OPERATOR)
    rows = visitor.visit("/en/operations/refused-forms").texts("tbody tr")
    for told in ("x" * 60, "huge", "nul", "no offer", "the agency answers 404", "not JSON", "not an object"):
        assert any(told in row for row in rows), told
    assert len(rows) == len(unlike) + len(answers) - 1
    of_tree = select(PublishedForm.definition_id).where(PublishedForm.procedure_code == TREE)
    with world.database.session(writes=False) as session:
        assert session.scalars(of_tree).all() == [good["id"]]


def test_an_outage_is_told_when_nothing_could_be_taken(agency):
    with pytest.raises(Unavailable):
        agency({"down": httpx2.Response(503), "withdrawn": httpx2.Response(404)})()
