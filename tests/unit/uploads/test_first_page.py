"""The first page of a PDF, drawn apart from the portal."""

import io
import resource
import tempfile

import pytest
from fpdf import FPDF
from PIL import Image

from app.uploads.first_page import first_page
from tests.support.signing import added_to, locked_pdf, make_pdf


def drawn(body, **bounds):
    with tempfile.TemporaryFile() as file:
        file.write(body)
        return first_page(file, **bounds)


def pdf_of(*objects):
    """A PDF of these objects; the first is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + trailer


def stream(attributes, content):
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (attributes, len(content), content)


def page(resources, content, box=b"0 0 300 300"):
    return (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Resources<<%b>>/Contents 4 0 R>>" % (box, resources),
        stream(b"", content),
    )


def test_the_first_page_is_a_small_picture():
    image = Image.open(io.BytesIO(drawn(make_pdf())))

    assert (image.format, image.size) == ("JPEG", (227, 320))
    assert image.convert("L").getextrema() == (image.convert("L").getextrema()[0], 255)
    assert image.convert("L").getextrema()[0] < 128


def test_a_page_that_is_turned_is_drawn_as_viewers_show_it():
    assert Image.open(io.BytesIO(drawn(added_to(make_pdf())))).size == (320, 227)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no PDF",
        b"%PDF-1.7 cut",
        make_pdf()[:300],
        locked_pdf(),
        pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"),
    ],
    ids=["empty", "other", "cut", "half", "locked", "no-pages"],
)
def test_what_cannot_be_drawn_has_no_picture(body):
    assert drawn(body) is None


def test_a_page_of_any_size_becomes_a_small_picture():
    sheet = FPDF(format=(14_400, 3))
    sheet.add_page()

    image = Image.open(io.BytesIO(drawn(bytes(sheet.output()))))

    assert max(image.size) <= 320


def test_a_file_that_never_comes_to_an_end_is_given_up():
    """Forms that draw forms, ten at a time: ten thousand million operations in two kilobytes."""
    levels = [
        stream(
            b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1),
            b"/X Do " * 10,
        )
        for number in range(5, 15)
    ]
    last = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]", b"0 0 9 9 re f")
    body = pdf_of(*page(b"/XObject<</X 5 0 R>>", b"/X Do"), *levels, last)

    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    assert drawn(body, cpu_s=1) is None
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 2


def test_a_file_that_needs_more_memory_than_allowed_is_given_up():
    assert drawn(make_pdf()) is not None
    assert drawn(make_pdf(), memory=16 * 1024**2) is None
