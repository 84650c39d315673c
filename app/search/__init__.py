"""The search engine: text folding, what people mean, index and ranking; no framework, no database."""

from app.search.entry import Entry, Filters, Hit, Hits, Match, Suggestion
from app.search.index import Index
from app.search.store import IndexStore

__all__ = ["Entry", "Filters", "Hit", "Hits", "Index", "IndexStore", "Match", "Suggestion"]
