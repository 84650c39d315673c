"""Draws the first page of the PDF on standard input, as JPEG on standard output; a program of its own.

It unpacks what strangers wrote with a library in C++, so it runs apart from the portal.
"""

from __future__ import annotations

import sys

from app.confined import give_up_rights

EDGE = 320  # pixels of the longer side


def main(cpu_s: int, memory: int) -> None:
    """Read, draw, write; ends with an error where there is nothing to draw."""
    import pypdfium2  # noqa: PLC0415 - after its modules are loaded no file is opened any more
    from PIL import Image  # noqa: PLC0415 - as above

    Image.preinit()
    give_up_rights(cpu_s, memory)
    page = pypdfium2.PdfDocument(sys.stdin.buffer)[0]
    bitmap = page.render(scale=EDGE / max(page.get_size()), limit_image_cache=True)
    bitmap.to_pil().convert("RGB").save(sys.stdout.buffer, "JPEG", quality=75)
