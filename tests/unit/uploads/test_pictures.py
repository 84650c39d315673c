"""Photos are made readable for the officer, and nothing else is touched."""

import io
import warnings
from contextlib import suppress
from random import Random

import pytest
from PIL import Image

from app.errors import Invalid
from app.uploads.pictures import MOST_PIXELS, prepare

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

    made = prepare(stream, "jpeg")

    assert (made.stream.read(), made.kind, made.done) == (before, "jpeg", ())


def test_a_photo_taken_sideways_is_turned():
    made = prepare(photo(orientation=6), "jpeg")

    turned = opened(made.stream)
    assert (made.kind, made.done) == ("jpeg", ("upright",))
    assert turned.size == (40, 60)
    assert turned.getexif().get(ORIENTATION, 1) == 1
    assert turned.getpixel((35, 5))[1] < 80  # the red quarter is top right now


def test_a_photo_from_an_iphone_becomes_a_jpeg():
    made = prepare(photo("heic"), "heic")

    assert (made.kind, opened(made.stream).format, made.done) == ("jpeg", "JPEG", ("jpeg",))


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_where_a_photo_was_taken_is_left_out(kind):
    made = prepare(photo(kind, place=True), kind)

    assert made.done == ("placeless",)
    assert GPS not in opened(made.stream).getexif()


def test_a_transparent_picture_stays_transparent_and_its_thumbnail_is_white_behind():
    stream = photo("png", orientation=6, mode="RGBA", size=(2000, 1000))

    made = prepare(stream, "png")
    small = opened(io.BytesIO(made.thumbnail))

    assert (made.kind, opened(made.stream).mode) == ("png", "RGBA")
    assert small.size == (160, 320)
    assert small.format == "JPEG"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 no picture", b"", photo().getvalue()[:200]])
def test_what_cannot_be_opened_is_refused(content):
    with pytest.raises(Invalid, match="cannot be opened"):
        prepare(io.BytesIO(content), "jpeg")


def test_a_picture_that_did_not_arrive_whole_is_refused():
    whole = io.BytesIO()
    Image.effect_noise((90, 90), 50).save(whole, "PNG")

    for length in (60, 200, len(whole.getvalue()) - 40):
        with pytest.raises(Invalid, match="cannot be opened"):
            prepare(io.BytesIO(whole.getvalue()[:length]), "png")


@pytest.mark.parametrize("kind", ["jpeg", "png", "heic"])
def test_whatever_happens_to_the_bytes_of_a_photo_is_said_as_a_refusal(kind):
    body, chance = photo(kind, orientation=6, place=True).getvalue(), Random(1)

    for _ in range(150):
        broken = bytearray(body)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(Invalid), warnings.catch_warnings(action="ignore"):
            prepare(io.BytesIO(bytes(broken)), kind)


def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded():
    bomb = io.BytesIO()
    Image.new("1", (MOST_PIXELS // 1000 + 1, 1000)).save(bomb, "PNG")

    with pytest.raises(Invalid, match="too many points"):
        prepare(bomb, "png")


def test_a_very_large_photo_that_must_be_turned_is_made_half_as_large():
    made = prepare(photo(orientation=6, size=(6000, 4400)), "jpeg")

    assert made.done == ("upright", "smaller")
    assert opened(made.stream).size == (2200, 3000)
