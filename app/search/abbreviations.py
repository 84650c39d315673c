"""Read initials nobody listed: what the catalogue's own phrases would be shortened to (tctn, gplđ)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from app.folding import folded

SHORTEST = 3
LONGEST = 5
FEWEST = 5


def initials(names: Iterable[Sequence[str]]) -> dict[str, str]:
    """Initials, with and without đ, to the most frequent phrase of three to five words they stand for.

    `names` are lists of words.
    """
    phrases: Counter[str] = Counter()
    for tokens in names:
        for length in range(SHORTEST, LONGEST + 1):
            spans = (tokens[at : at + length] for at in range(len(tokens) - length + 1))
            phrases.update(" ".join(span) for span in spans)
    found: dict[str, str] = {}
    for phrase, times in phrases.most_common():
        if times < FEWEST:
            break
        short = "".join(word[0] for word in phrase.split(" "))
        found.setdefault(short, phrase)
        found.setdefault(folded(short), phrase)
    return found
