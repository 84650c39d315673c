"""Facets filter and count."""

from __future__ import annotations

import pytest

from app.search import Filters, Index
from tests.support.entries import make_entry, make_index


@pytest.fixture(scope="module")
def index() -> Index:
    return make_index(
        make_entry(
            "1.000001", "Cấp giấy phép lái xe", field="road", audiences=("citizen",), service_level="full"
        ),
        make_entry("1.000002", "Cấp giấy phép xây dựng", field="build", audiences=("citizen", "business")),
        make_entry(
            "1.000003", "Cấp giấy phép quảng cáo", field="build", audiences=("business",), provinces=("01",)
        ),
        make_entry(
            "1.000004", "Cấp giấy phép quảng cáo", field="build", audiences=("business",), provinces=("79",)
        ),
        make_entry("1.000005", "Đăng ký khai sinh", field="civil", apply=True),
    )


def codes(index: Index, **chosen: object) -> set[str]:
    items = index.search("giấy phép", filters=Filters(**chosen)).items  # type: ignore[arg-type]
    return {code for hit in items for code in (hit.code, *hit.variants)}


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(index: Index) -> None:
    assert codes(index, field=("road", "build"), audience=("citizen",)) == {"1.000001", "1.000002"}


def test_a_locality_also_offers_what_is_nationwide(index: Index) -> None:
    assert codes(index, locality=("01",)) == {"1.000001", "1.000002", "1.000003"}


def test_counts_are_groups_not_members(index: Index) -> None:
    hits = index.search("giấy phép")

    assert hits.total == 3
    assert hits.facets["field"] == [("build", 2), ("road", 1)]


def test_every_count_is_what_choosing_the_value_would_leave(index: Index) -> None:
    facets = index.search("giấy phép").facets

    for name, counted in facets.items():
        for value, times in counted:
            assert index.search("giấy phép", filters=Filters(**{name: (value,)})).total == times, (
                name,
                value,
            )


def test_a_facet_does_not_narrow_its_own_choices(index: Index) -> None:
    hits = index.search("giấy phép", filters=Filters(field=("road",)))

    assert (hits.total, hits.facets["field"]) == (1, [("build", 2), ("road", 1)])


def test_only_what_can_be_applied_for_here(index: Index) -> None:
    hits = index.search("", filters=Filters(apply=True))

    assert [hit.code for hit in hits.items] == ["1.000005"]


def test_counts_agree_between_few_and_many_procedures() -> None:
    entries = [make_entry(f"1.{n:06}", f"Cấp giấy phép số {n}", field=f"f{n % 7}") for n in range(900)]
    index = make_index(*entries)

    counted = dict(index.search("giấy phép").facets["field"])

    assert counted == {f"f{n}": sum(1 for entry in entries if entry.field == f"f{n}") for n in range(7)}
