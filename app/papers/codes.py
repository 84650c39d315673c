"""Two-dimensional codes that lead from paper back to an address."""

from __future__ import annotations

import io

import segno

_QUIET_ZONE = 4  # modules, ISO/IEC 18004 section 5.3.8


def qr(text: str) -> str:
    """A QR code as an SVG document: quiet zone of four, error correction M; raises ValueError when too long.

    It has a view box and no fixed size: the place it stands in decides. In HTML it belongs into an <img>.
    """
    try:
        code = segno.make_qr(text, error="m", boost_error=False)
    except segno.DataOverflowError as error:
        raise ValueError("the text is too long for a QR code") from error
    drawn = io.BytesIO()
    code.save(
        drawn,
        kind="svg",
        border=_QUIET_ZONE,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return drawn.getvalue().decode()
