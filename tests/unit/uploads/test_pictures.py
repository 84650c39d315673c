"""Photos are made readable for the officer, and nothing else is touched."""

import io

import pytest
from PIL import Image

from app.errors import Invalid
from app.uploads.pictures import readable, thumbnail

ORIENTATION, GPS = 0x0112, 0x8825


def photo(kind="jpeg", orientation=None, place=False, size=(60, 40), mode="RGB"):
    image = Image.new(mode, size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    if orientation:
        exif[ORIENTATION] = orientation
    if place:
        exif[GPS] = {1: "N", 2: (21.0, 2.0, 0.0)}
    written = io.BytesIO()
    image.save(written, "HEIF" if kind == "heic" else kind.upper(), exif=exif)
    written.seek(0)
    return written


def opened(stream):
    stream.seek(0)
    return Image.open(stream)


def test_an_upright_photo_stays_the_very_same_bytes():
    stream = photo()
    before = stream.getvalue()

    ready, kind = readable(stream, "jpeg")

    assert (ready.read(), kind) == (before, "jpeg")


def test_a_photo_taken_sideways_is_turned():
    ready, kind = readable(photo(orientation=6), "jpeg")

    turned = opened(ready)
    assert kind == "jpeg"
    assert turned.size == (40, 60)
    assert turned.getexif().get(ORIENTATION, 1) == 1
    assert turned.getpixel((35, 5))[1] < 80  # the red quarter is top right now


def test_a_photo_from_an_iphone_becomes_a_jpeg():
    ready, kind = readable(photo("heic"), "heic")

    assert (kind, opened(ready).format) == ("jpeg", "JPEG")


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_where_a_photo_was_taken_is_left_out(kind):
    ready, _ = readable(photo(kind, place=True), kind)

    assert GPS not in opened(ready).getexif()


def test_a_transparent_picture_stays_transparent_and_its_thumbnail_is_white_behind():
    stream = photo("png", orientation=6, mode="RGBA", size=(2000, 1000))

    ready, kind = readable(stream, "png")
    small = opened(io.BytesIO(thumbnail(stream)))

    assert (kind, opened(ready).mode) == ("png", "RGBA")
    assert small.size == (160, 320)
    assert small.format == "JPEG"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 no picture", b"", photo().getvalue()[:200]])
def test_what_cannot_be_opened_is_refused(content):
    with pytest.raises(Invalid, match="cannot be opened"):
        readable(io.BytesIO(content), "jpeg")


def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded():
    bomb = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(bomb, "PNG")

    with pytest.raises(Invalid, match="too many points"):
        readable(bomb, "png")
