"""Where a person is in a form, and may go, given the answers so far; computed each time, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.errors import NotFound
from app.wizard.context import Context, Deadline
from app.wizard.eligibility import blame, refusals
from app.wizard.fees import total
from app.wizard.progress import Progress, StepState, Visible
from app.wizard.question_types.calculated import CalculatedQuestion
from app.wizard.questions import Question
from app.wizard.rules.conditions import Answers
from app.wizard.services import Refusal
from app.wizard.sharing import OWNER, seats
from app.wizard.structure import Definition, Step
from app.wizard.terms import term


class Flow:
    """The path through `definition` that `answers` make; knows no URLs.

    An answer of None means that an optional question was left blank on purpose. Conditions see only answers
    of questions on the path, so what was typed on an abandoned branch is kept but decides nothing. A step
    whose answers refuse the application is never done. `seat` says whose steps of the path one goes through;
    None goes through all. `deadline` says when an answer to what is sent now is due.
    """

    def __init__(
        self,
        definition: Definition,
        answers: Answers,
        today: date,
        seat: str | None = None,
        deadline: Deadline | None = None,
    ) -> None:
        self.definition = definition
        self.live: dict[str, Any] = {}
        self._today = today
        self._deadline = deadline
        self._done: dict[str, bool] = {}
        self._visible: dict[str, Visible] = {}
        self._groups: dict[str, list[Visible]] = {}
        self.path = self._walk(answers)
        self.own = self._share(seat)
        self._positions = {step.key: number for number, step in enumerate(self.own)}
        self.refused = self._refuse() if definition.eligibility else {}

    @property
    def complete(self) -> bool:
        """Whether everything on the path is answered, and nothing refuses the application."""
        return all(self._done.values())

    @property
    def own_complete(self) -> bool:
        """Whether nothing is left for whoever is at the seat."""
        return self.first_open() is None

    @property
    def minutes_left(self) -> int:
        """The stated minutes, less the share of the path that is done or others do; 0 when all is."""
        open_steps = sum(not self._done[step.key] for step in self.own)
        return -(-self.definition.minutes * open_steps // max(len(self.path), 1))

    def visit(self, key: str) -> Step:
        """The step, if it is on the path and may be begun by now; else NotFound."""
        step = self.own[self._position(key)]
        if not self._reachable(step):
            raise NotFound(key)
        return step

    def before(self, key: str) -> Step | None:
        """The step before, None at the first; NotFound off the path."""
        position = self._position(key)
        return self.own[position - 1] if position else None

    def after(self, key: str) -> Step | None:
        """The step after, None when it is time to review; NotFound off the path."""
        position = self._position(key) + 1
        return self.own[position] if position < len(self.own) else None

    def onward(self, key: str) -> Step | None:
        """Where Continue leads: this step while questions of it are open, else the next; None to review."""
        return self.after(key) if self._done.get(key) else self.own[self._position(key)]

    def first_open(self) -> Step | None:
        """The first step that is not done, None when all are."""
        return next((step for step in self.own if not self._done[step.key]), None)

    def done(self, key: str) -> bool:
        """Whether the step is on the path and fully answered."""
        return self._done.get(key, False)

    def steps(self, current: str | None = None) -> tuple[Progress, ...]:
        """Every step of the seat with its state."""
        open_step = self.first_open()
        return tuple(Progress(step, self._state(step, current, open_step)) for step in self.own)

    def begun(self, key: str) -> bool:
        """Whether anything is answered in a step of the path."""
        return bool(self._visible[key].answers or self._groups.get(key))

    def questions(self, key: str, item: int | None = None) -> tuple[Question, ...]:
        """The questions that apply in a step, or in one item of it; a new item is numbered after the last."""
        if item is None:
            return self._seen(key).questions
        return self.item(key, item).questions

    def items(self, key: str) -> list[dict[str, Any]]:
        """The items of a repeating step, each with the answers that apply."""
        return [item.answers for item in self._groups.get(self.definition.step(key).key, [])]

    def item(self, key: str, item: int) -> Visible:
        """One item; an empty one after the last, NotFound beyond that or above the step's maximum.

        Items above the maximum can be there when a newer version lowered it; they are shown, to be removed.
        """
        step, items = self.definition.step(key), self._groups.get(key)
        if items is None or step.repeat is None or not 0 <= item <= len(items):
            raise NotFound(f"{key}/{item}")
        if item < len(items):
            return items[item]
        if item >= step.repeat.max:
            raise NotFound(f"{key}/{item}")
        return self._look_at(step, {})

    def _seen(self, key: str) -> Visible:
        try:
            return self._visible[key]
        except KeyError:
            raise NotFound(key) from None

    def _share(self, seat: str | None) -> tuple[Step, ...]:
        everything = not any(party.steps for party in self.definition.parties)
        if seat is None or (seat == OWNER and everything):
            return self.path
        others = seats(self.definition, self.live, self._today)
        return tuple(step for step in self.path if others.get(step.key, OWNER) == seat)

    def unanswered(self, *beside: Visible) -> frozenset[str]:
        """The questions and groups of the path so far, and `beside` it, that wait for an answer."""
        groups = (key for key in self._groups if not self._done[key])
        pages = (*self._visible.values(), *beside)
        return frozenset((*groups, *(key for page in pages for key in page.unanswered())))

    def _position(self, key: str) -> int:
        try:
            return self._positions[key]
        except KeyError:
            raise NotFound(key) from None

    def _reachable(self, step: Step) -> bool:
        if self.definition.order == "any":
            return all(self._done.get(key, True) for key in step.needs)
        return all(self._done[earlier.key] for earlier in self.own[: self._positions[step.key]])

    def _state(self, step: Step, current: str | None, open_step: Step | None) -> StepState:
        if step.key == current:
            return "current"
        if self.definition.order == "any":
            return "done" if self._done[step.key] else "open" if self._reachable(step) else "remaining"
        if self._done[step.key] and (open_step is None or self._before(step, open_step)):
            return "done"
        return "open" if step is open_step else "remaining"

    def _before(self, step: Step, other: Step) -> bool:
        return self._positions[step.key] < self._positions[other.key]

    def _refuse(self) -> dict[str, tuple[Refusal, ...]]:
        """The refusals by the step whose answers they rest on."""
        held = refusals(self.definition, self.live, self._today)
        if not held:
            return {}
        asked = {
            key: step.key
            for step in self.path
            for key in [step.key, *(question.key for question in self._visible[step.key].questions)]
        }
        found: dict[str, tuple[Refusal, ...]] = {}
        for refusal in held:
            question = blame(refusal, set(asked))
            if question is not None:
                key = asked[question]
                found[key] = (*found.get(key, ()), refusal)
                self._done[key] = False
        return found

    def _walk(self, answers: Answers) -> tuple[Step, ...]:
        """The steps that apply; takes note of their questions and answers on the way."""
        path: list[Step] = []
        live, today = self.live, self._today
        for step in self.definition.steps:
            if step.when is not None and not step.judged(live, today):
                continue
            path.append(step)
            if step.repeat is not None:
                self._walk_group(step, answers)
                continue
            seen = self._visible[step.key] = self._look_at(step, answers)
            self._done[step.key] = seen.complete
            live.update(seen.answers)
        return tuple(path)

    def _walk_group(self, step: Step, answers: Answers) -> None:
        assert step.repeat is not None  # noqa: S101 - for the type checker; _walk has looked
        items = [self._look_at(step, item) for item in answers.get(step.key) or ()]
        self._groups[step.key] = items
        self._visible[step.key] = Visible((), {}, True)
        enough = step.repeat.min <= len(items) <= step.repeat.max
        self._done[step.key] = step.key in answers and enough and all(item.complete for item in items)
        if step.key in answers:
            self.live[step.key] = [item.answers for item in items]

    def _look_at(self, step: Step, answers: Answers) -> Visible:
        if (plain := step.plain) is not None:
            given = {key: answers[key] for key in plain.keys if key in answers}
            complete = len(given) == len(plain.keys) and None not in map(given.get, plain.required)
            return Visible(step.questions, given, complete)
        return self._look_closer(step, answers)

    def _look_closer(self, step: Step, answers: Answers) -> Visible:
        scope: dict[str, Any] | None = None
        shown: list[Question] = []
        given: dict[str, Any] = {}
        complete, conditional = True, self.definition.conditional
        for question in step.questions:
            if question.when is not None:
                scope = {**self.live, **given} if scope is None else scope | given
                if not question.judged(scope, self._today):
                    continue
            key = question.key
            if isinstance(question, CalculatedQuestion):
                self._calculate(question, given, shown)
                continue
            shown.append(question)
            if key in answers and (key not in conditional or self._fits(question, answers[key], given)):
                given[key] = answers[key]
            if complete and given.get(key) is None and (question.required or key not in given):
                complete = False
        return Visible(tuple(shown), given, complete)

    def _fits(self, question: Question, value: Any, given: Mapping[str, Any]) -> bool:
        return value is None or question.fits(value, {**self.live, **given}, self._today)

    def _calculate(self, question: CalculatedQuestion, given: dict[str, Any], shown: list[Question]) -> None:
        scope = {**self.live, **given}
        value: Any
        if question.is_fee:
            value = total(
                self.definition, scope, self._today, self.unanswered(Visible(tuple(shown), given, False))
            )
        elif question.is_deadline:
            value = self._due(scope)
        else:
            value = question.value(scope, self._today)
        if value is not None:
            given[question.key] = value
            shown.append(question)

    def _due(self, scope: Answers) -> str | None:
        limit = term(self.definition, scope, self._today)
        day = self._deadline(limit) if limit and self._deadline else None
        return day.isoformat() if day else None


def flow_of(definition: Definition, answers: Answers, context: Context) -> Flow:
    """The flow of `answers`, computed once for a reader's view however often it is asked for."""
    known = context.memo.get(id(answers))
    if known is None or known[0] is not answers or known[1].definition is not definition:
        known = (answers, Flow(definition, answers, context.today, context.seat, context.deadline))
        context.memo[id(answers)] = known
    flow: Flow = known[1]
    return flow


def relevant_answers(definition: Definition, answers: Answers, today: date) -> dict[str, Any]:
    """What is sent: the given answers of questions on the path, nothing else."""
    return sent_answers(Flow(definition, answers, today))


def sent_answers(flow: Flow) -> dict[str, Any]:
    """What is sent of a flow's answers."""
    groups = {step.key for step in flow.definition.steps if step.repeat}
    sent: dict[str, Any] = {}
    for key, value in flow.live.items():
        if key in groups:
            items = [_given(item) for item in value]
            sent |= {key: items} if items else {}
        elif value is not None and key not in flow.definition.unsent:
            sent[key] = value
    return sent


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if value is not None}
