"""Wrong definitions again: papers, fees, deadlines, people and linked procedures."""

from __future__ import annotations

from typing import Any

from tests.support.wrong_definitions import RULE, Change, T, fault

PAPER, FEE, CUT = "papers[0]", "fees[0]", "reductions[0]"
NOBODY = {"answered": "nobody"}
UNKNOWN = "unknown or later question 'nobody'"


def refusing(**more: Any) -> Change:
    """One refusal, with something else."""
    row = {"key": "few", "when": RULE, "reason": T, "legal": T, "instead": T, **more}
    return "eligibility.refuse", [row]


def party(**more: Any) -> Change:
    """One other person, with something else."""
    return "parties", [{"key": "other", "name": T, "signs": True, **more}]


def linked(given: Any) -> Change:
    """One answer handed to a linked procedure."""
    return "linked[0].answers", {"theirs": given}


PAPERS = [
    fault(
        "papers",
        "the key 'paper' appears twice|.*twice.*",
        ("papers+", {"key": "paper", "name": T, "at_counter": T}),
    ),
    fault(f"{PAPER}.when.answered", UNKNOWN, (f"{PAPER}.when", NOBODY)),
    fault(f"{PAPER}.question", "no file question 'note'", (f"{PAPER}.question", "note")),
    fault(PAPER, "needs a question to upload it in, .*", (f"{PAPER}.question", "-")),
    fault(
        f"{PAPER}.not_needed.when.answered",
        UNKNOWN,
        (f"{PAPER}.not_needed", {"reason": T, "source": "registry", "when": NOBODY}),
    ),
    fault(f"{PAPER}.copies", "less than 1", (f"{PAPER}.copies", 0)),
    fault(f"{PAPER}.kinds", "accepts nothing", (f"{PAPER}.kinds", [])),
    fault(
        f"{PAPER}.template.url",
        "neither https nor an address of this site",
        (f"{PAPER}.template", {"name": T, "url": "javascript:1"}),
    ),
    fault(
        f"{PAPER}.template.url",
        "neither https nor an address of this site",
        (f"{PAPER}.template", {"name": T, "url": "//elsewhere.example/form"}),
    ),
    fault(
        "papers",
        "no paper is uploaded in the required question 'scan'",
        (f"{PAPER}.question", "-"),
        (f"{PAPER}.at_counter", T),
    ),
]
MONEY = [
    fault(f"{FEE}.when.answered", UNKNOWN, (f"{FEE}.when", NOBODY)),
    fault(
        f"{FEE}.percent", "an amount and a percentage together", (f"{FEE}.percent", 2), (f"{FEE}.of", "count")
    ),
    fault(f"{FEE}.of", "a percentage and what it is of belong together", (f"{FEE}.of", "count")),
    fault(f"{FEE}.note", "missing: without an amount it must say who sets it", (f"{FEE}.amount", "-")),
    fault(f"{FEE}.per", UNKNOWN, (f"{FEE}.per", "nobody")),
    fault(FEE, "an amount that cannot be", (f"{FEE}.amount", -1)),
    fault(FEE, "an amount that cannot be", (f"{FEE}.at_least", 5), (f"{FEE}.at_most", 4)),
    fault(
        f"{FEE}.from", "not 1 <= from <= to", (f"{FEE}.per", "count"), (f"{FEE}.from", 3), (f"{FEE}.to", 2)
    ),
    fault(f"{FEE}.by_province", "the definition names no locality", (f"{FEE}.by_province", {"01": 2})),
    fault(f"{FEE}.per.fee", ".*stands alone.*", (f"{FEE}.per", {"fee": True})),
    fault(f"{CUT}.items", "no fee 'x'", (f"{CUT}.items", ["x"])),
    fault(CUT, "needs either percent or amount", (f"{CUT}.amount", 5)),
    fault(CUT, "more than everything, or less than nothing", (f"{CUT}.percent", 101)),
    fault(f"{CUT}.paper", "no paper 'x'", (f"{CUT}.paper", "x")),
    fault("deadline[0].amount", "no such time", ("deadline[0].amount", -1)),
    fault(
        "deadline[0].when",
        "missing: the entries after it never count",
        ("deadline+", {"amount": 2, "unit": "day"}),
    ),
]
PEOPLE = [
    fault(
        "eligibility.ask[0]", "no question 'called' outside repeating steps", ("eligibility.ask[0]", "called")
    ),
    fault(
        "eligibility.ask[0]",
        "a person question cannot be asked before signing in",
        ("eligibility.ask[0]", "who"),
    ),
    fault(
        "eligibility.ask[0]",
        "'kind' depends on born, not asked before it",
        ("eligibility.ask", ["kind"]),
        ("steps[0].questions[2].when", {"answered": "born"}),
    ),
    fault("eligibility.refuse", "refuses nobody", ("eligibility.refuse", [])),
    fault("eligibility.refuse[0].when.answered", UNKNOWN, refusing(when=NOBODY)),
    fault(
        "eligibility.refuse[0].when", "rests on no answer", refusing(when={"before": ["today", "2026-01-01"]})
    ),
    fault("signing.methods", "no way to sign", ("signing.methods", [])),
    fault("parties[0].person", UNKNOWN, party(person="nobody")),
    fault("parties[0].steps", "no step 'nowhere'", party(steps=["nowhere"])),
    fault(
        "parties[0].when", "depends on 'count', which this person answers", party(steps=["first"], when=RULE)
    ),
    fault("parties[0]", "neither answers nor signs", party(signs=False)),
    fault("linked[0].when.answered", UNKNOWN, ("linked[0].when", NOBODY)),
    fault("linked[0].answers.theirs", UNKNOWN, linked("nobody")),
    fault("linked[0].answers.theirs", "needs either a literal or items", linked({})),
    fault("linked[0].answers.theirs.items", "no repeating step 'goods'", linked({"items": "goods"})),
    fault(
        "linked[0].answers.theirs.answers",
        "no question 'hat' in 'people'",
        linked({"items": "people", "answers": {"x": "hat"}}),
    ),
]
