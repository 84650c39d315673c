"""The source files the structure tests read."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, also those not committed yet; nothing that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    """The Python files under these folders; migrations, which a machine writes, are left out."""
    wanted = tuple(f"{ROOT}/{folder}/" for folder in folders)
    found = [path for path in tracked() if path.suffix == ".py" and str(path).startswith(wanted)]
    return [path for path in found if path.parent.name != "versions"]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Its lines without decorators, docstring and the functions inside it."""
    lines = _lines(function)
    if ast.get_docstring(function) is not None:
        lines -= _lines(function.body[0])
    return lines - sum(_lines(inner) for inner in function.body if isinstance(inner, Function))


def views(path: Path) -> Iterator[Function]:
    """The functions of a routes module that answer requests."""
    for function in functions(path):
        if any(_is_route(decorator) for decorator in function.decorator_list):
            yield function


def short(path: Path) -> str:
    """The path as a person writes it."""
    return str(path.relative_to(ROOT))


def _is_route(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in {"get", "post", "route"}


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or 0) - node.lineno + 1
