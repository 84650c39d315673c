"""Every published form, filled in by chance and sent; what arrived at the agency, comparable between runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from app.features.applications.drafts.editing import day_of
from app.features.applications.models import Application, Draft
from app.sandbox.agencies.models import Dossier
from app.sandbox.backstage import backstage
from app.wizard.flow import Flow
from app.wizard.reading.authoring import definition_files, read
from app.wizard.sharing import OWNER
from app.wizard.state import restore, store
from app.wizard.structure import Definition, Step
from app.wizard.terms import opening
from tests.support.agreeing import ready_to_send
from tests.support.answers import random_walk
from tests.support.clock import MONDAY_MORNING, MovableClock
from tests.support.disturbances import Disturbed
from tests.support.html import HtmlPage
from tests.support.journeys import Filler, address, begin, complete, submit
from tests.support.visitor import Visitor
from tests.support.wizard import PUBLISHED
from tests.support.worlds import World

PERSON = "001190000011"
SEED = 20261123
_MOST_ROUNDS = 6
_MOST_PAGES = 20
_MOST_WALKS = 500


@cache
def newest() -> dict[str, Definition]:
    """The newest version of every published form, by id."""
    files: dict[str, Path] = {}
    for file in sorted(definition_files(PUBLISHED), key=lambda file: int(file.stem)):
        files[file.parent.name] = file
    return {name: read(file) for name, file in sorted(files.items())}


@dataclass(frozen=True)
class Sent:
    """What an agency holds of one application, without what differs from run to run."""

    content: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        written = json.dumps(self.content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


class Prover:
    """Fills in forms in one world, in any browser, and says what arrived."""

    def __init__(self, world: World, clock: MovableClock) -> None:
        self.world = world
        self._clock = clock
        self._session = ""
        self._known: dict[str, dict[str, dict[str, Any]]] = {}
        self._answers: dict[str, dict[str, Any]] = {}
        self._undisturbed: dict[str, Sent] = {}
        self._requests: dict[str, int] = {}

    def answers(self, form: Definition, seed: int = SEED) -> dict[str, Any]:
        """Answers by chance, with what the registers say of the person for good."""
        key = f"{form.id}/{seed}"
        if key not in self._answers:
            today = day_of(self._clock())
            self._answers[key] = random_walk(form, seed, today=today, facts=self._facts(form))
        return self._answers[key]

    def undisturbed(self, form: Definition) -> Sent:
        """What arrives when nothing happens: without JavaScript, in Vietnamese."""
        if form.id not in self._undisturbed:
            browser = Disturbed(self.world, PERSON, lambda: None)
            self._undisturbed[form.id] = self.filed(form, self.signed_in(browser))
            self._requests[form.id] = len(browser.happened)
        return self._undisturbed[form.id]

    def requests(self, form: Definition) -> int:
        """How many requests to its draft filling the form in takes, when nothing happens."""
        self.undisturbed(form)
        return self._requests[form.id]

    def visitor(self) -> Visitor:
        """The person in a browser without JavaScript, signed in."""
        return self.signed_in(Visitor(self.world.portal, self.world.sandbox))

    def signed_in(self, visitor: Any) -> Any:
        """The same browser, signed in as the person."""
        self._clock.set(MONDAY_MORNING)
        visitor.move_house()
        visitor.keep_cookie("session", self._session)
        if not visitor.can_open("/vi/applications"):
            visitor.sign_in(PERSON)
            self._session = visitor.cookie("session")
        return visitor

    def filed(self, form: Definition, visitor: Visitor, seed: int = SEED) -> Sent:
        """Fill the form in, send it, and see it arrive exactly once."""
        answers, before = self.answers(form, seed), self._arrived()
        page = complete(visitor, form.procedure, answers, definition=form, exactly=True)
        page = _alone(visitor, page)
        submit(visitor, ready_to_send(self.world, visitor, page, form, answers, exactly=True))
        sent = self._sent(self._new(before))
        assert not set(sent.content["answers"]) ^ set(answers), "other questions were answered than arrived"
        return sent

    def answered_at(self, form: Definition, step: Step, visitor: Visitor) -> None:
        """Answer one step of a new draft, as in a walk by chance that leads there."""
        answers = self._leading_to(form, step)
        page = begin(visitor, form.procedure)
        draft_id = UUID(page.url.split("/applications/")[1].split("/")[0])
        before = {}
        for one in form.steps:
            if one.key != step.key:
                before |= _left_blank(one, answers)
        with self.world.database.transaction() as session:
            row = session.get_one(Draft, draft_id)
            row.state = store(replace(restore(row.state), answers=before))
            session.commit()
        page = visitor.visit(f"/vi/applications/{draft_id}/{step.key}")
        filler = Filler(visitor, form, answers, exactly=True)
        for _ in range(_MOST_PAGES):
            if address(page)[0] != step.key:
                return
            page = filler.answer(page)
        raise AssertionError(f"never came past {step.key}")

    def _leading_to(self, form: Definition, step: Step) -> dict[str, Any]:
        """Answers of which the applicant gives those of this step."""
        today = day_of(self._clock())
        for seed in range(_MOST_WALKS):
            answers = self.answers(form, seed)
            if step in Flow(form, answers, today, OWNER).own:
                return answers
        raise AssertionError(f"no walk of {_MOST_WALKS} leads to {step.key}")

    def _new(self, before: set[str]) -> str:
        """The one application that arrived since."""
        for _ in range(_MOST_ROUNDS):
            if self._arrived() - before:
                break
            self._clock.move(minutes=20)
            self.world.deliver("deliveries")
        new = self._arrived() - before
        assert len(new) == 1, f"{len(new)} dossiers arrived, not one"
        return new.pop()

    def _sent(self, application_id: str) -> Sent:
        with self.world.database.session(writes=False) as session:
            payload = session.get_one(Application, UUID(application_id)).payload
        with backstage(self.world.sandbox).house.database.session(writes=False) as session:
            wanted = select(Dossier).where(Dossier.application_id == application_id)
            dossier = session.scalars(wanted).one()
            held = {"answers": dossier.answers, "locality": dossier.locality, "applicant": dossier.applicant}
        assert _settled(held["answers"]) == _settled(payload["answers"])
        said = {name: payload.get(name) for name in ("procedure", "definition", "language", "fees", "papers")}
        return Sent(_settled(held | said | {"files": payload["files"]}))

    def _arrived(self) -> set[str]:
        with backstage(self.world.sandbox).house.database.session(writes=False) as session:
            return set(session.scalars(select(Dossier.application_id)))

    def _facts(self, form: Definition) -> dict[str, dict[str, Any]]:
        """What a draft of the form knows of the person, on the one day of these runs."""
        if form.id not in self._known:
            begin(self.visitor(), form.procedure)
            with self.world.database.session(writes=False) as session:
                newest_draft = select(Draft).order_by(Draft.created_at.desc(), Draft.saved_at.desc())
                rows = session.scalars(newest_draft.where(Draft.definition_id == form.id)).all()
                self._known[form.id] = restore(rows[0].state).facts
        return self._known[form.id]


def _left_blank(step: Step, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of a step as a draft keeps them: what was not answered is blank on purpose."""
    blank: dict[str, Any] = {question.key: None for question in step.questions}
    if step.repeat is None:
        return {key: answers.get(key) for key in blank}
    return {step.key: [blank | item for item in answers.get(step.key) or []]}


def _alone(visitor: Visitor, page: HtmlPage) -> HtmlPage:
    """The check page, with nothing filed along."""
    if not page.has("input[name='along'][checked]"):
        return page
    return visitor.send(page, {"along": None}, form="#along form")


def _settled(value: Any) -> Any:
    """The value without the ids of files, which are new in every run."""
    if isinstance(value, dict):
        dropped = {"id"} if "sha256" in value else set()
        return {key: _settled(inner) for key, inner in value.items() if key not in dropped}
    return [_settled(inner) for inner in value] if isinstance(value, list) else value


def every_form(function: Callable[..., None]) -> Callable[..., None]:
    """The test once for each published form; the tests of a form share a worker and its first run."""
    return _with_forms(newest())(function)


def every_open_form(function: Callable[..., None]) -> Callable[..., None]:
    """The same for each form that can be sent on the day the tests' clock stands at."""
    today = day_of(MONDAY_MORNING)
    return _with_forms(
        {name: form for name, form in newest().items() if opening(form.period, today) == "open"}
    )(function)


def _with_forms(forms: dict[str, Definition]) -> pytest.MarkDecorator:
    marked = [pytest.param(name, marks=pytest.mark.xdist_group(f"proof-{name}")) for name in forms]
    return pytest.mark.parametrize("name", marked)
