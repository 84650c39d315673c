"""What a document costs: `python -m bench.papers`.

The sheet of a procedure as an accessible PDF: processor time, the median of sixty with different texts;
and the memory that typesetting adds to a process.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.papers import qr, typeset

ROUNDS = 60
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
RECORD = Path(__file__).resolve().parents[1] / "app/features/catalogue/records/data/builtin/1.001193.json"


def document(number: int) -> dict[str, Any]:
    """A sheet of everyday size; every number gives another one, so that nothing is remembered."""
    record = json.loads(RECORD.read_bytes())
    steps = [step["vi"] for step in record["steps"]]
    papers = [
        [paper["name"]["vi"], str(paper["originals"]), str(paper["copies"])]
        for case in record["papers"]
        for paper in case["documents"]
    ]
    return {
        "title": f"{record['name']['vi']} {number}",
        "note": "Nguồn: Bộ Tư pháp",
        "code": {"svg": qr(f"https://example.vn/{number}"), "alt": "Mã QR", "caption": "Trang"},
        "sections": [
            {"heading": "Trình tự", "items": steps, "numbered": True},
            {"heading": "Giấy tờ", "table": {"head": ["Giấy tờ", "Bản chính", "Bản sao"], "rows": papers}},
        ],
    }


def main() -> None:
    """Print one line a promise."""
    before = _resident_mb()
    typeset("document", document(0), "vi", made_at=MOMENT)
    took = [_timed_ms(number) for number in range(1, ROUNDS)]
    _line("typst-page", sorted(took)[len(took) // 2], "ms", 20.0)
    _line("typst-memory", _resident_mb() - before, "MB", 60.0)


def _timed_ms(number: int) -> float:
    began = time.process_time()
    typeset("document", document(number), "vi", made_at=MOMENT)
    return (time.process_time() - began) * 1000


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1024 / 1024


def _line(name: str, value: float, unit: str, goal: float) -> None:
    print(f"{name} {value:.1f} {unit} <={goal:g} {'ok' if value <= goal else 'missed'}")


if __name__ == "__main__":
    main()
