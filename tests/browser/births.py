"""A mother fills in the birth registration, page after page, as a person does it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.browser.pages import Step

PROCEDURE = "1.001193"
# What a dossier filed here is called by the agency that takes it.
CODE = re.compile(r"\b[A-Z]\d{2}(\.\d{2,3})+-\d{8}-\d{4}\b")
CHILD = "Nguyễn Minh Anh"
HOSPITAL = "Bệnh viện Phụ sản Hà Nội"

_MOST_STEPS = 40


class BirthForm:
    """Answers each step by its words; what is prefilled is left as it is."""

    def __init__(self, step: Step, paper: Path) -> None:
        self.step = step
        self.words = step.words
        self._paper = paper
        self._answers: dict[str, Callable[[], None]] = {
            "requester_role": lambda: self._choose("requester_role", "mother"),
            "child": self._child,
            "child_birth": lambda: step.day(self.words.label("child_birth_date"), 2, 11, 2026),
            "birth_place": lambda: self._choose("born_where", "facility"),
            "facility": self._facility,
            "birth_proof": lambda: self._choose("birth_proof", "certificate"),
            "birth_certificate": lambda: step.upload(self.words.label("birth_certificate"), paper),
            "surrogacy": lambda: step.choose(self.words.say("No")),
            "parents_married": lambda: step.choose(self.words.say("Yes")),
            "copies": lambda: step.choose(self.words.say("No")),
        }

    def fill(self, until: str = "check") -> None:
        """Answer every step from the present one to `until`."""
        for _ in range(_MOST_STEPS):
            here = self.here()
            if here == until:
                return
            self.answer(here)
            self.step.go_on()
            self.step.page.wait_for_url(lambda url, before=here: not url.endswith(f"/{before}"))
        raise AssertionError(f"never came to {until}, last at {self.step.page.url}")

    def answer(self, key: str) -> None:
        """Answer one step."""
        self.step.sees(self.words.step(key))
        self._answers.get(key, lambda: None)()

    def here(self) -> str:
        """The key of the step in the address."""
        found = re.search(r"/applications/[0-9a-f-]+/([a-z_]+)", self.step.page.url)
        assert found, f"not in a form: {self.step.page.url}"
        return found[1]

    def _choose(self, question: str, value: str) -> None:
        self.step.choose(self.words.option(question, value))

    def _child(self) -> None:
        self.step.fill(self.words.label("child_name"), CHILD)
        self.step.choose(self.words.option("child_sex", "female"))

    def _facility(self) -> None:
        self.step.fill(self.words.label("facility_name"), HOSPITAL)
        vietnamese = self.words.lang == "vi"
        self.step.place("Hà Nội" if vietnamese else "Hanoi", "Ba Đình" if vietnamese else "Ba Dinh")
