"""Documents for paper and for readers of PDF: typeset from data, accessible, in one language each."""

from app.papers.codes import qr
from app.papers.typesetting import typeset

__all__ = ["qr", "typeset"]
