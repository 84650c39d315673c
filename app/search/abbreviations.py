"""Read initials nobody listed: what the catalogue's own phrases would be shortened to (tctn, gplđ)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from app.folding import folded

SHORTEST = 3
LONGEST = 5
LONGEST_CURATED = 6
FEWEST = 5


def initials(names: Iterable[Sequence[str]], curated: Iterable[Sequence[str]] = ()) -> dict[str, str]:
    """Initials, with and without đ, to the most frequent phrase of three words or more they stand for.

    Both are lists of words; what was curated counts as if it stood in FEWEST names.
    """
    phrases: Counter[str] = Counter()
    for tokens in names:
        phrases.update(_spans(tokens, LONGEST))
    for span in {span for tokens in curated for span in _spans(tokens, LONGEST_CURATED)}:
        phrases[span] += FEWEST
    found: dict[str, str] = {}
    for phrase, times in phrases.most_common():
        if times < FEWEST:
            break
        short = "".join(word[0] for word in phrase.split(" "))
        found.setdefault(short, phrase)
        found.setdefault(folded(short), phrase)
    return found


def _spans(tokens: Sequence[str], longest: int) -> Iterator[str]:
    for length in range(SHORTEST, longest + 1):
        yield from (" ".join(tokens[at : at + length]) for at in range(len(tokens) - length + 1))
