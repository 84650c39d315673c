"""Makes the data files of this package from the published unit lists.

Usage: python -m app.localities.generate FOLDER, where FOLDER holds units_63_v2.4.1_min.json,
units_34_2026-07.json, ward_map_old_new.csv and province_map_63_34.csv. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from app.folding import settle
from app.localities.collate import collate
from app.localities.units import KINDS_EN

DATA = Path(__file__).parent / "data"


class Row(NamedTuple):
    """One unit as the data files have it; `parent` is empty for a province."""

    code: str
    parent: str
    kind: str
    name: str


def main(folder: Path, target: Path = DATA) -> None:
    """Write the three data files into `target`."""
    old = list(_units(_read(folder / "units_63_v2.4.1_min.json"), ("District", "Ward")))
    new = list(_units(_read(folder / "units_34_2026-07.json"), ("Wards",)))
    successors = _successors(folder, {row.code: row for row in new})
    old.sort(key=_order)
    new.sort(key=_order)
    write(target / "units_2024.tsv.gz", old)
    write(target / "units_2025.tsv.gz", new)
    write(target / "successors.tsv.gz", sorted(successors))


def write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Write `rows` as gzipped TSV without a timestamp, so that equal rows make equal files."""
    text = "".join("\t".join(row) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _units(items: list[dict[str, Any]], below: tuple[str, ...], parent: str = "") -> Iterator[Row]:
    for item in items:
        yield _row(item, parent)
        if below:
            yield from _units(item.get(below[0]) or [], below[1:], item["Code"])


def _row(item: dict[str, Any], parent: str) -> Row:
    name = settle(item["Name"])
    kind = item["FullName"][: -len(item["Name"])].strip().capitalize()
    if kind not in KINDS_EN:
        raise ValueError(f"unknown kind of unit: {item['FullName']}")
    return Row(item["Code"], parent, kind, name)


def _order(row: Row) -> Any:
    return len(row.code), collate(row.name), row.kind, row.code


def _successors(folder: Path, today: dict[str, Row]) -> Iterator[tuple[str, str]]:
    """Old code and its successors' codes, the default first."""
    heirs: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for row in _table(folder / "ward_map_old_new.csv"):
        # Five island districts had no wards: their district is what was succeeded.
        old = row["old_ward_code"] or row["old_district_code"]
        heirs[old].append((row["is_default"] != "1", _code_today(row, today)))
    for old, found in heirs.items():
        yield old, " ".join(code for _, code in sorted(found))
    for row in _table(folder / "province_map_63_34.csv"):
        yield row["old_code"], row["new_code"]


def _code_today(row: dict[str, str], today: dict[str, Row]) -> str:
    """The unit list is younger than the map: a recoded unit is found by its name in its province."""
    if row["new_ward_code"] in today:
        return row["new_ward_code"]
    wanted = (row["new_province_code"], settle(row["new_ward"]))
    same = [u.code for u in today.values() if (u.parent, f"{u.kind} {u.name}") == wanted]
    if len(same) != 1:
        raise ValueError(f"no unit today for {row['new_ward_code']} {row['new_ward']}")
    return same[0]


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
