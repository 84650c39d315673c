"""Who works at the desk."""

from __future__ import annotations

OFFICERS = ("Đỗ Thu Hà", "Vũ Quang Minh", "Lương Thị Ngọc")
ON_DUTY = OFFICERS[0]
