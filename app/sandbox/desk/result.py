"""The result of a dossier as a PDF on one A4 page, in both languages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fpdf import FPDF

from app.sandbox.agencies.models import Dossier
from app.sandbox.clock import VIETNAM

FONTS = Path(__file__).with_name("fonts")
MARGIN_MM = 25
RESULT_NAME = {
    "vi": "Giấy xác nhận kết quả giải quyết thủ tục",
    "en": "Certificate of the procedure's result",
}


def make_result(
    dossier: Dossier, procedure: dict[str, str], officer: str, now: datetime
) -> tuple[dict[str, str], bytes]:
    """The result's name and its PDF; the text states that it comes from a sandbox."""
    sheet = _sheet(now)
    sheet.set_title(f"{RESULT_NAME['vi']} – {dossier.code}")
    _centred(sheet, dossier.agency["name"]["vi"].upper(), 11)
    _centred(sheet, dossier.agency["name"].get("en", ""), 9, after=14)
    _centred(sheet, RESULT_NAME["vi"].upper(), 15, strong=True)
    _centred(sheet, RESULT_NAME["en"], 11, after=12)
    for label, value in _facts(dossier, procedure, officer, now):
        _row(sheet, label, value)
    sheet.ln(10)
    _centred(sheet, "Bản thử nghiệm, không có giá trị pháp lý", 10, strong=True)
    _centred(sheet, "Made by a sandbox, without legal force", 9)
    return RESULT_NAME, bytes(sheet.output())


def _facts(dossier: Dossier, procedure: dict[str, str], officer: str, now: datetime) -> list[tuple[str, str]]:
    applicant = dossier.applicant
    return [
        ("Mã hồ sơ / Dossier code", dossier.code),
        ("Thủ tục / Procedure", " / ".join(dict.fromkeys(procedure.values()))),
        ("Mã thủ tục / Procedure code", dossier.procedure),
        ("Người nộp / Applicant", f"{applicant['name']} ({applicant['id_number']})"),
        ("Ngày tiếp nhận / Received", _day(dossier.received_at)),
        ("Ngày hoàn thành / Completed", _day(now)),
        ("Cán bộ / Officer", officer),
    ]


def _sheet(now: datetime) -> FPDF:
    sheet = FPDF(format="A4")
    sheet.set_creation_date(now)
    sheet.set_lang("vi")
    sheet.set_margins(MARGIN_MM, MARGIN_MM)
    sheet.add_font("sheet", "", FONTS / "be-vietnam-pro-regular.ttf")
    sheet.add_font("sheet", "B", FONTS / "be-vietnam-pro-semibold.ttf")
    sheet.add_page()
    return sheet


def _centred(sheet: FPDF, text: str, points: int, *, strong: bool = False, after: int = 0) -> None:
    sheet.set_font("sheet", "B" if strong else "", points)
    sheet.multi_cell(0, points * 0.6, text, align="C", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(after)


def _row(sheet: FPDF, label: str, value: str) -> None:
    sheet.set_font("sheet", "", 9)
    sheet.multi_cell(0, 5, label, new_x="LMARGIN", new_y="NEXT")
    sheet.set_font("sheet", "B", 11)
    sheet.multi_cell(0, 7, value, new_x="LMARGIN", new_y="NEXT")
    sheet.ln(2)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y}"
