"""The lock names an exact version of everything, and nothing else."""

import re
import tomllib

from tests.structure.sources import ROOT

LOCK = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_every_line_of_the_lock_is_a_name_and_a_version():
    strange = [line for line in LOCK if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[\w.!+]+", line)]

    assert strange == []


def test_every_direct_dependency_is_locked():
    locked = {normal(line.split("==")[0]) for line in LOCK}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    missing = [name for name in wanted if normal(re.split(r"[\[<>=!~ ]", name)[0]) not in locked]

    assert missing == []


def normal(name):
    """A package's name as the packaging rules compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
