"""Photos as the officer will read them: upright, widely readable, and without where they were taken."""

from __future__ import annotations

import io
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from app.errors import Invalid
from app.texts import N_

MOST_PIXELS = 60_000_000
THUMBNAIL = (320, 320)
_ORIENTATION = 0x0112
_GPS = 0x8825
_TOO_LARGE = N_("The picture has too many points. Save it smaller, or take a new photo.")

register_heif_opener()


def readable(stream: IO[bytes], kind: str) -> tuple[IO[bytes], str]:
    """The photo upright and readable, with its kind; the very same bytes when nothing had to be done.

    HEIC becomes JPEG. A rotation that only viewers apply is carried out, and the place where a photo was
    taken is left out (data minimisation, Decree 13/2023/NĐ-CP Article 3). Raises `Invalid` for pictures
    that cannot be opened or are beyond sixty million pixels.
    """
    image = _opened(stream)
    exif = image.getexif()
    turned = exif.get(_ORIENTATION, 1) != 1
    if kind != "heic" and not turned and _GPS not in exif:
        stream.seek(0)
        return stream, kind
    written = io.BytesIO()
    target = "png" if kind == "png" else "jpeg"
    upright = ImageOps.exif_transpose(image)
    mode = upright.mode if target == "png" else "RGB"
    upright.convert(mode).save(written, target.upper(), quality=92, icc_profile=image.info.get("icc_profile"))
    written.seek(0)
    return written, target


def thumbnail(stream: IO[bytes]) -> bytes:
    """A JPEG of at most 320 by 320 pixels; raises `Invalid` for pictures that cannot be opened."""
    image = ImageOps.exif_transpose(_opened(stream))
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


def _opened(stream: IO[bytes]) -> Image.Image:
    stream.seek(0)
    try:
        image: Image.Image = Image.open(stream)
        if image.width * image.height > MOST_PIXELS:
            raise Invalid(_TOO_LARGE)
        image.load()
    except Image.DecompressionBombError as error:
        raise Invalid(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Invalid(N_("The picture cannot be opened. Take a new photo or save it again.")) from error
    return image
