"""Papers that only some cases of a service want, in the published forms."""

import pytest

from app.wizard.papers import needed
from app.wizard.reading.authoring import read
from tests.support.wizard import PUBLISHED, TODAY


@pytest.mark.parametrize(
    ("name", "answers", "wanted", "spared"),
    [
        ("temporary-residence", {"dwelling": "barracks"}, {"unit_letter"}, {"dwelling_proof"}),
        ("temporary-residence", {"dwelling": "rented"}, {"dwelling_proof"}, {"unit_letter"}),
        ("low-voltage-supply", {"supply_case": "split"}, {"settled"}, {"authority"}),
        ("low-voltage-supply", {"supply_case": "single"}, {"form"}, {"settled", "authority"}),
        ("land-registration-fee", {"exempt": False, "defer": True}, {"defer"}, {"exemption"}),
        ("organisation-tax-registration", {"has_contractors": True}, {"contractors_list"}, {"units_list"}),
        ("organisation-tax-registration", {"taxpayer": "petroleum_party"}, {"form_02"}, {"form", "decision"}),
        ("organisation-tax-registration", {"taxpayer": "aid"}, {"form"}, {"form_02", "decision"}),
        (
            "organisation-tax-registration",
            {"taxpayer": "petroleum_operator"},
            {"form", "petroleum_list", "investment_licence"},
            {"decision", "units_list"},
        ),
        (
            "organisation-tax-registration",
            {"taxpayer": "contractor", "has_subcontractors": True},
            {"form_04", "contractors_list", "office_certificate"},
            {"form", "decision"},
        ),
        ("organisation-tax-registration", {"taxpayer": "mission"}, {"form_06", "protocol"}, {"form"}),
    ],
)
def test_a_case_has_its_papers_and_no_others(name, answers, wanted, spared):
    keys = {entry.paper.key for entry in needed(read(PUBLISHED / name / "1.json"), answers, TODAY)}

    assert wanted <= keys
    assert not spared & keys
