"""Read the national records as index entries, for benchmarks and tests that have the shared data."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from app.search import Entry

ROOT = Path(__file__).resolve().parents[1]
_AUDIENCES = {
    "ĐT1": "citizen",
    "Công dân Việt Nam": "citizen",
    "Người Việt Nam định cư ở nước ngoài": "citizen",
    "Doanh nghiệp": "business",
    "Hợp tác xã": "business",
    "Người nước ngoài": "foreigner",
    "Tổ chức": "organisation",
    "Cán bộ, công chức, viên chức": "official",
    "Đảng viên": "official",
}
_CHANNELS = {"ONLINE": "online", "DIRECT": "counter", "POSTAL": "postal"}


def shared_data() -> Path:
    """The folder of the shared domain data; it may be absent."""
    return Path(os.environ.get("PORTAL_SHARED_DATA", str(ROOT.parent / "shared" / "domain" / "data")))


def available() -> bool:
    """Whether the national records are there."""
    return (shared_data() / "procedures" / "dvcqg_2026_full.jsonl.gz").exists()


@cache
def entries() -> tuple[Entry, ...]:
    """All national procedures as entries."""
    names = _column("procedures/names_en.tsv", key=0, value=1)
    fields = _column("taxonomy/fields_en.tsv", key=0, value=2)
    agencies = _column("taxonomy/agencies_en.tsv", key=0, value=1)
    provinces = _provinces()
    return tuple(_entry(record, names, fields, agencies, provinces) for record in _records())


def queries() -> list[dict[str, Any]]:
    """The labelled development queries."""
    lines = (shared_data() / "queries" / "dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _records() -> Iterator[dict[str, Any]]:
    with gzip.open(
        shared_data() / "procedures" / "dvcqg_2026_full.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        yield from (json.loads(line) for line in lines)


def _column(path: str, key: int, value: int) -> dict[str, str]:
    lines = (shared_data() / path).read_text("utf-8").splitlines()
    cells = (line.split("\t") for line in lines)
    return {row[key].strip(): row[value].strip() for row in cells if len(row) > value}


def _provinces() -> dict[str, str]:
    """Agency code H01…H63 to today's province code."""
    base = shared_data()
    with (base / "units" / "province_map_63_34.csv").open(encoding="utf-8") as file:
        successors = {row[0]: row[2] for row in csv.reader(file)}
    with (base / "reference" / "province_agency_codes_H.csv").open(encoding="utf-8") as file:
        return {row[0]: successors.get(row[3], row[3]) for row in csv.reader(file)}


def _entry(
    record: dict[str, Any],
    names: dict[str, str],
    fields: dict[str, str],
    agencies: dict[str, str],
    provinces: dict[str, str],
) -> Entry:
    code, agency, field = record["code"].strip(), record["promulgator"], record["fields"][0]
    own = provinces.get(agency["code"][:3])
    executing = [unit["name"] for unit in record["executing"]]
    return Entry(
        code=code,
        name_vi=record["name"].strip(),
        name_en=names.get(code, ""),
        field=field["code"],
        field_vi=field["name"],
        field_en=fields.get(field["code"], ""),
        agency=agency["code"],
        agency_vi=agency["name"],
        agency_en=agencies.get(agency["name"], ""),
        executing=" ".join(executing + [agencies.get(name, "") for name in executing]),
        keywords=record["keywords"] or "",
        papers=" ".join(d["name"] or "" for case in record["documentCases"] for d in case["documents"]),
        text=" ".join(result["name"] or "" for result in record["results"])
        + " "
        + (record["description"] or ""),
        audiences=tuple(sorted({a for s in record["subjects"] if (a := _audience(s))})),
        service_level="full"
        if record["isFullProcess"]
        else "counter"
        if record["isOfflineOnly"]
        else "partial",
        channels=tuple(sorted({_CHANNELS[method["channel"]] for method in record["methods"]})),
        levels=tuple(record["levels"]),
        provinces=(own,) if own else None,
        life_events=tuple(group["name"] for group in record["serviceGroups"]),
    )


def _audience(subject: dict[str, str]) -> str | None:
    return next((kind for start, kind in _AUDIENCES.items() if subject["name"].startswith(start)), None)
