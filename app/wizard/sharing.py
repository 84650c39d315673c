"""Who answers which steps, where several people answer one form."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from app.wizard.rules.conditions import Answers
from app.wizard.services import Party
from app.wizard.state import State
from app.wizard.structure import Definition

OWNER = ""


def taking_part(definition: Definition, answers: Answers, today: date) -> tuple[Party, ...]:
    """The other people who take part, given the answers."""
    return tuple(party for party in definition.parties if party.applies(answers, today))


def seats(definition: Definition, answers: Answers, today: date) -> dict[str, str]:
    """The steps that somebody else answers, each with the key of that party."""
    return {step: party.key for party in taking_part(definition, answers, today) for step in party.steps}


def names_themself(definition: Definition, party: Party) -> bool:
    """Whether the form does not say who the party is before he or she fills in steps of it."""
    return party.person is None or definition.step_of(party.person.partition(".")[0]).key in party.steps


def forgotten(definition: Definition, party: Party, state: State) -> State:
    """The state without anything that the party answered."""
    steps = [step for step in definition.steps if step.key in party.steps]
    gone = {step.key for step in steps} | {question.key for step in steps for question in step.questions}
    return replace(
        state,
        answers={key: value for key, value in state.answers.items() if key not in gone},
        typed={
            slot: value for slot, value in state.typed.items() if slot.partition("/")[0] not in party.steps
        },
        sources={key: source for key, source in state.sources.items() if key not in gone},
    )
