"""Small catalogues for tests of the search engine."""

from __future__ import annotations

from collections.abc import Iterable

from app.search import Entry, Index
from app.search.knowledge import SHIPPED, Knowledge, QuestionWord, Situation, Synonym, Weights, read_weights


def make_entry(code: str = "1.001193", name_vi: str = "Đăng ký khai sinh", **other: object) -> Entry:
    """One entry; everything but code and name has a default."""
    return Entry(code=code, name_vi=name_vi, **other)  # type: ignore[arg-type]


def make_knowledge(
    synonyms: Iterable[Synonym] = (),
    situations: Iterable[Situation] = (),
    question_words: Iterable[QuestionWord] = (),
    weights: Weights | None = None,
) -> Knowledge:
    """Knowledge of only what a test is about, with the shipped weights."""
    return Knowledge(
        tuple(synonyms), tuple(situations), tuple(question_words), weights or read_weights(SHIPPED)
    )


def make_index(*entries: Entry, knowledge: Knowledge | None = None, version: int = 1) -> Index:
    """An index in memory."""
    return Index.of(entries, knowledge or make_knowledge(), version)


EVERYDAY = (
    make_entry("1.001193", "Đăng ký khai sinh", name_en="Birth registration", field="G15-TP07"),
    make_entry("1.000894", "Đăng ký kết hôn", name_en="Marriage registration", field="G15-TP07"),
    make_entry("1.000656", "Đăng ký khai tử", name_en="Death registration", field="G15-TP07"),
    make_entry("3.000347", "Đổi giấy phép lái xe", name_en="Exchange of driving licences", field="G01-CA28"),
    make_entry(
        "3.000348", "Cấp lại giấy phép lái xe", name_en="Re-issuance of driving licences", field="G01-CA28"
    ),
    make_entry("1.001456", "Cấp hộ chiếu phổ thông ở trong nước", name_en="Issuance of ordinary passports"),
    make_entry("1.004222", "Đăng ký thường trú", name_en="Permanent residence registration"),
    make_entry("1.001612", "Đăng ký thành lập hộ kinh doanh", name_en="Registration of household businesses"),
    make_entry("1.012784", "Tách thửa hoặc hợp thửa đất", name_en="Division or merger of land parcels"),
    make_entry("1.013225", "Cấp giấy phép xây dựng mới", name_en="Issuance of new construction licences"),
)
