"""Sizes, names and words of the code."""

import ast
import re

from tests.structure.sources import functions, length, python_files, short, tracked, tree, views

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_HANDLER = 300, 40, 15
LONGEST_TEST_FILE = 400
CATCH_ALLS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "tools"}
# In pieces, so that this file does not contain what it forbids.
FORBIDDEN = [
    "pypi" + ".org",
    "python" + "hosted",
    "npmjs" + ".",
    "un" + "pkg.com",
    "jsdel" + "ivr",
    "cdn" + "js",
    "deb." + "debian",
    "/wo" + "rk/",
    ".lib" + "rary",
    "/tmp/" + "team",
]
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".css",
    ".js",
    ".json",
    ".yaml",
    ".yml",
    ".lock",
    ".svg",
    ".po",
    "",
}


def test_files_are_short_enough_to_read():
    too_long = {
        short(path): lines
        for path in python_files("app", "bench", "tests")
        if (lines := len(path.read_text("utf-8").splitlines()))
        > (LONGEST_TEST_FILE if path.name.startswith("test_") else LONGEST_FILE)
    }

    assert too_long == {}


def test_functions_are_short_enough_to_see_whole():
    too_long = {
        f"{short(path)}:{function.name}": length(function)
        for path in python_files("app", "bench", "tests")
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    }

    assert too_long == {}


def test_handlers_are_short():
    too_long = {
        f"{short(path)}:{view.name}": length(view)
        for path in python_files("app/features")
        if path.name == "routes.py"
        for view in views(path)
        if length(view) > LONGEST_HANDLER
    }

    assert too_long == {}


def test_no_module_collects_what_has_no_home():
    collectors = [short(path) for path in python_files("app", "bench", "tests") if path.stem in CATCH_ALLS]

    assert collectors == []


def test_every_module_says_what_it_is_for():
    silent = [
        short(path)
        for path in python_files("app", "bench", "tests")
        if path.read_text("utf-8").strip() and ast.get_docstring(tree(path)) is None
    ]

    assert silent == []


def test_every_public_function_states_its_contract():
    silent = [
        f"{short(path)}:{function.name}"
        for path in python_files("app")
        if "/migrations/" not in short(path)
        for function in public_functions(tree(path))
        if ast.get_docstring(function) is None
    ]

    assert silent == []


def test_no_package_file_holds_logic():
    busy = [
        short(path)
        for path in python_files("app")
        if path.name == "__init__.py" and any(True for _ in functions(path))
    ]

    assert busy == []


def test_nothing_is_left_to_do_or_switched_off():
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|@pytest\.mark\.(skip|xfail)\b")
    found = [
        f"{short(path)}:{number}"
        for path in python_files("app", "bench", "tests")
        if path.name != "test_code.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if unfinished.search(line)
    ]

    assert found == []


def test_type_checks_are_ignored_only_with_a_reason():
    bare = re.compile(r"#\s*type:\s*ignore(\[[\w-]+(,\s*[\w-]+)*\])?\s*$")
    found = [
        f"{short(path)}:{number}"
        for path in python_files("app")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]

    assert found == []


def test_no_file_names_a_package_host_or_a_path_of_one_machine():
    found = [
        f"{short(path)}: {word}"
        for path in tracked()
        if path.suffix in TEXT and "/vendor/" not in short(path)
        for word in FORBIDDEN
        if word in path.read_text("utf-8", "replace")
    ]

    assert found == []


def public_functions(module):
    """Functions of the module and methods of its public classes, by name public."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (
                each
                for each in node.body
                if isinstance(each, ast.FunctionDef) and not each.name.startswith("_") and not overrides(each)
            )


def overrides(method):
    """Whether a base class states the contract: SQLAlchemy's column types, WTForms' validators."""
    return method.name.startswith(("process_", "validate_", "coerce_", "load_dialect"))
