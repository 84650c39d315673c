"""Walks by chance reach every step of every form and are valid on the agency's side."""

import json

import jsonschema
import pytest

from app.wizard.flow import Flow
from app.wizard.reading.authoring import schema_of
from tests.support.answers import random_walk
from tests.support.forms import TODAY
from tests.support.proofs import every_form, newest
from tests.support.wizard import PUBLISHED

SEEDS = range(60)
# For steps behind several answers of which each is one of many.
MORE_SEEDS = range(60, 500)


@pytest.fixture(scope="module")
def walks():
    """The walks of a form by seed, made once."""
    made = {}
    return lambda name: made.setdefault(name, {seed: random_walk(newest()[name], seed) for seed in SEEDS})


@every_form
def test_every_step_is_reached_by_some_walk(name, walks):
    form = newest()[name]

    missing = {step.key for step in form.steps}
    for answers in walks(name).values():
        missing -= _path(form, answers)
    for seed in MORE_SEEDS:
        if missing:
            missing -= _path(form, random_walk(form, seed))

    assert missing == set(), f"by no walk with seeds {SEEDS} and {MORE_SEEDS}"


@every_form
def test_most_options_are_chosen_by_some_walk(name, walks):
    form = newest()[name]
    judged = str(form.eligibility)  # what refuses the application is chosen by no walk that completes it
    offered = {
        (question.key, option.value)
        for step in form.steps
        for question in step.questions
        if question.type in ("choice", "multiple_choice") and f"'{question.key}'" not in judged
        for option in question.options
    }

    chosen = {pair for answers in walks(name).values() for pair in _chosen(answers)}

    assert len(offered & chosen) >= 0.75 * len(offered), sorted(offered - chosen)


@every_form
def test_every_walk_is_valid_on_the_agencys_side(name, walks):
    form = newest()[name]
    schema = schema_of(PUBLISHED / name / f"{form.version}.json")
    validator = jsonschema.Draft202012Validator(json.loads(json.dumps(schema)))

    refused = {
        seed: str(error.message)[:200]
        for seed, answers in list(walks(name).items())[:8]
        for error in validator.iter_errors(answers)
    }

    assert refused == {}


def _path(form, answers):
    return {step.key for step in Flow(form, answers, TODAY).path}


def _chosen(answers):
    """Pairs of a question and a value of it, also inside groups."""
    for key, value in answers.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _chosen(one)
            elif isinstance(one, str):
                yield key, one
