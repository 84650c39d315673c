"""What the wizard's engine costs a request: `python -m bench.wizard`.

The path through sixty conditional steps, and a page of the published birth registration form.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app.localities.places import Places
from app.wizard.context import Context
from app.wizard.flow import Flow
from app.wizard.reading.authoring import read
from app.wizard.reading.definition import load
from app.wizard.state import State
from app.wizard.structure import Definition
from app.wizard.typed import fields

ROUNDS = 300
STEPS = 60
TODAY = date(2026, 11, 21)
BIRTH = Path(__file__).resolve().parents[1] / "app/sandbox/agencies/definitions/birth-registration/1.json"


def best_ms(work: Callable[[], object]) -> float:
    """The best time of `work` in milliseconds, so that other work on the machine counts little."""
    return min(_timed(work) for _ in range(ROUNDS))


def conditional(steps: int) -> Definition:
    """A form in which every step depends on two answers before it."""
    text = {"vi": "Bước", "en": "Step"}
    head: dict[str, Any] = {"id": "long", "version": 1, "procedure": "9.000001", "minutes": 9}
    texts = {"title": text, "summary": text, "declaration": text}
    provenance = {"source": text, "confidence": "memory"}
    asked = [_step(number, text) for number in range(steps)]
    return load({**head, **texts, "provenance": provenance, "steps": asked})


def branching(steps: int) -> Definition:
    """A form with conditional options, refusals, fees and a calculated value on every page."""
    text = {"vi": "Bước", "en": "Step"}
    rule = {"all": [{"equals": ["q0", "b"]}, {"before": ["today", "2026-01-01"]}]}
    head: dict[str, Any] = {"id": "rich", "version": 1, "procedure": "9.000002", "minutes": 9}
    texts = {"title": text, "summary": text, "declaration": text}
    provenance = {"source": text, "confidence": "memory"}
    refuse = [{"key": "no", "when": rule, "reason": text, "legal": text, "instead": text}]
    asked = [_choices(number, text) for number in range(steps)]
    fees = [{"key": "fee", "name": text, "kind": "fee", "legal": text, "amount": 5000}]
    parts = {"provenance": provenance, "steps": asked, "fees": fees, "eligibility": {"refuse": refuse}}
    return load({**head, **texts, **parts})


def main() -> None:
    """Print one line a promise."""
    form = conditional(STEPS)
    answers = {f"q{number}": "có" for number in range(STEPS)}
    assert len(Flow(form, answers, TODAY).path) == STEPS
    _line("wizard-path-60-steps", best_ms(lambda: Flow(form, answers, TODAY)), 1.0)
    rich = branching(STEPS)
    chosen = {f"q{number}": "a" for number in range(STEPS)}
    _line("wizard-flow-60-steps-with-everything", best_ms(lambda: Flow(rich, chosen, TODAY)), 2.0)
    birth = read(BIRTH)
    married = State(answers={"requester_role": "mother", "parents_married": True})
    context = Context(Places(), TODAY)
    _line("wizard-page-of-a-person", best_ms(lambda: fields(birth, married, "mother", context)), 2.0)


def _step(number: int, text: dict[str, str]) -> dict[str, Any]:
    step: dict[str, Any] = {"key": f"s{number}", "title": text}
    if number > 1:
        before = [{"answered": f"q{number - 1}"}, {"equals": [f"q{number - 2}", "có"]}]
        step["when"] = {"all": before}
    return {**step, "questions": [{"key": f"q{number}", "type": "text", "label": text}]}


def _choices(number: int, text: dict[str, str]) -> dict[str, Any]:
    options: list[dict[str, Any]] = [{"value": value, "label": text} for value in "ab"]
    if number:
        options[1]["when"] = {"equals": [f"q{number - 1}", "a"]}
    choice = {"key": f"q{number}", "type": "choice", "label": text, "options": options}
    fee = {"key": f"c{number}", "type": "calculated", "label": text, "of": {"fee": True}}
    return {"key": f"s{number}", "title": text, "questions": [choice, *([fee] if number % 10 == 0 else [])]}


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _line(name: str, value: float, goal: float) -> None:
    print(f"{name} {value:.3f} ms <={goal:g} {'ok' if value <= goal else 'missed'}")


if __name__ == "__main__":
    main()
