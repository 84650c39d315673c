"""What travels beside the answers."""

from app.wizard.parcel import locality
from tests.support.wizard import context, make_definition, make_question, make_step


def test_where_a_province_is_enough_the_ward_is_left_open():
    office = make_question("office", "address", schemes=["2025"], free=False, line="none", ward="optional")
    form = make_definition(make_step("s", office), locality="office")

    picked = form.question("office").read({"office-scheme": ["2025"], "office-province": ["01"]}, context())

    assert locality(form, {"office": picked.value}) == {"province": "01", "ward": None}
    assert locality(form, {}) is None
