"""QR codes are drawings that stand anywhere."""

from __future__ import annotations

import pytest

from app.papers import qr


def test_a_code_is_a_drawing_with_a_quiet_zone_and_no_style() -> None:
    drawn = qr("https://example.vn/vi/procedures/1.001193")

    assert drawn.startswith("<svg xmlns=")
    assert "viewBox=" in drawn
    assert "style=" not in drawn
    assert 'fill="#fff"' in drawn
    assert 'd="M4 4.5' in drawn


def test_a_text_that_no_code_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr("x" * 5000)
