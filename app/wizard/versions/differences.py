"""What a version of a definition changes, found by comparing it with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from app import formatting
from app.texts import N_, Text
from app.wizard.messages import Message
from app.wizard.question_types.choice import ChoiceQuestion, Option
from app.wizard.question_types.declaration import DeclarationQuestion
from app.wizard.question_types.multiple_choice import MultipleChoiceQuestion
from app.wizard.questions import Question
from app.wizard.services import Fee
from app.wizard.structure import Definition, Step
from app.wizard.versions.moving import alike, related

Kind = Literal["section", "question", "choice", "paper", "fee", "rule"]


class Difference(NamedTuple):
    """One difference in plain words."""

    kind: Kind
    message: Message


class _Named(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def name(self) -> Text: ...


_Part = TypeVar("_Part", bound=_Named)


def differences(
    old: Definition, new: Definition, renamed: Mapping[str, str] | None = None
) -> tuple[Difference, ...]:
    """Everything a person may notice; `renamed` as in `moved`."""
    names = renamed if renamed is not None else new.changes.renamed if new.changes else {}
    return (
        *_sections(old, new, names),
        *_questions(old, new, names),
        *_parts("paper", old.papers, new.papers, _PAPERS),
        *_parts("fee", old.fees, new.fees, _FEES),
        *_amounts(old, new),
        *_rules(old, new),
    )


_PAPERS = (N_("New paper: %(name)s"), N_("Paper no longer asked for: %(name)s"))
_FEES = (N_("New fee: %(name)s"), N_("Fee no longer charged: %(name)s"))
_REWORDED = N_("“%(old)s” is now called “%(new)s”")


def _sections(old: Definition, new: Definition, names: Mapping[str, str]) -> Iterator[Difference]:
    before = {names.get(step.key, step.key): step for step in old.steps}
    after = {step.key: step for step in new.steps}
    for key, step in after.items():
        if key not in before:
            yield _told("section", N_("New section: %(name)s"), name=step.title)
            continue
        yield from _reworded("section", before[key].title, step.title)
        yield from _section(before[key], step)
        if _in_another_order(before[key], step, names):
            yield _told("section", N_("Questions in another order: %(name)s"), name=step.title)
    for key, step in before.items():
        if key not in after:
            yield _told("section", N_("Section no longer there: %(name)s"), name=step.title)


def _in_another_order(old: Step, new: Step, names: Mapping[str, str]) -> bool:
    before = [names.get(question.key, question.key) for question in old.questions]
    after = [question.key for question in new.questions]
    return [key for key in before if key in after] != [key for key in after if key in before]


def _section(old: Step, new: Step) -> Iterator[Difference]:
    if old.when != new.when:
        yield _told("section", N_("Now asked of other people than before: %(name)s"), name=new.title)
    before = (old.repeat.min, old.repeat.max) if old.repeat else None
    after = (new.repeat.min, new.repeat.max) if new.repeat else None
    if before != after and after is not None:
        entries = N_("%(name)s: now %(least)d to %(most)d entries")
        yield _told("section", entries, name=new.title, least=after[0], most=after[1])
    elif before != after:
        yield _told("section", N_("Asked only once now: %(name)s"), name=new.title)


def _questions(old: Definition, new: Definition, names: Mapping[str, str]) -> Iterator[Difference]:
    before = {names.get(one.key, one.key): one for step in old.steps for one in step.questions}
    after = {one.key: one for step in new.steps for one in step.questions}
    homes = {names.get(key, key): names.get(step.key, step.key) for key, step in old.homes.items()}
    for key, question in after.items():
        if key not in before:
            text = (
                N_("New question: %(name)s") if question.required else N_("New, may be left blank: %(name)s")
            )
            yield _told("question", text, name=question.label)
            continue
        yield from _question(before[key], question)
        home = new.homes[key]
        if homes[key] != home.key:
            text = N_("“%(name)s” is now asked under “%(step)s”")
            yield _told("question", text, name=question.label, step=home.title)
    for key, question in before.items():
        if key not in after:
            yield _told("question", N_("No longer asked: %(name)s"), name=question.label)


def _question(old: Question, new: Question) -> Iterator[Difference]:
    yield from _reworded("question", old.label, new.label)
    if old.required != new.required:
        text = N_("Must be answered now: %(name)s") if new.required else N_("May be left blank now: %(name)s")
        yield _told("question", text, name=new.label)
    if old.when != new.when:
        yield _told("question", N_("Now asked of other people than before: %(name)s"), name=new.label)
    if (old.hint, old.why) != (new.hint, new.why):
        yield _told("question", N_("Explained in other words: %(name)s"), name=new.label)
    if old.type != new.type:
        near = related(old, new)
        text = N_("Other limits for the answer: %(name)s") if near else N_("Asked in another way: %(name)s")
        yield _told("question", text, name=new.label)
    elif not alike(old, new):
        yield from _within(old, new)


def _within(old: Question, new: Question) -> Iterator[Difference]:
    """What differs in how a question of one kind may be answered."""
    if isinstance(old, DeclarationQuestion):
        yield _told("question", N_("What you declare has another wording: %(name)s"), name=new.label)
        return
    found = list(_choices(_options(old), _options(new), new.label))
    yield from found or [_told("question", N_("Other limits for the answer: %(name)s"), name=new.label)]


def _options(question: Question) -> dict[str, Option]:
    if isinstance(question, ChoiceQuestion | MultipleChoiceQuestion):
        return {option.value: option for option in question.options}
    return {}


def _choices(old: Mapping[str, Option], new: Mapping[str, Option], name: Text) -> Iterator[Difference]:
    for value, option in new.items():
        if value not in old:
            text = N_("%(name)s: there is a new choice, “%(option)s”")
            yield _told("choice", text, name=name, option=option.label)
        elif old[value].label != option.label:
            text = N_("%(name)s: the choice “%(old)s” is now called “%(new)s”")
            yield _told("choice", text, name=name, old=old[value].label, new=option.label)
    for value, option in old.items():
        if value not in new:
            text = N_("%(name)s: the choice “%(option)s” is gone")
            yield _told("choice", text, name=name, option=option.label)


def _parts(
    kind: Kind, old: Iterable[_Part], new: Iterable[_Part], texts: tuple[str, str]
) -> Iterator[Difference]:
    """Papers or fees that came, went, or are called otherwise."""
    before, after = {part.key: part for part in old}, {part.key: part for part in new}
    for key, part in after.items():
        if key not in before:
            yield _told(kind, texts[0], name=part.name)
            continue
        yield from _reworded(kind, before[key].name, part.name)
        if getattr(before[key], "when", None) != getattr(part, "when", None):
            yield _told(kind, N_("Now for other people than before: %(name)s"), name=part.name)
    for key, part in before.items():
        if key not in after:
            yield _told(kind, texts[1], name=part.name)


def _amounts(old: Definition, new: Definition) -> Iterator[Difference]:
    before = {fee.key: fee for fee in old.fees}
    for fee in new.fees:
        was = before.get(fee.key)
        if was is None or _worth(was) == _worth(fee):
            continue
        if was.amount is not None and fee.amount is not None and was.amount != fee.amount:
            text = N_("%(name)s: %(new)s instead of %(old)s")
            yield _told("fee", text, name=fee.name, new=_money(fee.amount), old=_money(was.amount))
        else:
            yield _told("fee", N_("Worked out in another way: %(name)s"), name=fee.name)
    if old.reductions != new.reductions:
        yield _told("fee", N_("Who pays less, or nothing, has changed"))


def _worth(fee: Fee) -> Any:
    return (
        fee.amount,
        fee.per,
        fee.first,
        fee.last,
        fee.percent,
        fee.of,
        fee.at_least,
        fee.at_most,
        fee.by_province,
    )


def _rules(old: Definition, new: Definition) -> Iterator[Difference]:
    before = {one.key for one in old.eligibility.refuse} if old.eligibility else set()
    for refusal in new.eligibility.refuse if new.eligibility else ():
        if refusal.key not in before:
            yield _told("rule", N_("New reason not to be accepted: %(name)s"), name=refusal.reason)
    if old.deadline != new.deadline:
        yield _told("rule", N_("The time the agency has to answer has changed"))
    if old.declaration != new.declaration:
        yield _told("rule", N_("What you declare before sending has another wording"))
    if old.signing != new.signing:
        yield _told("rule", N_("How the application is signed has changed"))
    if old.parties != new.parties:
        yield _told("rule", N_("Who else has to agree has changed"))
    if old.linked != new.linked:
        yield _told("rule", N_("What can be filed along has changed"))


def _reworded(kind: Kind, old: Text, new: Text) -> Iterator[Difference]:
    if old != new:
        yield _told(kind, _REWORDED, old=old, new=new)


def _told(kind: Kind, msgid: str, **params: Any) -> Difference:
    return Difference(kind, Message(msgid, params))


def _money(amount: int) -> Text:
    return {lang: formatting.money(amount, lang) for lang in ("vi", "en")}
