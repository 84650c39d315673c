"""Many finished and open dossiers of few agencies, made from a seed."""

import random
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from app.features.dossiers.mirror.models import Agency, Dossier
from app.features.supervision.counting import Supervision
from app.features.supervision.service import SupervisionService
from tests.support.clock import MONDAY_MORNING

PROCEDURES = ("1.001193", "1.004222", "2.000488")
PROVINCES = {
    ("H26.32", "00004"): "01",  # a ward of today
    ("H26.40", "00001"): "01",  # a ward until 30 June 2025
    ("000.00.00.H29", None): "79",
    ("G01.5", None): "",
    ("G01.5", "79"): "79",
}
AGENCIES = tuple(PROVINCES)


def make_dossier(number: int, dice: random.Random, **fields) -> Dossier:
    """A dossier an agency sent, handed in within the last 500 days."""
    received = MONDAY_MORNING - timedelta(minutes=dice.randrange(500 * 24 * 60))
    agency, locality = dice.choice(AGENCIES)
    ended = dice.random() < 0.8
    took = timedelta(minutes=int(dice.expovariate(1 / (5 * 24 * 60))))
    given = {
        "id": uuid4(),
        "code": f"{agency[-6:]}-{received:%Y%m%d}-{number:07}",
        "procedure_code": dice.choice(PROCEDURES),
        "agency_code": agency,
        "locality_code": locality,
        "language": "vi",
        "status": dice.choice((9, 10, 10, 10, 7, 3)) if ended else dice.choice((2, 4, 4, 5, 6)),
        "submitted_at": received - timedelta(hours=1),
        "received_at": received if dice.random() < 0.9 else None,
        "due_at": received + timedelta(days=dice.choice((1, 5, 15))) if dice.random() < 0.9 else None,
        "needs_person": False,
        "version": 1,
        "updated_at": received,
        "finished_at": min(received + took, MONDAY_MORNING) if ended else None,
    }
    return Dossier(**{**given, **fields})


@pytest.fixture
def dossiers(database):
    """1,500 of them."""
    dice = random.Random(7)
    made = [make_dossier(number, dice) for number in range(1, 1501)]
    with database.transaction() as session:
        session.add_all(made)
        session.add(Agency(code="H26.32", name={"vi": "UBND phường Cửa Nam", "en": "Cua Nam Ward"}))
        session.commit()
    return made


@pytest.fixture
def supervision(database, clock):
    """The worker's part."""
    return Supervision(database, clock)


@pytest.fixture
def ask(database, clock):
    """Ask the service something in a session of its own."""

    def asked(question):
        with database.session(writes=False) as session:
            return question(SupervisionService(session, clock))

    return asked


@pytest.fixture
def change(database):
    """Change a dossier."""

    def changed(dossier: Dossier, **fields: datetime | int | None) -> None:
        with database.transaction() as session:
            row = session.get(Dossier, dossier.id)
            for name, value in fields.items():
                setattr(row, name, value)
            session.commit()

    return changed
