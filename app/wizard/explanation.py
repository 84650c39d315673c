"""Why something is asked: the answers its condition rests on, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.errors import NotFound
from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.messages import Message, Param
from app.wizard.rules.conditions import Answers, Rule, holds, paths
from app.wizard.rules.paths import look, root
from app.wizard.structure import Definition

# What stands for the whole answer where a rule is not about one option of it.
WHOLE = ""
_MOST_LINES = 3


def because(definition: Definition, rule: Rule | None, answers: Answers, context: Context) -> tuple[str, ...]:
    """One sentence for each answer that makes `rule` true; nothing for rules without answers."""
    chosen: dict[str, list[str]] = {}
    for path, option in _grounds(rule or {}, answers, context.today):
        chosen.setdefault(path, []).append(option)
    found: dict[str, None] = {}
    for path, options in chosen.items():
        value = answers.get(root(path))
        sentence = _sentence(definition, path, value if WHOLE in options else options, context)
        if sentence:
            found[sentence] = None
    return tuple(found)


def _grounds(rule: Mapping[str, Any], answers: Answers, today: date) -> list[tuple[str, str]]:
    """The paths that matter, each with the one option that does; of alternatives only what holds."""
    grounds: list[tuple[str, str]] = []
    for name, arguments in rule.items():
        if name == "any":
            true = [inner for inner in arguments if holds(inner, answers, today)]
            grounds += [ground for inner in true for ground in _grounds(inner, answers, today)]
        elif name == "all":
            grounds += [ground for inner in arguments for ground in _grounds(inner, answers, today)]
        elif name == "includes":
            grounds.append((arguments[0], arguments[1]))
        else:
            grounds += [(path, WHOLE) for path in paths({name: arguments})]
    return list(dict.fromkeys(grounds))


def _sentence(definition: Definition, path: str, value: Any, context: Context) -> str:
    if value is None:
        return ""
    try:
        question = definition.question(root(path))
    except NotFound:
        return _of_group(definition, root(path), value, context)
    shown = _shown(question, path, value, context)
    if not shown:
        return ""
    words: dict[str, Param] = {"question": question.label, "answer": shown}
    if question.type == "calculated":
        return Message(N_("because “%(question)s” is %(answer)s"), words).text(context)
    return Message(N_("because you answered “%(answer)s” to “%(question)s”"), words).text(context)


def _shown(question: Any, path: str, value: Any, context: Context) -> str:
    if "." in path:
        part = look(path.partition(".")[2], value) if isinstance(value, Mapping) else None
        narrow = [line.text for line in question.show(value, context) if part is not None]
        return _part_shown(question, path, part, context) or _listed(narrow)
    return _listed([line.text for line in question.show(value, context)])


def _listed(texts: list[str]) -> str:
    """The first few, told apart also where one of them has commas of its own."""
    return ("; " if any("," in text for text in texts) else ", ").join(texts[:_MOST_LINES])


def _part_shown(question: Any, path: str, part: Any, context: Context) -> str:
    wanted = path.partition(".")[2]
    for inner in question.parts():
        if inner.key == f"{question.key}-{wanted}" and part is not None:
            return ", ".join(line.text for line in inner.show(part, context))
    return ""


def _of_group(definition: Definition, key: str, value: Any, context: Context) -> str:
    step = definition.step(key)
    if not isinstance(value, list):
        return ""
    words: dict[str, Param] = {"count": len(value), "group": say(step.title, context.lang)}
    return Message(N_("because you listed %(count)d under “%(group)s”"), words).text(context)
