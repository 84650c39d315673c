"""Draws the first page of the PDF on standard input, as JPEG on standard output; a program of its own.

Its arguments are what it may take: seconds of processor time, and bytes of addresses.

It unpacks what strangers wrote with a library in C++, so it runs apart from the portal: `first_page` starts
it without the portal's environment, and it takes away from itself what a drawing does not need before it
looks at the file.
"""

from __future__ import annotations

import resource
import sys

EDGE = 320  # pixels of the longer side
_OPEN_FILES = 16


def main() -> None:
    """Read, draw, write; ends with an error where there is nothing to draw."""
    import pypdfium2  # noqa: PLC0415 - after its modules are loaded no file is opened any more
    from PIL import Image  # noqa: PLC0415 - as above

    Image.preinit()
    _give_up_rights(int(sys.argv[1]), int(sys.argv[2]))
    page = pypdfium2.PdfDocument(sys.stdin.buffer)[0]
    bitmap = page.render(scale=EDGE / max(page.get_size()), limit_image_cache=True)
    bitmap.to_pil().convert("RGB").save(sys.stdout.buffer, "JPEG", quality=75)


def _give_up_rights(cpu_s: int, memory: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
