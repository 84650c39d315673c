"""Find the procedures that answer a meaning and put them in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from heapq import nsmallest
from operator import and_

from app.search.covers import Covers
from app.search.knowledge import QueryWeights
from app.search.meaning import Meaning, Segment
from app.search.postings import Postings, at_least, bitset, members

ENOUGH = 100
FEWEST_SHARE = 0.3
TELLING = 0.4
WHOLE = 200.0
LOOKED_AT = 50
KEPT = 0.35
TIERS = (400, 1000, 2500)


class Ranker:
    """Scores procedures; every number comes from the weights file."""

    def __init__(
        self,
        postings: Mapping[str, Postings],
        priors: Sequence[float],
        positions: Mapping[str, int],
        weights: QueryWeights,
        covers: Sequence[Covers],
    ) -> None:
        self._postings = postings
        self._priors = priors
        self._positions = positions
        self._weights = weights
        self._covers = covers
        self._size = len(priors)
        needed = sorted(range(self._size), key=lambda doc: -priors[doc])
        self._tiers = [bitset(needed[:most], self._size) for most in TIERS]

    def found(self, meaning: Meaning) -> int:
        """The set of procedures that answer enough of the query, situations included."""
        heaviest = max((segment.mass for segment in meaning.segments if segment.required), default=0.0)
        required = [one for one in meaning.segments if one.required and one.mass >= TELLING * heaviest]
        sets = [bits for bits in (self._reach(segment) for segment in required) if bits]
        curated = 0
        for fit in meaning.fits:
            for code in fit.codes:
                if code in self._positions:
                    curated |= 1 << self._positions[code]
        if not sets:
            return curated
        levels = at_least(sets)
        fewest = max(0, int(len(sets) * FEWEST_SHARE + 0.5) - 1)
        for level in range(len(sets) - 1, fewest - 1, -1):
            bits = levels[level] | curated
            if bits.bit_count() >= ENOUGH:
                return bits
        return (levels[fewest] or levels[0]) | curated

    def _reach(self, segment: Segment) -> int:
        bits = 0
        for term, _ in segment.options:
            bits |= self._postings[term].bits(self._size)
        if segment.phrase:
            together = -1
            for term, _ in segment.phrase:
                together &= self._postings[term].bits(self._size)
            bits |= together
        return bits

    def ranked(self, meaning: Meaning, bits: int, most: int | None = None) -> list[tuple[float, int]]:
        """The procedures of a set with their scores, best first; what fits far worse is left out.

        With `most` at least that many of the best are enough.
        """
        docs = list(members(bits if most is None else self._needed(bits)))
        text = self._text(meaning, docs)
        worst = KEPT * max((text[doc] for doc in docs), default=0.0) if len(meaning.segments) > 1 else 0.0
        curated = self._curated(meaning)
        for doc, bonus in curated.items():
            text[doc] += bonus
        for doc in members(bits & self._word_for_word(meaning)):
            text[doc] += self._weights.whole
        prior, priors = self._weights.prior, self._priors
        scored = [(-text[doc] * (1 + prior * priors[doc]), doc) for doc in docs if text[doc] >= worst]
        if most is None:
            scored.sort()
        else:
            scored = nsmallest(max(most, LOOKED_AT), scored)
        tail = [(-score, doc) for score, doc in scored[LOOKED_AT:]]
        return self._refined(meaning, scored[:LOOKED_AT]) + tail

    def _word_for_word(self, meaning: Meaning) -> int:
        """The set of procedures whose name holds the whole query."""
        if not meaning.whole:
            return 0
        return reduce(and_, (self._postings[term].bits(self._size) for term in meaning.whole))

    def _needed(self, bits: int) -> int:
        """What people need most of a large set; the whole of a small one."""
        for tier in self._tiers:
            if (bits & tier).bit_count() >= ENOUGH:
                return bits & tier
        return bits

    def _text(self, meaning: Meaning, docs: Sequence[int]) -> list[float]:
        total = [0.0] * self._size
        whole = sum(segment.mass for segment in meaning.segments) or 1.0
        for segment in meaning.segments:
            self._add(total, segment, segment.mass / whole / WHOLE, docs)
        return total

    def _curated(self, meaning: Meaning) -> dict[int, float]:
        bonus: dict[int, float] = {}
        for fit in meaning.fits:
            for rank, code in enumerate(fit.codes):
                at = self._positions.get(code)
                if at is not None:
                    fits = self._weights.situation * fit.share * (1 - self._weights.later) ** rank
                    bonus[at] = bonus.get(at, 0.0) + fits
        return bonus

    def _add(self, total: list[float], segment: Segment, scale: float, docs: Sequence[int]) -> None:
        if len(segment.options) == 1 and not segment.phrase:
            term, factor = segment.options[0]
            self._pour(total, term, scale * factor, docs)
            return
        best: dict[int, float] = {}
        for term, factor in segment.options:
            self._raise(best, term, scale * factor, docs)
        if segment.phrase:
            together = [0.0] * self._size
            for term, share in segment.phrase:
                self._pour(together, term, scale * share, docs)
            for doc in docs:
                if together[doc]:
                    other = best.get(doc, 0.0)
                    best[doc] = max(together[doc], other) + self._weights.both * min(together[doc], other)
        for doc, score in best.items():
            total[doc] += score

    def _pour(self, total: list[float], term: str, scale: float, docs: Sequence[int]) -> None:
        postings = self._postings[term]
        row = postings.row
        if row is not None and len(docs) < len(postings.docs):
            for doc in docs:
                total[doc] += scale * row[doc]
        else:
            for doc, strength in zip(postings.docs, postings.strengths, strict=True):
                total[doc] += scale * strength

    def _raise(self, best: dict[int, float], term: str, scale: float, docs: Sequence[int]) -> None:
        postings = self._postings[term]
        row = postings.row
        if row is not None and len(docs) < len(postings.docs):
            strengths: Iterable[int] = map(row.__getitem__, docs)
        else:
            docs, strengths = postings.docs, postings.strengths
        for doc, strength in zip(docs, strengths, strict=True):
            score = scale * strength
            if score > best.get(doc, 0.0):
                best[doc] = score

    def _refined(self, meaning: Meaning, scored: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
        asked = [(covers, words) for covers in self._covers if (words := covers.asked(meaning))]
        weight = self._weights.coverage
        refined = []
        for score, doc in scored:
            share = max((covers.share(words, doc) for covers, words in asked), default=0.0)
            refined.append((score * (1 + weight * share), doc))
        refined.sort()
        return [(-score, doc) for score, doc in refined]
