"""Procedures for tests: records of our own format and of the national portal's."""

from __future__ import annotations

from typing import Any

from app.features.catalogue.records.record import ProcedureRecord, convert


def own_record(code: str = "1.000001", **changes: Any) -> dict[str, Any]:
    """A complete small record of our own format, as JSON would hold it."""
    return {
        "code": code,
        "name": {"vi": f"Thủ tục {code}", "en": f"Procedure {code}"},
        "summary": None,
        "field": {"code": "F1", "name": {"vi": "Hộ tịch", "en": "Civil status"}},
        "agency": {"code": "G15", "name": {"vi": "Bộ Tư pháp", "en": "Ministry of Justice"}},
        "executing": [{"code": None, "name": {"vi": "Ủy ban nhân dân cấp xã"}}],
        "levels": ["WARD"],
        "service_level": "full",
        "audiences": ["citizen"],
        "channels": [_online()],
        "steps": [{"vi": "Nộp hồ sơ."}],
        "papers": [{"case": None, "documents": [_form()]}],
        "applicants": {"vi": "Công dân"},
        "results": [{"code": "R1", "name": {"vi": "Giấy chứng nhận"}}],
        "conditions": None,
        "legal_basis": [{"code": "60/2014/QH13", "name": {"vi": "Luật Hộ tịch"}}],
        "address": None,
        "keywords": None,
        "life_events": ["750"],
        "availability": {"kind": "nationwide", "provinces": [], "from": None, "to": None},
        "variant_of": None,
        "linked": [],
        "decision": None,
        "source": {"name": "test", "date": "2026-01-01", "official": False},
    } | changes


def record(code: str = "1.000001", **changes: Any) -> ProcedureRecord:
    """The same, read."""
    return convert(own_record(code, **changes))


def national_record(code: str = "1.000001", **changes: Any) -> dict[str, Any]:
    """A small record as the national portal delivers it."""
    return {
        "id": "x",
        "code": code,
        "name": f"Thủ tục {code.strip()}",
        "state": "ACTIVE",
        "levels": ["PROVINCE"],
        "isFullProcess": False,
        "isOfflineOnly": False,
        "fields": [{"code": "G15-TP07", "name": "Hộ tịch"}],
        "serviceGroups": [],
        "promulgator": {"code": "G15", "name": "Bộ Tư pháp"},
        "executing": [{"code": None, "name": "Ủy ban nhân dân cấp xã"}],
        "authority": [],
        "subjects": [{"code": "ĐT1", "name": "Công dân Việt Nam"}],
        "steps": [{"name": None, "text": "- Nộp hồ sơ\n- Nhận kết quả"}],
        "methods": [{"channel": "ONLINE", "time": 5, "unit": "WORKING_DAY", "note": None, "fees": []}],
        "documentCases": [],
        "cases": [],
        "legalBasis": [],
        "results": [],
        "conditions": None,
        "keywords": None,
        "receivingAddress": None,
        "decision": {"no": "1/QĐ", "date": 1_700_000_000_000, "published": None},
    } | changes


def _online() -> dict[str, Any]:
    return {
        "channel": "online",
        "time": {"amount": 3, "unit": "working_day", "note": None},
        "fees": [{"kind": "charge", "amount": 8000, "note": None}],
        "note": None,
    }


def _form() -> dict[str, Any]:
    return {"code": "D1", "name": {"vi": "Tờ khai"}, "originals": 1, "copies": 0, "form": None}
