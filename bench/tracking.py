"""Whether time tells what a wrong look-up was wrong about: `python -m bench.tracking`.

Among 20,000 dossiers on SQLite some are asked for with a wrong fact, some without any fact stored, and some
by codes between theirs that nobody has, turn by turn. Compared is the processor's time inside the process,
where an onlooker would see far more than over a network, five times an hour: the medians, and how often one
kind takes longer than another (0.5: no telling, 1: always).
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from itertools import combinations
from pathlib import Path
from uuid import uuid4

from app.clock import utc_now
from app.db import encryption
from app.db.base import Base, Database
from app.features.account import models as _account  # noqa: F401  # the dossier's owner refers to it
from app.features.dossiers.mirror.facts import fact_digest
from app.features.dossiers.mirror.models import Dossier
from app.features.tracking.service import TrackingService

DOSSIERS = 20_000
ROUNDS = 4_000
LARGEST_DIFFERENCE_US = 10.0
LARGEST_P99_MS = 5.0
MOST_TOLD_APART = 0.6


def main() -> None:
    """Print one line a promise."""
    encryption.install((b"a key for measuring, 32 bytes ok!"[:32],))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/tracking.sqlite3")
        Base.metadata.create_all(database.engine)
        _fill(database)
        took = _measure(database)
        database.dispose()
    medians = {name: statistics.median(times) for name, times in took.items()}
    difference = max(medians.values()) - min(medians.values())
    for name, times in took.items():
        _line(f"track-p99-{name}", sorted(times)[int(len(times) * 0.99)] / 1e3, "ms", LARGEST_P99_MS)
    _line("track-difference-of-medians", difference, "us", LARGEST_DIFFERENCE_US)
    told = max(abs(_auc(one, other) - 0.5) for one, other in combinations(took.values(), 2)) + 0.5
    _line("track-told-apart-in-process", told, "auc", MOST_TOLD_APART)


def _fill(database: Database) -> None:
    now = utc_now()
    with database.transaction() as session:
        for number in range(0, 3 * DOSSIERS, 3):
            identity = uuid4()
            session.add(
                Dossier(
                    id=identity,
                    code=_code(number),
                    procedure_code="1.001193",
                    language="vi",
                    status=4,
                    submitted_at=now,
                    updated_at=now,
                    needs_person=False,
                    version=1,
                    fact_id_digest=fact_digest(identity, "001190000011") if number % 2 else None,
                )
            )
        session.commit()


def _measure(database: Database) -> dict[str, list[float]]:
    """Microseconds of each kind of wrong look-up, mixed so that the machine's moods meet all alike."""
    dice = random.Random(5)
    asked = {
        "wrong-fact": lambda: _code(dice.randrange(DOSSIERS // 2) * 6 + 3),
        "no-facts": lambda: _code(dice.randrange(DOSSIERS // 2) * 6),
        "unknown-code": lambda: _code(dice.randrange(DOSSIERS) * 3 + 1),
    }
    took: dict[str, list[float]] = {name: [] for name in asked}
    with database.session(writes=False) as session:
        tracking = TrackingService(session)
        for name in dice.choices(list(asked), k=ROUNDS * len(asked)):
            code = asked[name]()
            began = time.thread_time()
            found = tracking.look_up(code, "9999")
            took[name].append((time.thread_time() - began) * 1e6)
            assert found is None
    return took


def _auc(one: list[float], other: list[float]) -> float:
    """How often a time of `one` is above a time of `other`; 0.5 when they cannot be told apart."""
    dice = random.Random(9)
    pairs = [(dice.choice(one), dice.choice(other)) for _ in range(20_000)]
    return sum(first > second for first, second in pairs) / len(pairs)


def _code(number: int) -> str:
    return f"000.00.00.H26-2611{number // 9999 + 10:02}-{number % 9999 + 1:04}"


def _line(name: str, value: float, unit: str, goal: float) -> None:
    print(f"{name} {value:.3f} {unit} <={goal:g} {'ok' if value <= goal else 'missed'}")


if __name__ == "__main__":
    main()
