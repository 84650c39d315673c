"""Whole services as people use them: asked about, filled in, sent, accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.features.applications.models import Application
from app.sandbox.agencies.models import Dossier
from app.sandbox.backstage import Backstage
from app.wizard.eligibility import asked
from tests.support.agreeing import ready_to_send
from tests.support.html import HtmlPage
from tests.support.journeys import Answers, complete, published
from tests.support.visitor import Visitor
from tests.support.worlds import World


@dataclass(frozen=True)
class Filed:
    """An application that an agency has accepted."""

    check: HtmlPage
    receipt: HtmlPage
    page: HtmlPage
    parcel: dict[str, Any]
    dossier: Dossier

    @property
    def answers(self) -> dict[str, Any]:
        """What the agency received."""
        return self.dossier.answers

    @property
    def code(self) -> str:
        """The code the agency gave."""
        return self.dossier.code

    @property
    def fee(self) -> int:
        """What all fees come to, in đồng."""
        total: int = self.parcel["fees"]["total"]
        return total

    @property
    def papers(self) -> dict[str, str]:
        """The papers that were asked for or looked up, and which of both."""
        return {paper["key"]: paper["state"] for paper in self.parcel.get("papers", [])}

    @property
    def due(self) -> str | None:
        """The day the agency must have answered by, as it is in Vietnam."""
        return self.dossier.answer["due_at"][:10] if self.dossier.answer["due_at"] else None


class Filing:
    """Called with a procedure and answers: signs in, fills in, sends, and the officer accepts."""

    def __init__(self, world: World, visitor: Visitor, stage: Backstage) -> None:
        self._world = world
        self._visitor = visitor
        self._stage = stage

    def __call__(
        self, procedure: str, answers: Answers, *, person: str = "001190000011", lang: str = "vi"
    ) -> Filed:
        check = self.until_check(procedure, answers, person=person, lang=lang)
        ready = ready_to_send(self._world, self._visitor, check, published(procedure), answers)
        receipt = self._declare(ready)
        self._world.deliver()
        with self._stage.desk() as desk:
            code = next(one.code for one in desk.dossiers() if one.procedure == procedure)
            desk.accept(code)
        self._world.deliver()
        with self._stage.desk() as desk:
            dossier = desk.dossier(code)
        page = self._visitor.visit(f"/{lang}/dossiers/{code}")
        return Filed(check, receipt, page, self._parcel(procedure), dossier)

    def until_check(
        self, procedure: str, answers: Answers, *, person: str = "001190000011", lang: str = "vi"
    ) -> HtmlPage:
        """Sign in and fill in as far as the check page."""
        return self.until("check", procedure, answers, person=person, lang=lang)

    def until(
        self,
        step: str,
        procedure: str,
        answers: Answers,
        *,
        person: str = "001190000011",
        lang: str = "vi",
    ) -> HtmlPage:
        """Sign in and fill in as far as a step, which is not answered."""
        self._visitor.sign_in(person, to=f"/{lang}/")
        return complete(self._visitor, procedure, answers, lang=lang, until=step)

    def _declare(self, check: HtmlPage) -> HtmlPage:
        """Send with the declaration alone, without a certificate."""
        button = "by=declaration" if check.has("button[name='by'][value='declaration']") else None
        return self._visitor.send(check, {"declared": "y"}, button=button, form="main form[action$='/check']")

    def _parcel(self, procedure: str) -> dict[str, Any]:
        with self._world.database.session(writes=False) as session:
            of_it = select(Application).where(Application.procedure_code == procedure)
            newest = of_it.order_by(Application.submitted_at.desc()).limit(1)
            parcel: dict[str, Any] = session.scalars(newest).one().payload
        return parcel


class Counter:
    """Called with a procedure and answers: what the pre-check says, to somebody who has not signed in."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    def __call__(self, procedure: str, answers: Answers, *, lang: str = "en") -> HtmlPage:
        wanted: dict[str, list[str]] = {}
        for question in asked(published(procedure)):
            if question.key in answers:
                wanted |= question.write(answers[question.key])
        page = self._visitor.visit(f"/{lang}/applications/start/{procedure}/check")
        shown: dict[str, list[str]] = {}
        while shown.keys() != wanted.keys():
            before = shown
            shown = {name: value for name, value in wanted.items() if page.has(f"[name='{name}']")}
            assert shown.keys() > before.keys(), f"the pre-check does not ask {wanted.keys() - shown.keys()}"
            page = self._visitor.send(page, shown, form="#precheck-form")
        return page
