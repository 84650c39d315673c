"""The shipped unit lists and how they are made."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from app.folding import settle
from app.localities.generate import DATA, main, write
from app.localities.places import Places

REPOSITORY = Path(__file__).parents[3]
SHARED = Path(os.environ.get("PORTAL_SHARED_DATA", REPOSITORY.parent / "shared/domain/data"))
NAMES = ("units_2024.tsv.gz", "units_2025.tsv.gz", "successors.tsv.gz")


@pytest.mark.skipif(not (SHARED / "units").is_dir(), reason=f"no unit lists in {SHARED}")
def test_the_shipped_files_are_what_the_generator_makes(tmp_path):
    main(SHARED / "units", tmp_path)

    for name in NAMES:
        assert gzip.decompress((tmp_path / name).read_bytes()) == gzip.decompress((DATA / name).read_bytes())


@pytest.mark.skipif(not (SHARED / "units").is_dir(), reason=f"no unit lists in {SHARED}")
def test_every_row_of_the_succession_is_answered():
    places, wards = Places(), 0
    with (SHARED / "units" / "ward_map_old_new.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            old = row["old_ward_code"] or row["old_district_code"]
            heirs = places.successor(old)
            # Some communes have become wards since the succession was published: kinds may differ.
            named = [heir.unit for heir in heirs if settle(row["new_ward"]).endswith(heir.unit.short["vi"])]
            default = next(heir.unit for heir in heirs if heir.is_default)
            wards += 1
            assert row["new_province_code"] in {unit.province for unit in named}, row
            assert (row["divided"] == "1") == (len(heirs) > 1), row
            assert row["is_default"] != "1" or default in named, row
            assert places.unit("2024", old).valid_until < default.valid_from
    assert wards == 10_602


def test_the_same_rows_make_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        write(tmp_path / name, [("01", "", "Thành phố", "Hà Nội")])

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_the_shipped_files_are_small():
    assert sum((DATA / name).stat().st_size for name in NAMES) < 300_000


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Thanh Hoá", "Thanh Hóa"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("Thuỵ Anh", "Thụy Anh"),
        ("Quý Hoà", "Quý Hòa"),
        ("Quỹ Nhất", "Quỹ Nhất"),
        ("Hoàng Mai", "Hoàng Mai"),
        ("Quỳnh Lưu", "Quỳnh Lưu"),
        ("HOÀ", "HÒA"),
    ],
)
def test_tone_marks_stand_where_the_resolutions_have_them(written, official):
    assert settle(written) == official
