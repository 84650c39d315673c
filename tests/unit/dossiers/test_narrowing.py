"""Which dossiers are wanted is told by one index; only those that are shown are read from the table."""

from uuid import uuid4

import pytest
from sqlalchemy import Column
from sqlalchemy.sql.visitors import iterate

from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.narrowing import SORTS, STATES, WHOM, Wanted, wanted_ids

NARROWED = (
    {},
    *({"state": state} for state in STATES),
    *({"whom": whom} for whom in WHOM),
    {"year": 2026},
    {"procedure": "1.001193", "agency": "H26.32"},
)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("narrowed", NARROWED, ids=str)
def test_one_index_holds_all_that_narrows_and_orders(sort, narrowed) -> None:
    indexed = {
        column.name
        for index in Dossier.__table__.indexes
        if index.name == "ix_dossier_owner_counted"
        for column in index.columns
    }

    asked = iterate(wanted_ids(uuid4(), Wanted(sort=sort, **narrowed)))

    assert {"owner_id", "id"} < {one.name for one in asked if isinstance(one, Column)} <= indexed
