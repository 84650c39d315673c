"""What a person asked for in the address, made harmless and bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.search import Filters

FACETS = ("audience", "level", "channel", "field", "agency", "administrative_level", "locality")
LONGEST_QUERY = 256
_MOST_VALUES = 20
_LONGEST_VALUE = 200
LAST_PAGE = 10_000
_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as asked: the query, the chosen values of each facet, and the page."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apply: bool = False
    page: int = 1

    @property
    def filters(self) -> Filters:
        """The chosen values as the search engine wants them."""
        return Filters(apply=self.apply, **self.chosen)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words limits what is found."""
        return self.apply or any(self.chosen.values())

    def address(self, page: int = 1) -> dict[str, list[str]]:
        """The query string that asks this again, at another page."""
        parts = {"q": [self.query] if self.query else []}
        parts |= {name: list(self.chosen.get(name, ())) for name in FACETS}
        parts["apply"] = ["1"] if self.apply else []
        parts["page"] = [str(page)] if page > 1 else []
        return {name: values for name, values in parts.items() if values}

    def without(self, name: str, value: str) -> dict[str, list[str]]:
        """The query string that asks the first page of this again with one chosen value less."""
        address = self.address()
        kept = [one for one in address.pop(name, []) if one != value]
        return {**address, name: kept} if kept else address


def asked(args: Mapping[str, Sequence[str]]) -> Asked:
    """Read a query string of any content; what makes no sense is left out, never refused."""
    return Asked(
        query=clean(_first(args, "q"))[:LONGEST_QUERY].strip(),
        chosen={name: _values(args.get(name, ())) for name in FACETS},
        apply=_first(args, "apply") == "1",
        page=page_number(_first(args, "page")),
    )


def page_number(text: str) -> int:
    """A page from 1 to 10,000; anything else is the first, anything beyond the last."""
    digits = text.strip()[:12]
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(max(int(digits), 1), LAST_PAGE)


def clean(text: str) -> str:
    """The text with control characters and broken surrogates turned into spaces."""
    return _NOT_TEXT.sub(" ", text[: LONGEST_QUERY * 4])


def _first(args: Mapping[str, Sequence[str]], name: str) -> str:
    values = args.get(name) or ("",)
    return values[0]


def _values(values: Sequence[str]) -> tuple[str, ...]:
    wanted = (clean(value).strip()[:_LONGEST_VALUE] for value in values[:_MOST_VALUES])
    return tuple(dict.fromkeys(filter(None, wanted)))
