"""What is wrong with the parts of a definition beside its questions: papers, fees, eligibility and so on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from app.wizard.questions import Question
from app.wizard.reading.rule_faults import Found, Known, expression_faults, path_faults, rule_faults
from app.wizard.rules.conditions import paths
from app.wizard.rules.moments import day
from app.wizard.rules.paths import root
from app.wizard.services import Fee, Given, Paper, Party, Refusal
from app.wizard.structure import Definition

_ADDRESS = re.compile(r"https://|/(?![/\\])")
ASKABLE = frozenset(("yes_no", "choice", "multiple_choice", "number", "money", "date", "month", "year"))


def service_faults(definition: Definition, known: Known) -> Found:
    """Every (path, message) of parts that do not fit the questions in `known` or each other."""
    for faults in (_eligibility, _papers, _fees, _reductions, _terms, _people, _order, _history):
        yield from faults(definition, known)


def _eligibility(definition: Definition, known: Known) -> Found:
    eligibility = definition.eligibility
    if eligibility is None:
        return
    for number, key in enumerate(eligibility.ask):
        yield from _asked(f"eligibility.ask[{number}]", key, definition, known)
    if not eligibility.refuse:
        yield "eligibility.refuse", "refuses nobody"
    yield from _unique("eligibility.refuse", eligibility.refuse)
    for number, refusal in enumerate(eligibility.refuse):
        yield from _refusal(f"eligibility.refuse[{number}]", refusal, known)


def _asked(path: str, key: str, definition: Definition, known: Known) -> Found:
    question = known.get(key)
    if not isinstance(question, Question):
        yield path, f"no question {key!r} outside repeating steps"
        return
    if question.type not in ASKABLE:
        yield path, f"a {question.type} question cannot be asked before signing in"
    ask = definition.eligibility.ask if definition.eligibility else ()
    earlier = set(ask[: ask.index(key)])
    for rule in (definition.step_of(key).when, question.when):
        if rule is not None and any(rule_faults(path, rule, known)):
            continue  # said where the rule stands
        strange = sorted({root(named) for named in paths(rule)} - earlier)
        if strange:
            yield path, f"{key!r} depends on {', '.join(strange)}, not asked before it"


def _refusal(path: str, refusal: Refusal, known: Known) -> Found:
    wrong = list(rule_faults(f"{path}.when", refusal.when, known))
    yield from wrong
    if not wrong and not paths(refusal.when):
        yield f"{path}.when", "rests on no answer"


def _papers(definition: Definition, known: Known) -> Found:
    yield from _unique("papers", definition.papers)
    questions = _questions(definition)
    for number, paper in enumerate(definition.papers):
        yield from _paper(f"papers[{number}]", paper, known, questions)
    named = {paper.question for paper in definition.papers}
    for key, question in questions.items():
        if definition.papers and question.type == "file" and question.required and key not in named:
            yield "papers", f"no paper is uploaded in the required question {key!r}"


def _paper(path: str, paper: Paper, known: Known, questions: Mapping[str, Question]) -> Found:
    yield from _optional_rule(f"{path}.when", paper.when, known)
    uploaded = questions.get(paper.question) if paper.question else None
    if paper.question and (uploaded is None or uploaded.type != "file"):
        yield f"{path}.question", f"no file question {paper.question!r}"
    looked_up = paper.not_needed is not None and paper.not_needed.when is None
    if not (paper.question or paper.at_counter or looked_up):
        yield path, "needs a question to upload it in, at_counter, or not_needed without a condition"
    if paper.not_needed:
        yield from _optional_rule(f"{path}.not_needed.when", paper.not_needed.when, known)
    if paper.copies < 1:
        yield f"{path}.copies", "less than 1"
    if not paper.kinds:
        yield f"{path}.kinds", "accepts nothing"
    if paper.template and not _ADDRESS.match(paper.template.url):
        yield f"{path}.template.url", "neither https nor an address of this site"


def _fees(definition: Definition, known: Known) -> Found:
    yield from _unique("fees", definition.fees)
    for number, fee in enumerate(definition.fees):
        path = f"fees[{number}]"
        yield from _optional_rule(f"{path}.when", fee.when, known)
        yield from _fee(path, fee, known)
        if fee.by_province and definition.locality is None:
            yield f"{path}.by_province", "the definition names no locality"


def _fee(path: str, fee: Fee, known: Known) -> Found:
    if fee.amount is not None and fee.percent is not None:
        yield f"{path}.percent", "an amount and a percentage together"
    if (fee.percent is None) != (fee.of is None):
        yield f"{path}.of", "a percentage and what it is of belong together"
    if fee.amount is None and fee.percent is None and not fee.note:
        yield f"{path}.note", "missing: without an amount it must say who sets it"
    if fee.per is not None:
        yield from expression_faults(f"{path}.per", fee.per, known)
    if fee.of is not None:
        yield from expression_faults(f"{path}.of", fee.of, known)
    amounts = [fee.amount or 0, fee.percent or 0, fee.at_least, *fee.by_province.values()]
    if any(amount < 0 for amount in amounts) or (fee.at_most is not None and fee.at_most < fee.at_least):
        yield path, "an amount that cannot be"
    if fee.first < 1 or (fee.last is not None and fee.last < fee.first):
        yield f"{path}.from", "not 1 <= from <= to"


def _reductions(definition: Definition, known: Known) -> Found:
    yield from _unique("reductions", definition.reductions)
    fees = {fee.key for fee in definition.fees}
    papers = {paper.key for paper in definition.papers}
    for number, reduction in enumerate(definition.reductions):
        path = f"reductions[{number}]"
        yield from rule_faults(f"{path}.when", reduction.when, known)
        for key in sorted(set(reduction.items) - fees):
            yield f"{path}.items", f"no fee {key!r}"
        if (reduction.percent is None) == (reduction.amount is None):
            yield path, "needs either percent or amount"
        if not 0 <= (reduction.percent or 0) <= 100 or (reduction.amount or 0) < 0:
            yield path, "more than everything, or less than nothing"
        if reduction.paper is not None and reduction.paper not in papers:
            yield f"{path}.paper", f"no paper {reduction.paper!r}"


def _terms(definition: Definition, known: Known) -> Found:
    for number, term in enumerate(definition.deadline):
        path = f"deadline[{number}]"
        yield from _optional_rule(f"{path}.when", term.when, known)
        if term.amount < (1 if term.unit in ("hour", "month") else 0) or term.amount > 10_000:
            yield f"{path}.amount", "no such time"
        if term.when is None and number + 1 < len(definition.deadline):
            yield f"{path}.when", "missing: the entries after it never count"
    period = definition.period
    for name, bound in (("from", period.first), ("until", period.last)) if period else ():
        if bound is not None and day(bound) is None:
            yield f"period.{name}", f"not an ISO date: {bound!r}"


def _people(definition: Definition, known: Known) -> Found:
    if definition.signing:
        yield from _optional_rule("signing.when", definition.signing.when, known)
        if not definition.signing.methods:
            yield "signing.methods", "no way to sign"
    yield from _unique("parties", definition.parties)
    for number, party in enumerate(definition.parties):
        yield from _party(f"parties[{number}]", party, definition, known)
    for number, linked in enumerate(definition.linked):
        yield from _optional_rule(f"linked[{number}].when", linked.when, known)
        for key, given in linked.answers.items():
            yield from _given(f"linked[{number}].answers.{key}", given, definition, known)


def _given(path: str, given: str | Given, definition: Definition, known: Known) -> Found:
    if isinstance(given, str):
        yield from path_faults(path, given, known)
    elif (given.items is None) == (given.literal is None):
        yield path, "needs either a literal or items"
    elif given.items is not None:
        group = next((step for step in definition.steps if step.key == given.items and step.repeat), None)
        if group is None:
            yield f"{path}.items", f"no repeating step {given.items!r}"
            return
        ours = {question.key for question in group.questions}
        for named in sorted({root(one) for one in given.answers.values()} - ours):
            yield f"{path}.answers", f"no question {named!r} in {given.items!r}"


def _party(path: str, party: Party, definition: Definition, known: Known) -> Found:
    wrong = list(_optional_rule(f"{path}.when", party.when, known))
    yield from wrong
    for field in ("person", "phone", "email"):
        key = getattr(party, field)
        if key is not None:
            yield from path_faults(f"{path}.{field}", key, known)
    for key in sorted(set(party.steps) - {step.key for step in definition.steps}):
        yield f"{path}.steps", f"no step {key!r}"
    own = {
        question.key for step in definition.steps if step.key in party.steps for question in step.questions
    }
    named = set() if wrong else {root(path) for path in paths(party.when)}
    for key in sorted(named & own):
        yield f"{path}.when", f"depends on {key!r}, which this person answers"
    if not (party.signs or party.steps):
        yield path, "neither answers nor signs"


def _order(definition: Definition, known: Known) -> Found:
    earlier: set[str] = set()
    for number, step in enumerate(definition.steps):
        path = f"steps[{number}].needs"
        if step.needs and definition.order != "any":
            yield path, 'only where the order is "any"'
        for key in step.needs:
            if key not in earlier:
                yield path, f"no earlier step {key!r}"
        earlier.add(step.key)


def _history(definition: Definition, known: Known) -> Found:
    changes = definition.changes
    if changes is None:
        if definition.version > 1:
            yield "changes", "missing: a new version says what it changes"
        return
    if definition.version == 1:
        yield "changes", "a first version changes nothing"
    if not changes.items:
        yield "changes.items", "says nothing"
    if changes.effective is not None and day(changes.effective) is None:
        yield "changes.effective", f"not an ISO date: {changes.effective!r}"
    keys = {step.key for step in definition.steps} | set(definition.homes)
    for old, new in changes.renamed.items():
        if new not in keys:
            yield f"changes.renamed.{old}", f"no question {new!r}"
    steps = {step.key for step in definition.steps}
    for number, change in enumerate(changes.items):
        for key in sorted(set(change.steps) - steps):
            yield f"changes.items[{number}].steps", f"no step {key!r}"


def _optional_rule(path: str, rule: Any, known: Known) -> Found:
    if rule is not None:
        yield from rule_faults(path, rule, known)


def _unique(path: str, parts: Iterable[Any]) -> Found:
    counted = Counter(part.key for part in parts)
    for key, times in counted.items():
        if times > 1:
            yield path, f"the key {key!r} appears twice"


def _questions(definition: Definition) -> dict[str, Question]:
    return {question.key: question for step in definition.steps for question in step.questions}
