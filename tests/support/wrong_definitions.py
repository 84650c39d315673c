"""Wrong definitions, one for each rule of the checker: what is changed, and what is reported of it.

A row changes one or two places of a definition that is right; "-" takes what is there away.
"""

from __future__ import annotations

from typing import Any

from tests.support.wizard import make_question, make_raw, make_step, options

T = {"vi": "chữ", "en": "words"}
RULE = {"answered": "count"}
ITEM = {"item": T}
S, Q = "steps[0]", "steps[0].questions[0]"

RIGHT = make_raw(
    make_step(
        "first",
        make_question("count", "number"),
        make_question("born", "date"),
        make_question("kind", "choice", options=options("a", "b")),
        make_question("who", "person", asked=["name"]),
        make_question("place", "address", schemes=["2025"], free=False),
        make_question("goods", "table", row=T, columns=[make_question("value", "money")]),
    ),
    make_step("people", make_question("called"), make_question("age", "number"), repeat=ITEM),
    make_step("last", make_question("scan", "file"), make_question("note")),
    papers=[{"key": "paper", "name": T, "question": "scan"}],
    fees=[{"key": "fee", "name": T, "kind": "fee", "legal": T, "amount": 1000}],
    reductions=[{"key": "cut", "name": T, "legal": T, "when": RULE, "percent": 50}],
    deadline=[{"amount": 5, "unit": "working_day"}],
    eligibility={
        "ask": ["count", "kind"],
        "refuse": [{"key": "few", "when": RULE, "reason": T, "legal": T, "instead": T}],
    },
    parties=[{"key": "other", "name": T, "signs": True}],
    linked=[{"procedure": "1.000001", "name": T, "summary": T}],
    signing={"methods": ["declaration"]},
)


Change = tuple[str, Any]
Row = tuple[str, str, tuple[Change, ...]]


def when(rule: Any) -> list[Change]:
    """The last step has this condition."""
    return [("steps[2].when", rule)]


def nested(times: int) -> Any:
    """A condition so many times denied."""
    return {"all": [{"not": nested(times - 1)}]} if times else RULE


def asked(kind: str, **more: Any) -> list[Change]:
    """The first question is one of this kind."""
    return [(Q, make_question("count", kind, **more))]


def fault(path: str, reason: str, *changes: Change) -> Row:
    """The path, a pattern of the reason, and what makes the right definition wrong."""
    return path, reason, changes


HEAD = [
    fault("id", "not a lower-case name with hyphens: 'No Spaces'", ("id", "No Spaces")),
    fault("id", "the file does not lie at else/1.json", ("id", "else")),
    fault("version", "not 1 to 1000000", ("version", 0)),
    fault("version", "not 1 to 1000000", ("version", 2**31)),
    fault("procedure", "not the code of a procedure: .*", ("procedure", "x" * 41)),
    fault("title", "control characters in 'en'", ("title", {"vi": "chữ", "en": "wo\0rds"})),
    fault("$", "parts lie more than 40 deep in each other", *when(nested(30))),
    fault("minutes", "less than 1", ("minutes", 0)),
    fault("steps", "no step", ("steps", [])),
    fault("steps", "missing, or not a list", ("steps", "-")),
    fault("steps[2]", "not an object", ("steps[2]", 5)),
    fault("steps[2].questions", "missing, or not a list", ("steps[2].questions", "-")),
    fault("steps[2].questions", "no question", ("steps[2].questions", [])),
    fault("steps[2].questions[1]", "not an object", ("steps[2].questions[1]", None)),
    fault("title", "no text in 'en'", ("title", {"vi": "x"})),
    fault("$", "Object contains unknown field `colour`", ("colour", "red")),
    fault("order", "Invalid enum value 'random'", ("order", "random")),
    fault("locality", "must name an address question of scheme 2025 only.*", ("locality", "count")),
    fault("contact.phone", "no phone question 'count'", ("contact", {"phone": "count"})),
    fault("subject", "unknown question 'nobody.name'", ("subject", "nobody.name")),
    fault("period.until", "not an ISO date: '2026-02-30'", ("period", {"closed": T, "until": "2026-02-30"})),
    fault("changes", "missing: a new version says what it changes", ("version", 2)),
    fault("changes", "a first version changes nothing", ("changes", {"items": [{"text": T}]})),
    fault("changes.items", "says nothing", ("version", 2), ("changes", {"items": []})),
    fault(
        "changes.effective",
        "not an ISO date: 'soon'",
        ("version", 2),
        ("changes", {"items": [{"text": T}], "effective": "soon"}),
    ),
    fault(
        "changes.renamed.old",
        "no question 'new'",
        ("version", 2),
        ("changes", {"items": [{"text": T}], "renamed": {"old": "new"}}),
    ),
    fault(
        "changes.items[0].steps",
        "no step 'nowhere'",
        ("version", 2),
        ("changes", {"items": [{"text": T, "steps": ["nowhere"]}]}),
    ),
]
STEPS = [
    fault(f"{S}.key", "not a lower-case name with underscores: 'Not a key'", (f"{S}.key", "Not a key")),
    fault(f"{Q}.key", "not a lower-case name with underscores: '9'", (f"{Q}.key", "9")),
    fault("steps[2].key", "the key 'first' appears twice", ("steps[2].key", "first")),
    fault("steps[1].repeat", "not 0 <= min <= max <= .*", ("steps[1].repeat", {**ITEM, "min": 3, "max": 2})),
    fault(
        "steps[1].repeat.named_by",
        "no such question in the step: 'x'",
        ("steps[1].repeat", {**ITEM, "named_by": "x"}),
    ),
    fault("steps[2].needs", 'only where the order is "any"', ("steps[2].needs", ["first"])),
    fault("steps[0].needs", "no earlier step 'last'", ("order", "any"), ("steps[0].needs", ["last"])),
    fault(
        "steps[2].when",
        "can never hold: nobody reaches this step",
        *when({"all": [{"equals": ["kind", "a"]}, {"equals": ["kind", "b"]}]}),
    ),
    fault(
        "steps[2].questions[1].when",
        "can never hold: nobody is asked this",
        ("steps[2].questions[1].when", {"all": [{"equals": ["kind", "a"]}, {"equals": ["kind", "b"]}]}),
    ),
]
RULES = [
    fault("steps[2].when", "a condition is an object with at least one operator", *when({})),
    fault("steps[2].when", "unknown operator 'maybe', known: .*", *when({"maybe": "count"})),
    fault("steps[2].when.all", "needs a list of conditions", *when({"all": []})),
    fault("steps[2].when.equals", "needs a list of two: .*", *when({"equals": ["kind"]})),
    fault("steps[2].when.answered", "names no question", *when({"answered": 5})),
    fault("steps[2].when.answered", "unknown or later question 'note'", *when({"answered": "note"})),
    fault(
        "steps[2].when.answered",
        "'people' is a repeating step: only its items can be counted",
        *when({"answered": "people"}),
    ),
    fault("steps[2].when.answered", "'who' has no part 'sex'", *when({"answered": "who.sex"})),
    fault("steps[2].when.equals", "'kind' can never be 'c'", *when({"equals": ["kind", "c"]})),
    fault("steps[2].when.in", "needs a list of values", *when({"in": ["kind", []]})),
    fault("steps[2].when.equals", "compares with a text.*", *when({"equals": ["count", {"at": 1}]})),
    fault("steps[2].when.in", "compares with a text.*", *when({"in": ["count", [1, None]]})),
    *(
        fault("steps[2].when.greater", "measures a question, .*", *when({"greater": [wrong, 1]}))
        for wrong in ({"sum": 5}, {"sum": []}, {"sum": {"a": 1}}, {"count": None}, {"count": ["people"]})
    ),
    fault("steps[2].when.greater", "compares with a number.*", *when({"greater": ["count", None]})),
    fault(
        "steps[2].when.greater",
        "unknown or later question 'x'",
        *when({"greater": ["count", {"question": "x"}]}),
    ),
    fault(
        "steps[2].when.greater",
        "unknown measure 'weight', known: .*",
        *when({"greater": [{"weight": "x"}, 1]}),
    ),
    fault("steps[2].when.greater", "unknown or later question 'x'", *when({"greater": [{"count": "x"}, 1]})),
    fault(
        "steps[2].when.greater",
        "'goods' has no column or question 'weight'",
        *when({"greater": [{"sum": "goods.weight"}, 1]}),
    ),
    fault(
        "steps[2].when.greater.where",
        "only items of a repeating step or rows of a table can be chosen",
        *when({"greater": [{"count": "count", "where": RULE}, 1]}),
    ),
    fault("steps[2].when.age_below", "needs a number of years", *when({"age_below": ["born", "18"]})),
    fault(
        "steps[2].when.before",
        "not an ISO date: '2026-13-01'",
        *when({"before": [{"date": "2026-13-01"}, "today"]}),
    ),
    fault(
        "steps[2].when.some",
        "'kind' is neither a repeating step nor a table before this",
        *when({"some": ["kind", RULE]}),
    ),
    fault(
        "steps[2].when.some[1].answered",
        "unknown or later question 'hat'",
        *when({"some": ["people", {"answered": "hat"}]}),
    ),
]
QUESTIONS = [
    fault(f"{Q}.type", "unknown question type 'telepathy', known: .*", (f"{Q}.type", "telepathy")),
    fault(f"{Q}", "Object contains unknown field `colour`", (f"{Q}.colour", "red")),
    fault(f"{Q}.label", "no text in 'vi'", (f"{Q}.label", {"vi": " ", "en": "x"})),
    fault(
        f"{Q}.name", "missing: the label is a question, .*", (f"{Q}.label", {"vi": "Mấy?", "en": "How many?"})
    ),
    fault(f"{Q}.concept", "not of the form person.phone: 'phone'", (f"{Q}.concept", "phone")),
    fault(f"{Q}.locked", "nothing fills it in", (f"{Q}.locked", T)),
    fault(
        "steps[1].questions[0].prefill",
        "not possible in a repeating step",
        ("steps[1].questions[0].prefill", [{"source": "identity", "value": "name"}]),
    ),
    fault(
        f"{Q}.prefill[0].value",
        "neither a path, nor .*",
        (f"{Q}.prefill", [{"source": "identity", "value": 5}]),
    ),
    fault(f"{Q}.min", "greater than max", *asked("number", min=5, max=1)),
    fault(f"{Q}.min", "greater than max", *asked("money", min=5, max=1)),
    fault(f"{Q}.max", r"Expected `int \| null`, got `str`", *asked("number", max="x")),
    fault(f"{Q}.min_length", "not 1 to max_length", *asked("text", min_length=0)),
    fault(f"{Q}.pattern", "not a regular expression: .*", *asked("text", pattern="(", pattern_message=T)),
    fault(
        f"{Q}.pattern",
        "not a regular expression: .*",
        *asked("text", pattern="a{4294967296}", pattern_message=T),
    ),
    fault(f"{Q}.max_length", "not 1 to 19999", *asked("text", max_length=20_000)),
    fault(f"{Q}.max_length", "not 1 to 19999", *asked("long_text", max_length=50_000)),
    fault(f"{Q}.rows", "less than 1", *asked("long_text", rows=0)),
    fault(f"{Q}.pattern_message", "a pattern and its message belong together", *asked("text", pattern="x")),
    fault(f"{Q}.latest", "not a month: '2026'|.*", *asked("month", latest="2026")),
    fault(f"{Q}.earliest", "not HH:MM: '8'", *asked("time", earliest="8")),
    fault(f"{Q}.schemes", "no scheme", *asked("address", schemes=[])),
    fault(f"{Q}.asked", "no part", *asked("person", asked=[])),
    fault(f"{Q}.optional", "'sex' is not asked", *asked("person", asked=["name"], optional=["sex"])),
    fault(f"{Q}.only", "unknown relation 'cousin'", *asked("relationship", only=["cousin"])),
    fault(f"{Q}.new", "neither old nor new cards", *asked("health_card", old=False, new=False)),
    fault(f"{Q}.kinds", "no kind of vehicle", *asked("vehicle_plate", kinds=[])),
    fault(f"{Q}.max_files", "lets nothing through", *asked("file", max_files=0)),
    fault(f"{Q}.max_bytes", "more than 20971520, .*", *asked("file", max_bytes=10**9)),
    fault(f"{Q}.options", ".*", *asked("choice", options=options("a", "a"))),
    fault(f"{Q}.from_list", ".*planets.*", *asked("choice", from_list="planets")),
    fault(f"{Q}.none", "no such option", *asked("multiple_choice", options=options("a", "b"), none="c")),
    fault(
        f"{Q}.min",
        "not 1 <= min <= max <= number of options",
        *asked("multiple_choice", options=options("a", "b"), min=3),
    ),
    fault(f"{Q}.columns", "1 to .* columns with different keys", *asked("table", row=T, columns=[])),
    fault(
        f"{Q}.max_rows",
        "not 0 <= min_rows <= max_rows <= .*",
        *asked("table", row=T, columns=[make_question("a")], max_rows=99),
    ),
    fault(
        f"{Q}.sum",
        "no number or money column of this name",
        *asked("table", row=T, columns=[make_question("a")], sum="a"),
    ),
    fault(f"{Q}.shown_as", "a date, or not a date", *asked("calculated", of={"moment": "today"})),
    fault(f"{Q}.of", "needs a number, a question or an expression", *asked("calculated", of=True)),
    fault(f"{Q}.of", "needs exactly one of .*", *asked("calculated", of={"magic": 1})),
    fault(f"{Q}.of.fee", "is written true, and stands alone .*", *asked("calculated", of={"fee": 1})),
    fault(f"{Q}.of.plus[0].fee", ".*stands alone.*", *asked("calculated", of={"plus": [{"fee": True}, 1]})),
    fault(f"{Q}.of.minus", "needs a list of two", *asked("calculated", of={"minus": [1]})),
]
