"""Templates escape everything, hold nothing inline, and components are what they seem."""

import re

from tests.structure.sources import ROOT, short, tracked

TEMPLATES = [path for path in tracked() if short(path).startswith(("templates/", "app/sandbox/templates/"))]
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
COMPONENTS = [path for path in PAGES if path.parent.name == "components"]
# What Jinja computes may contain > and quotes; attributes are looked for outside of it.
JINJA = re.compile(r"{[%{#].*?[%}#]}", re.S)


def test_escaping_stays_on():
    assert offending(r"\|\s*safe\b|autoescape") == []


def test_no_script_is_inside_a_page():
    assert offending(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", bare=True) == []


def test_no_style_is_inside_a_page():
    assert offending(r"<style\b|\sstyle\s*=", bare=True) == []


def test_no_handler_is_inside_a_page():
    assert (
        offending(
            r"\son[a-z]+\s*=\s*[\"']|hx-on|hx-vals=[\"']?js:|hx-(trigger|vals)=[\"'][^\"']*\[", bare=True
        )
        == []
    )


def test_a_component_is_one_macro_of_its_own_name_that_knows_no_address():
    found = []
    for path in COMPONENTS:
        source = path.read_text("utf-8")
        macros = re.findall(r"{%-?\s*macro\s+(\w+)\s*\(", source)
        public = [macro for macro in macros if not macro.startswith("_")]
        if public != [path.stem]:
            found.append(f"{short(path)} has the macros {public}")
        if re.search(r"current_(user|person)|request\.", source):
            found.append(f"{short(path)} knows who asks")

    assert found == []


def test_every_component_has_its_style_sheet():
    missing = [
        short(path)
        for path in COMPONENTS
        if path.stem not in STYLED_ELSEWHERE
        and not any(
            sheet.is_file() and re.search(rf"\.{path.stem.replace('_', '-')}\b", sheet.read_text("utf-8"))
            for sheet in (ROOT / "static" / "css" / "components").glob("*.css")
        )
    ]

    assert missing == []


# A question is made of fields, and an icon is a drawing inside other components.
STYLED_ELSEWHERE = {"question"}


def test_every_kind_of_question_has_its_template():
    kinds = {path.stem for path in (ROOT / "app" / "wizard" / "question_types").glob("*.py")} - {"__init__"}
    drawn = {path.stem for path in (ROOT / "templates" / "questions").glob("*.html")}

    assert kinds - drawn == set()


def offending(pattern, *, bare=False):
    """Where a pattern occurs in the pages, with what Jinja computes cut out if `bare`."""
    found = []
    for path in PAGES:
        source = path.read_text("utf-8")
        if bare:
            source = JINJA.sub(lambda match: "\n" * match[0].count("\n"), source)
        for match in re.finditer(pattern, source):
            line = source.count("\n", 0, match.start()) + 1
            found.append(f"{short(path)}:{line}: {match[0]}")
    return found
