"""Photos as the officer will read them: upright, widely readable, and without where they were taken."""

from __future__ import annotations

import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from app.errors import Invalid
from app.texts import N_

MOST_PIXELS = 60_000_000
THUMBNAIL = (320, 320)
_LARGE = 24_000_000
_ORIENTATION = 0x0112
_GPS = 0x8825
_TOO_LARGE = N_("The picture has too many points. Save it smaller, or take a new photo.")
# What the library raises for bytes that are no picture, or only the beginning of one.
_MALFORMED = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
)
_ONE_AT_A_TIME = threading.Lock()

register_heif_opener()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo made ready: its bytes, their kind, what was done to it, and a small JPEG of it.

    `done` lists `jpeg` (it was HEIC), `upright` (it was turned), `placeless` (the place where it was taken
    is left out), `smaller` (half as wide and high).
    """

    stream: IO[bytes]
    kind: str
    done: tuple[str, ...]
    thumbnail: bytes


def prepare(stream: IO[bytes], kind: str) -> Picture:
    """The photo upright and readable; the very same bytes when nothing had to be done.

    HEIC becomes JPEG. A rotation that only viewers apply is carried out, and the place where a photo was
    taken is left out (data minimisation, Decree 13/2023/NĐ-CP Article 3). Raises `Invalid` for pictures
    that cannot be opened or are beyond sixty million pixels. Pictures are unpacked one at a time, so that
    many at once need no more memory than the largest.
    """
    with _ONE_AT_A_TIME, _explained():
        image = _recognised(stream)
        done = _to_do(image, kind)
        if not done:
            small = _thumbnail(_unpacked(image, THUMBNAIL))
            return Picture(_at_start(stream), kind, (), small)
        if image.width * image.height > _LARGE and kind == "jpeg":
            image.draft(None, (image.width // 2, image.height // 2))
            done = (*done, "smaller")
        return _rewritten(_unpacked(image), "png" if kind == "png" else "jpeg", done)


def _to_do(image: Image.Image, kind: str) -> tuple[str, ...]:
    exif = image.getexif()
    found = {"jpeg": kind == "heic", "upright": exif.get(_ORIENTATION, 1) != 1, "placeless": _GPS in exif}
    return tuple(name for name, needed in found.items() if needed)


def _rewritten(image: Image.Image, target: str, done: tuple[str, ...]) -> Picture:
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)
    ready = image if target == "png" or image.mode == "RGB" else image.convert("RGB")
    written = io.BytesIO()
    ready.save(written, target.upper(), quality=92, icc_profile=profile, exif=b"")
    return Picture(_at_start(written), target, done, _thumbnail(ready))


def _thumbnail(image: Image.Image) -> bytes:
    image.thumbnail(THUMBNAIL)
    written = io.BytesIO()
    _on_white(image).save(written, "JPEG", quality=75)
    return written.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    page = Image.new("RGB", layer.size, "white")
    page.paste(layer, mask=layer.getchannel("A"))
    return page


def _recognised(stream: IO[bytes]) -> Image.Image:
    """The picture by its head alone: nothing is unpacked before its size is known."""
    image: Image.Image = Image.open(_at_start(stream))
    if image.width * image.height > MOST_PIXELS:
        raise Invalid(_TOO_LARGE)
    return image


def _unpacked(image: Image.Image, at_least: tuple[int, int] | None = None) -> Image.Image:
    """All of it read, so that a damaged one is found; JPEGs only as large as needed."""
    if at_least:
        image.draft(None, at_least)
    image.load()
    return image


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError as error:
        raise Invalid(_TOO_LARGE) from error
    except _MALFORMED as error:
        raise Invalid(N_("The picture cannot be opened. Take a new photo or save it again.")) from error


def _at_start(stream: IO[bytes]) -> IO[bytes]:
    stream.seek(0)
    return stream
