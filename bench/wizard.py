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
from app.wizard.definition import Definition, load
from app.wizard.flow import Flow
from app.wizard.state import State
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


def main() -> None:
    """Print one line a promise."""
    form = conditional(STEPS)
    answers = {f"q{number}": "có" for number in range(STEPS)}
    assert len(Flow(form, answers, TODAY).path) == STEPS
    _line("wizard-path-60-steps", best_ms(lambda: Flow(form, answers, TODAY)), 1.0)
    birth = load(BIRTH.read_bytes())
    married = State(answers={"requester_role": "mother", "parents_married": True})
    context = Context(Places(), TODAY)
    _line("wizard-page-of-a-person", best_ms(lambda: fields(birth, married, "mother", context)), 2.0)


def _step(number: int, text: dict[str, str]) -> dict[str, Any]:
    step: dict[str, Any] = {"key": f"s{number}", "title": text}
    if number > 1:
        before = [{"answered": f"q{number - 1}"}, {"equals": [f"q{number - 2}", "có"]}]
        step["when"] = {"all": before}
    return {**step, "questions": [{"key": f"q{number}", "type": "text", "label": text}]}


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _line(name: str, value: float, goal: float) -> None:
    print(f"{name} {value:.3f} ms <={goal:g} {'ok' if value <= goal else 'missed'}")


if __name__ == "__main__":
    main()
