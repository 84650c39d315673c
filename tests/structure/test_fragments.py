"""A fragment is a block, an element and a target of one name; what templates name exists."""

import ast
import re

from tests.structure.sources import ROOT, python_files, short, tracked, tree

TEMPLATES = ROOT / "templates"
PAGES = [path for path in tracked() if short(path).startswith("templates/") and path.suffix == ".html"]
# A question is tested with the engine that asks it.
TESTED_ELSEWHERE = {"question"}
COMPONENTS = [path for path in PAGES if path.parent.name == "components"]


def test_a_fragment_is_a_block_and_an_element_of_the_same_name():
    broken = [
        f"{short(path)}: {template} has no block and element {name!r}"
        for path in python_files("app/features", "app/web")
        for template, names in fragments(path)
        for name in names
        if not offers(template, name)
    ]

    assert broken == []


def test_every_target_is_an_element_of_some_page():
    known = {name for page in PAGES for name in re.findall(r'\bid="([\w-]+)"', page.read_text("utf-8"))}
    lost = {
        f"{short(page)}: #{name}"
        for page in PAGES
        for name in re.findall(r'hx-(?:target|include|indicator)="#([\w-]+)"', page.read_text("utf-8"))
        if name not in known
    }

    assert lost == set()


def test_every_asset_exists():
    missing = {
        f"{short(page)}: {name}"
        for page in PAGES
        for name in re.findall(r"""asset\(["']([^"']+)["']\)""", page.read_text("utf-8"))
        if not (ROOT / "static" / name).is_file()
    }

    assert missing == set()


def test_every_template_that_is_named_exists():
    named = re.compile(r"""{%-?\s*(?:include|extends|from)\s+["']([^"']+\.\w+)["']\s""")
    missing = {
        f"{short(page)}: {name}"
        for page in PAGES
        for name in named.findall(page.read_text("utf-8"))
        if not (TEMPLATES / name).is_file()
    }

    assert missing == set()


def test_every_component_has_its_test_and_is_used():
    users = {page: page.read_text("utf-8") for page in PAGES}
    idle = [
        component.stem
        for component in COMPONENTS
        if not any(
            f"components/{component.name}" in text for page, text in users.items() if page != component
        )
    ]
    untested = [
        component.stem
        for component in COMPONENTS
        if not list((ROOT / "tests" / "unit").rglob(f"test_{component.stem}.py"))
    ]

    assert idle == []
    assert set(untested) - TESTED_ELSEWHERE == set()


def test_every_icon_that_is_named_is_drawn():
    drawn = set(re.findall(r'^  "(\w+)":', (TEMPLATES / "components" / "icon.html").read_text("utf-8"), re.M))
    named = {name for page in PAGES for name in re.findall(r'\bicon\("(\w+)"', page.read_text("utf-8"))}
    tiles = ROOT / "app" / "features" / "home" / "presenters.py"
    named |= set(re.findall(r'"\d+": "(\w+)"', tiles.read_text("utf-8")))

    assert len(named) > 10
    assert named - drawn == set()


def fragments(path):
    """Template and fragment names of every `page(…, fragment=…)` call in a file."""
    for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", None) != "page" or not isinstance(call.args[0], ast.Constant):
            continue
        for keyword in call.keywords:
            if keyword.arg == "fragment" and isinstance(keyword.value, ast.Constant | ast.Tuple):
                value = ast.literal_eval(keyword.value)
                yield call.args[0].value, (value,) if isinstance(value, str) else value or ()


def offers(template, name):
    """Whether a template has the block, and in it, or in what it includes, the element."""
    file = TEMPLATES / template
    if not file.is_file():
        return False
    text = file.read_text("utf-8")
    parts = [text, *(included(other) for other in re.findall(r'{%-?\s*include\s+"([^"]+)"', text))]
    return f"block {name} %}}" in text and any(re.search(rf'\bid="{name}"', part) for part in parts)


def included(name):
    file = TEMPLATES / name
    return file.read_text("utf-8") if file.is_file() else ""
