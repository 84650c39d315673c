"""What travels beside the answers: where to, how to reach the person, for whom, which files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.wizard.rules.paths import look
from app.wizard.structure import Definition

Sent = Mapping[str, Any]


def locality(definition: Definition, sent: Sent) -> dict[str, str | None] | None:
    """{"province", "ward"} codes of the place that handles it, the ward None where a province is enough;
    None when the definition asks for no place."""
    place = sent.get(definition.locality) if definition.locality else None
    return {"province": place["province"], "ward": place.get("ward")} if place else None


def contact(definition: Definition, sent: Sent) -> dict[str, str | None]:
    """{"phone", "email"} as answered."""
    named = {"phone": definition.contact.phone, "email": definition.contact.email}
    return {kind: sent.get(key) if key else None for kind, key in named.items()}


def subject(definition: Definition, sent: Sent) -> str | None:
    """For whom the application is, in the words of the person, None before it is answered."""
    names = (look(path, sent) for path in definition.subjects)
    return next((name for name in names if isinstance(name, str)), None)


def files(definition: Definition, sent: Sent) -> list[dict[str, Any]]:
    """Every file with the key of its question, in the order of the form."""
    return list(_files(definition, sent))


def _files(definition: Definition, sent: Sent) -> Iterator[dict[str, Any]]:
    for step in definition.steps:
        for answers in sent.get(step.key, []) if step.repeat else [sent]:
            for question in step.questions:
                if question.type == "file":
                    for file in answers.get(question.key, []):
                        yield {"question": question.key, **file}
