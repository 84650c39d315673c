"""One procedure at several levels or in several provinces is one result."""

from __future__ import annotations

import pytest

from app.search.variants import same_name
from tests.support.entries import make_entry, make_index


@pytest.mark.parametrize(
    "name",
    [
        "Cấp đổi thẻ căn cước",
        "Thủ tục cấp đổi thẻ căn cước",
        "Cấp đổi thẻ căn cước (thực hiện tại cấp trung ương)",
        "Cấp đổi thẻ căn cước (thực hiện tại cấp tỉnh)",
        "Cấp đổi thẻ căn cước ( Cấp xã )",
        "CẤP ĐỔI THẺ CĂN CƯỚC.",
    ],
)
def test_the_level_and_the_way_of_writing_do_not_make_another_name(name: str) -> None:
    assert same_name(name) == "cap doi the can cuoc"


def test_variants_are_one_result_that_opens_to_its_members() -> None:
    index = make_index(
        make_entry("1.000889", "Cấp đổi thẻ căn cước (thực hiện tại cấp trung ương)", field="id"),
        make_entry("1.014063", "Cấp đổi thẻ căn cước", field="id", levels=("WARD",)),
        make_entry("1.014064", "Cấp lại thẻ căn cước", field="id"),
    )

    hits = index.search("đổi thẻ căn cước")

    assert hits.items[0].code == "1.014063"
    assert hits.items[0].variants == ("1.000889",)
    assert index.variants("1.000889") == ("1.000889", "1.014063")


def test_equal_names_in_different_fields_stay_apart() -> None:
    index = make_index(
        make_entry("1.1", "Cấp lại giấy phép", field="a"), make_entry("1.2", "Cấp lại giấy phép", field="b")
    )

    assert index.search("cấp lại giấy phép").total == 2


def test_a_given_head_groups_what_names_do_not() -> None:
    index = make_index(
        make_entry("1.1", "Đăng ký khai sinh"),
        make_entry("1.2", "Đăng ký khai sinh tại tỉnh Lào Cai", variant_group="1.1"),
    )

    assert index.variants("1.2") == ("1.1", "1.2")


def test_related_procedures_are_close_and_no_variants() -> None:
    index = make_index(
        make_entry("1.1", "Cấp giấy phép lái xe", field="road"),
        make_entry("1.2", "Cấp giấy phép lái xe (cấp tỉnh)", field="road"),
        make_entry("1.3", "Cấp lại giấy phép lái xe", field="road"),
        make_entry("1.4", "Cấp giấy phép lái tàu", field="rail"),
    )

    assert index.related("1.1") == ["1.3"]
