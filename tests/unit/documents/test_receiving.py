"""What a file is called, whatever its owner's system called it."""

import pytest

from app.features.documents.receiving import file_name


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("giấy chứng sinh.pdf", "giấy chứng sinh.pdf"),
        ("gia\u0302\u0301y.pdf", "gia\u0302\u0301y.pdf"),
        (
            "cả nhà \U0001f468\u200d\U0001f469\u200d\U0001f467.jpg",
            "cả nhà \U0001f468\u200d\U0001f469\u200d\U0001f467.jpg",
        ),
        ("C:\\Users\\An\\ảnh.jpg", "ảnh.jpg"),
        ("../../etc/passwd", "passwd"),
        ("hoá đơn\u202efdp.exe", "hoá đơnfdp.exe"),
        ("một\u2028hai\r\n\0.pdf", "mộthai.pdf"),
        ("\ud800\u200b \t", "file"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("a" * 300, "a" * 200),
        ("a." + "b" * 300, "a." + "b" * 198),
    ],
)
def test_a_file_is_called_what_can_be_read_and_keeps_its_ending(given, called):
    assert file_name(given) == called
