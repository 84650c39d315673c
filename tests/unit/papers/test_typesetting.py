"""Documents are accessible PDFs, of our fonts alone, whatever the texts hold."""

from __future__ import annotations

import io
import socket
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from app.papers import qr, typeset

MOMENT = datetime(2026, 11, 22, 5, 0, 7, 250_000, tzinfo=UTC)
NAME = "Thủ tục đăng ký khai sinh"
DATA: dict[str, Any] = {
    "title": NAME,
    "note": "Nguồn: Bộ Tư pháp",
    "lead": ["Phường Hoàn Kiếm, thành phố Hà Nội"],
    "code": {"svg": qr("https://example.vn/vi/procedures/1"), "alt": "Mã QR của trang", "caption": "Xem"},
    "sections": [
        {"heading": "Thông tin", "facts": [["Lệ phí", "8.000 ₫"], ["Thời hạn", "1 ngày làm việc"]]},
        {"heading": "Giấy tờ", "items": ["Giấy chứng sinh", "Tờ khai"], "numbered": True},
        {"heading": "Bảng", "table": {"head": ["Cách nộp", "Phí"], "rows": [["Trực tuyến", "0"]]}},
    ],
}


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_document_is_tagged_and_says_its_language_and_title(lang: Any) -> None:
    reader = read(typeset("document", DATA, lang))

    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF object
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == NAME


def test_every_text_can_be_taken_out_again_with_its_vietnamese_marks() -> None:
    text = words(typeset("document", DATA, "vi"))

    for expected in (NAME, "Phường Hoàn Kiếm", "8.000 ₫", "Giấy chứng sinh", "Trực tuyến", "Trang 1 trên 1"):
        assert expected in text


def test_texts_are_never_read_as_markup() -> None:
    hostile = '#read("/etc/passwd") *x* $a$ <b> @who "]'

    text = words(typeset("document", {**DATA, "lead": [hostile]}, "vi"))

    assert hostile in text


def test_what_no_font_can_show_becomes_a_box_and_the_invisible_is_left_out() -> None:
    strange = "Nguyễn 名 \u200eVăn\u0007 \U0001f9ff\uf0fc"

    text = words(typeset("document", {**DATA, "lead": [strange]}, "vi"))

    assert "Nguyễn □ Văn □□" in text


def test_decomposed_letters_are_composed() -> None:
    text = words(typeset("document", {**DATA, "lead": ["Vie\u0323\u0302t Nam"]}, "vi"))

    assert "Việt Nam" in text


def test_the_same_input_and_moment_give_the_same_bytes() -> None:
    first = typeset("document", DATA, "vi", made_at=MOMENT)

    second = typeset("document", DATA, "vi", made_at=MOMENT)

    assert first == second


def test_only_our_fonts_are_used_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a document asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    page: Any = read(typeset("document", DATA, "vi")).pages[0]

    used = {font.get_object()["/BaseFont"].partition("+")[2] for font in page["/Resources"]["/Font"].values()}
    assert used
    assert all(name.startswith(("BeVietnamPro", "DejaVuSans")) for name in used)


def test_small_paper_is_small() -> None:
    box = read(typeset("document", {**DATA, "paper": "a5"}, "vi")).pages[0].mediabox

    assert (round(float(box.width)), round(float(box.height))) == (420, 595)


def test_an_unknown_template_and_missing_data_are_named() -> None:
    with pytest.raises(LookupError):
        typeset("../frame", DATA, "vi")
    with pytest.raises(ValueError, match="document: "):
        typeset("document", {"lead": []}, "vi")
