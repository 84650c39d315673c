"""What comes with an application: papers, fees, and the day its answer is due."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.deadlines.deadline import Limit, due
from app.features.applications.drafts.editing import OpenDraft
from app.texts import Text
from app.wizard.explanation import because
from app.wizard.fees import Bill, bill
from app.wizard.papers import Needed, needed
from app.wizard.rules.conditions import Answers
from app.wizard.services import Fee, Paper, Reduction, Term
from app.wizard.structure import Definition
from app.wizard.terms import term


@dataclass(frozen=True, slots=True)
class Expected:
    """The day an answer is due, and the time the agency has for it in words."""

    on: date | None
    words: Text
    term: Term


@dataclass(frozen=True, slots=True)
class Reasons:
    """Which answers called for papers, fees and reductions, in the reader's language, each by its key."""

    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reductions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the answers so far call for; `perhaps` are papers that other answers would call for."""

    definition: Definition
    bill: Bill
    papers: tuple[Needed, ...]
    perhaps: tuple[Paper, ...]
    expected: Expected | None
    reasons: Reasons = field(default_factory=Reasons)


def outlook(
    definition: Definition, answers: Answers, now: datetime, today: date, unknown: Container[str] = ()
) -> Outlook:
    """The outlook given `answers`, sent at the aware moment `now`; `unknown` questions are to be answered."""
    papers = needed(definition, answers, today)
    certain = {entry.paper.key for entry in papers}
    return Outlook(
        definition,
        bill(definition, answers, today, unknown),
        papers,
        tuple(paper for paper in definition.papers if paper.key not in certain),
        _expected(definition, answers, now, today),
    )


def outlook_of(draft: OpenDraft) -> Outlook:
    """The outlook of a draft, if it is sent now, with its reasons."""
    flow = draft.flow
    unknown = () if flow.complete else flow.unanswered()
    found = outlook(draft.definition, flow.live, draft.now, draft.context.today, unknown)
    return replace(found, reasons=_reasons(draft, found))


def _reasons(draft: OpenDraft, found: Outlook) -> Reasons:
    def reasons(ruled: Iterable[Paper | Fee | Reduction]) -> dict[str, tuple[str, ...]]:
        answers, context = draft.flow.live, draft.context
        return {one.key: because(draft.definition, one.when, answers, context) for one in ruled}

    items = found.bill.items
    return Reasons(
        reasons(entry.paper for entry in found.papers),
        reasons(item.fee for item in items),
        reasons(item.reduction for item in items if item.reduction),
    )


def _expected(definition: Definition, answers: Answers, now: datetime, today: date) -> Expected | None:
    found = term(definition, answers, today)
    if found is None:
        return None
    limit = Limit(found.amount, found.unit)
    return Expected(due(now, limit).due_on, limit.words, found)
