"""Every address states who may open it, keeps its name, and shows the template named after it."""

import ast
import re
from pathlib import Path

from app.web.guards import rule_of
from tests.structure.sources import ROOT, functions, python_files, short, tree, views

HERE = Path(__file__).parent
ROUTES = [path for path in python_files("app/features") if path.name == "routes.py"]
NOT_PAGES = {"sign_in", "health", "assets", "open_data"}


def test_every_view_states_who_may_open_it(portal):
    silent = [name for name, view in portal.view_functions.items() if rule_of(view) is None]

    assert silent == []


def test_what_anyone_may_open_is_a_list_that_was_thought_about(portal):
    public = {name for name, view in portal.view_functions.items() if rule_of(view) == "public"}

    assert public == set((HERE / "public.txt").read_text("utf-8").split())


def test_forms_without_a_token_are_taken_only_where_the_sender_is_known_otherwise(portal):
    protection = portal.extensions["csrf"]

    assert protection._exempt_blueprints == set()
    assert protection._exempt_views == {
        "app.features.intake.routes.push",
        "app.features.notices.routes.stop",
        "app.features.sign_in.routes.backchannel_logout",
    }


def test_addresses_never_vanish(portal):
    recorded = set((HERE / "urls.txt").read_text("utf-8").splitlines())
    served = {address(rule) for rule in portal.url_map.iter_rules()}

    assert recorded - served == set(), "people have bookmarked these"
    assert served - recorded == set(), "add the new addresses to tests/structure/urls.txt"


def test_a_page_has_the_template_named_after_its_endpoint():
    strange = {
        f"{short(path)}:{function.name}": template
        for path in ROUTES
        if path.parent.name not in NOT_PAGES
        for function in views(path)
        for template, _ in pages_of(function)
        if template != f"{path.parent.name}/{function.name}.html"
    }

    assert strange == {}


def test_every_fragment_is_a_block_and_an_element_of_its_template():
    missing = [
        f"{template}: {what} {fragment}"
        for path in python_files("app/features")
        for function in functions(path)
        for template, fragment in pages_of(function)
        if fragment
        for what, pattern in (
            ("block", rf"{{%-?\s*block {fragment}\b"),
            ("element", rf"""id=["']{fragment}["']"""),
        )
        if not re.search(pattern, (ROOT / "templates" / template).read_text("utf-8"))
    ]

    assert missing == []


def test_handlers_do_not_catch_errors_nor_ask_for_htmx():
    found = [
        f"{short(path)}:{view.name}"
        for path in ROUTES
        for view in views(path)
        if any(isinstance(node, ast.Try) for node in ast.walk(view)) or "htmx" in ast.dump(view)
    ]

    assert found == []


def test_every_feature_is_registered_once(portal):
    features = {path.parent.name for path in ROUTES}
    registered = {
        function.__module__.split(".")[2]
        for function in portal.view_functions.values()
        if function.__module__.startswith("app.features.")
    }

    assert features == registered


def test_features_import_no_tables_of_another():
    found = []
    for path in python_files("app/features"):
        own = short(path).split("/")[2]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and re.fullmatch(
                r"app\.features\.\w+(\.\w+)*\.models", node.module or ""
            ):
                other = (node.module or "").split(".")[2]
                if other != own and not MODELS_SHARED.get(own, set()) & {other}:
                    found.append(f"{short(path)} imports the tables of {other}")

    assert found == []


# A sign-in belongs to a person, and the same transaction reads both.
MODELS_SHARED = {"sign_in": {"account"}}


def pages_of(function):
    """(template, fragment) of every `page(…)` call with a literal template."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "page" and node.args:
            template = node.args[0]
            if isinstance(template, ast.Constant):
                named = {keyword.arg: keyword.value for keyword in node.keywords}
                fragment = named.get("fragment")
                yield template.value, fragment.value if isinstance(fragment, ast.Constant) else None


def address(rule):
    """One line of the record: methods and address."""
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return f"{'|'.join(methods)} {rule.rule}"
