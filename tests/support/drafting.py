"""Small forms that an agency publishes during a test, version after version."""

from __future__ import annotations

from typing import Any

from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from app.wizard.reading.schema import answers_schema
from tests.support.wizard import make_raw, make_step
from tests.support.worlds import World

TREE = "1.900001.000.00.00.H26"
MARKET = "1.900002.000.00.00.H17"
BOAT = "1.900003.000.00.00.H49"


def text(vi: str, en: str | None = None) -> dict[str, str]:
    """A bilingual text."""
    return {"vi": vi, "en": en or vi}


def ask(key: str, label: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A question with a Vietnamese and an English label."""
    return {"key": key, "type": kind, "label": text(label, f"{label} (en)"), **more}


def tree_form(*steps: dict[str, Any], version: int = 1, code: str = TREE, **head: Any) -> dict[str, Any]:
    """A form for adopting a street tree."""
    common = {"id": f"form-{code[:8].replace('.', '-')}", "procedure": code, "version": version}
    return make_raw(*steps, **common, **head)


def publish(world: World, *forms: dict[str, Any]) -> None:
    """The agency publishes the forms, and the portal takes them; the search index is built when next due."""
    for raw in forms:
        backstage(world.sandbox).publish(raw, answers_schema(load(raw)))
    world.deliver("definitions")


_CARER, _SPECIES = ask("carer", "Người chăm sóc"), ask("species", "Loại cây")
_AGE = ask("age", "Tuổi cây", "number")
FIRST = (
    make_step("who", _CARER, ask("street", "Đường phố")),
    make_step("tree", _SPECIES, ask("why", "Lý do", "long_text", required=False), _AGE),
)
SECOND = (
    make_step("who", _CARER, ask("road", "Đường, phố")),
    make_step("tree", _SPECIES, _AGE, ask("height", "Chiều cao", "number")),
)
SHORTER = text("Mẫu ngắn hơn: không còn hỏi lý do.", "Shorter: the reason is not asked any more.")
CHANGES: dict[str, Any] = {"items": [{"text": SHORTER}], "renamed": {"street": "road"}}
ANSWERS = {"carer": "Trần Thị Bình", "street": "Phố Huế", "species": "Cây sấu", "why": "Cho mát", "age": 4}
