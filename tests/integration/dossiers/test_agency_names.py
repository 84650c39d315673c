"""What agencies are called on pages of either language."""

import pytest

from app.features.dossiers.agency_names import agency_names
from app.features.dossiers.mirror.models import Agency


@pytest.fixture
def named(database):
    """The names of agencies that said these."""

    def read(**said):
        with database.transaction() as session:
            session.add_all(Agency(code=code, name=name) for code, name in said.items())
            session.commit()
        with database.session(writes=False) as session:
            return agency_names(session, [*said, None, "unheard of"])

    return read


def test_a_central_agency_that_is_named_in_vietnamese_alone_gets_its_english_name(named):
    names = named(G09={"vi": "Bộ Nội vụ"}, H26={"vi": "UBND phường Cửa Nam"})

    assert names["G09"] == {"vi": "Bộ Nội vụ", "en": "Ministry of Home Affairs"}
    assert names["H26"] == {"vi": "UBND phường Cửa Nam"}
    assert set(names) == {"G09", "H26"}


def test_an_english_name_that_the_agency_gave_stays(named):
    said = {"vi": "Bộ Nội vụ", "en": "Ministry of the Interior"}

    assert named(G09=said)["G09"] == said
