"""The standard slips say what the dossier's page says."""

import io
from datetime import date

import pypdf
import pytest

from app.sandbox.desk.service import Point

POINTS = [Point({"vi": "Ảnh giấy chứng sinh bị mờ", "en": "The photo is blurred"}, kind="file")]


@pytest.fixture
def paper(get):
    """A slip as words on one line."""

    def read(code, kind, lang="vi"):
        answer = get(f"/{lang}/dossiers/{code}/slips/{kind}.pdf")
        assert answer.status_code == 200, answer.status_code
        assert answer.mimetype == "application/pdf"
        sheet = pypdf.PdfReader(io.BytesIO(answer.data))
        width, height = (float(side) for side in sheet.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (420, 595)
        assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert sheet.trailer["/Root"]["/Lang"].startswith(lang)
        return " ".join(" ".join(page.extract_text() for page in sheet.pages).split())

    return read


def offered(page):
    return [link.attr("href").rpartition("/")[2] for link in page.all("a[href*='/slips/']")]


def squeezed(text):
    return text.replace(" ", "")


def test_the_receipt_says_exactly_what_the_page_says(visit, code, act, paper):
    act(code, "accept", "start")
    page = visit(f"/vi/dossiers/{code}")

    text = paper(code, "receipt")

    assert offered(page) == ["receipt.pdf", "control.pdf", "register.pdf"]
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in text
    assert squeezed(code) in squeezed(text)
    metas = page.texts(".timeline .meta")
    accepted = next(meta for meta in metas if "Đỗ Thu Hà" in meta).partition(" · ")[0]
    assert squeezed(accepted) in squeezed(text)
    assert "23/11/2026" in text and "23/11/2026" in page.one("#progress aside").text
    assert squeezed(page.one(".file-list div").text.split(" · ")[0].rpartition(" ")[0])[:12] in squeezed(text)
    assert "Mẫu số 01" in text


def test_the_request_lists_every_point(visit, code, act, paper):
    act(code, "accept", "start", "ask_supplement", points=POINTS, answer_by=date(2026, 12, 1))

    text = paper(code, "supplement")

    assert "supplement.pdf" in offered(visit(f"/vi/dossiers/{code}"))
    assert "Ảnh giấy chứng sinh bị mờ" in text
    assert "01/12/2026" in text
    assert "The photo is blurred" in paper(code, "supplement", "en")


def test_the_refusal_gives_the_reason(visit, code, act, paper):
    act(code, "refuse", reason="Hồ sơ thuộc xã khác")

    assert offered(visit(f"/vi/dossiers/{code}")) == ["refusal.pdf"]
    assert "Hồ sơ thuộc xã khác" in paper(code, "refusal")


def test_the_apology_names_both_days(visit, code, act, paper):
    act(code, "accept", "start")
    act(code, "postpone", until=date(2026, 12, 3), reason="Chờ xác minh")

    text = paper(code, "apology")

    assert "apology.pdf" in offered(visit(f"/vi/dossiers/{code}"))
    assert "23/11/2026" in text
    assert "03/12/2026" in text
    assert "Chờ xác minh" in text


def test_the_control_sheet_has_a_row_for_every_hand_over(code, act, paper):
    act(code, "accept", "start", "finish")

    text = paper(code, "control")

    assert all(name in text for name in ("Được tiếp nhận", "Đang xử lý", "Đã xử lý xong"))
    assert "Giấy xác nhận kết quả" in paper(code, "register")


@pytest.mark.parametrize("kind", ["refusal", "apology", "supplement", "nonsense", "../x"])
def test_a_slip_that_does_not_apply_is_not_found(get, code, act, kind):
    act(code, "accept")

    assert get(f"/vi/dossiers/{code}/slips/{kind}.pdf").status_code == 404


def test_slips_are_only_for_the_owner(code, act, another_visitor):
    act(code, "accept")
    stranger = another_visitor()
    stranger.sign_in("079085000022")

    stranger.visit(f"/vi/dossiers/{code}/slips/receipt.pdf", status=404)
