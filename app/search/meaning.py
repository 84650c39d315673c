"""Understand a query: its language, its words, what they stand for and how much each of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.folding import canonical, folded, marked
from app.search.folding import WORD, normalise, stem
from app.search.knowledge import Knowledge
from app.search.phrases import Found, question_words, synonyms
from app.search.postings import Postings
from app.search.situations import Fit, Situations
from app.search.spelling import Spelled, correct, untelexed
from app.search.syllables import well_formed_bare
from app.search.terms import CONNECTING
from app.search.vocabulary import Vocabulary

MOST_WORDS = 24
MOST_BEGUN = 24
UNKNOWN_MASS = 4.0
SHORTEST_WHOLE = 3
ENGLISH_PAGE = 1.0


class Segment(NamedTuple):
    """A part of a query: any of `options`, or all of `phrase` together, is worth `mass`."""

    mass: float
    options: tuple[tuple[str, float], ...]
    phrase: tuple[tuple[str, float], ...]
    required: bool


class Meaning(NamedTuple):
    """What a query asks for.

    `whole` are the neighbouring words of a query that is one phrase of three words or more, `suggestion`
    is the corrected wording when something was corrected.
    """

    segments: list[Segment]
    fits: list[Fit]
    whole: list[str]
    words: list[str]
    suggestion: str | None

    @property
    def speaks(self) -> bool:
        """Whether any of its words is one of the catalogue's."""
        return any(segment.options or segment.phrase for segment in self.segments)


class _Reading(NamedTuple):
    """The words of a query in one language: `kind` is x, f or e."""

    kind: str
    tokens: list[str]
    originals: list[str | None]
    typing: bool


class Interpreter:
    """Turns query text into segments with the catalogue's words and the curated knowledge."""

    def __init__(
        self,
        knowledge: Knowledge,
        postings: Mapping[str, Postings],
        vocabulary: Vocabulary,
        initials: Mapping[str, str],
        surfaces: Mapping[str, str],
    ) -> None:
        self._weights = knowledge.weights.query
        self._postings = postings
        self._vocabulary = vocabulary
        self._initials = initials
        self._surfaces = surfaces
        self._situations = Situations(knowledge.situations)
        self._synonyms = {lang: synonyms(knowledge, lang) for lang in ("vi", "en")}
        self._question_words = {lang: question_words(knowledge, lang) for lang in ("vi", "en")}

    def read(self, query: str, lang: str) -> list[Meaning]:
        """What a query typed on a page in `lang` can mean, the likelier language first; none without words.

        Two when its words are as good in the one language as in the other (khai sinh, work permit) or as
        unknown.
        """
        text = normalise(query)
        tokens = [canonical(word) for word in WORD.findall(text)][:MOST_WORDS]
        if not tokens:
            return []
        tokens, typing = self._untelexed(tokens, lang), not text[-1:].isspace()
        return [
            self._meaning(self._reading(tokens, kind, typing=typing)) for kind in self._kinds(tokens, lang)
        ]

    def _meaning(self, reading: _Reading) -> Meaning:
        masses = self._masses(reading)
        found = self._synonym_rows(reading)
        segments = self._segments(reading, masses, found)
        fits = self._situations.fits(
            reading.tokens, masses, bare=reading.kind == "f", english=reading.kind == "e"
        )
        corrected = any(original is not None for original in reading.originals)
        suggestion = " ".join(reading.tokens) if corrected else None
        return Meaning(segments, fits, self._whole(reading, masses), reading.tokens, suggestion)

    def _untelexed(self, tokens: list[str], lang: str) -> list[str]:
        decoded = untelexed(tokens, self._vocabulary)
        english = _evidence(tokens, "e", self._vocabulary) + ENGLISH_PAGE if lang == "en" else 0.0
        # "roof" and "too" look like Telex, too.
        return tokens if english > _evidence(decoded, "f", self._vocabulary) else decoded

    def _reading(self, tokens: list[str], kind: str, *, typing: bool) -> _Reading:
        language = "en" if kind == "e" else "vi"
        compared = [folded(token) for token in tokens] if kind in "fe" else tokens
        fixed = self._fixed(compared, kind, language)
        spelled = self._spelled(compared, kind, fixed, typing=typing)
        return _Reading(kind, spelled.words, spelled.originals, typing)

    def _spelled(self, tokens: list[str], kind: str, fixed: list[bool], *, typing: bool) -> Spelled:
        if kind != "e":
            return correct(tokens, kind, self._vocabulary, fixed=fixed, typing=typing)
        stems = [stem(token) for token in tokens]
        known = [held or token in CONNECTING for held, token in zip(fixed, tokens, strict=True)]
        spelled = correct(stems, kind, self._vocabulary, fixed=known, typing=typing)
        changed = [original is not None for original in spelled.originals]
        kept = [
            self._surfaces.get(new, new) if was else old
            for new, old, was in zip(spelled.words, tokens, changed, strict=True)
        ]
        originals = [old if was else None for old, was in zip(tokens, changed, strict=True)]
        return Spelled(kept, originals)

    def _kinds(self, tokens: list[str], lang: str) -> str:
        marks = sum(marked(token) for token in tokens)
        if marks and marks * 4 >= len(tokens) and marks >= self._stripped(tokens):
            return "x"
        english = _evidence(tokens, "e", self._vocabulary)
        vietnamese = _evidence(tokens, "f", self._vocabulary)
        # Short English words pass for Vietnamese ones ("a", "cut"); on an English page they are not believed.
        likelier = "ef" if english + (ENGLISH_PAGE if lang == "en" else 0.0) > vietnamese else "fe"
        return likelier if english == vietnamese else likelier[0]

    def _stripped(self, tokens: list[str]) -> int:
        """How many words stand without diacritics that are only written with them."""
        knows = self._vocabulary.knows
        return sum(not marked(word) and not knows("x", word) and knows("f", word) for word in tokens)

    def _fixed(self, tokens: list[str], kind: str, language: str) -> list[bool]:
        fixed = [False] * len(tokens)
        tables = (self._synonyms[language], self._question_words[language])
        for found in (one for table in tables for one in table.search(tokens, bare=kind != "x")):
            fixed[found.start : found.end] = [True] * (found.end - found.start)
        return fixed

    def _masses(self, reading: _Reading) -> list[float]:
        language = "en" if reading.kind == "e" else "vi"
        masses = [self._mass(token, reading.kind) for token in reading.tokens]
        scaled = list(masses)
        for found in self._question_words[language].search(reading.tokens, bare=reading.kind != "x"):
            for at in range(found.start, found.end):
                scaled[at] *= found.meaning
        if reading.kind == "e":
            scaled = [
                0.0 if token in CONNECTING else mass
                for token, mass in zip(reading.tokens, scaled, strict=True)
            ]
        return scaled if any(scaled) else masses

    def _mass(self, token: str, kind: str) -> float:
        word = stem(token) if kind == "e" else token
        postings = self._postings.get(kind + word)
        return postings.weight if postings else UNKNOWN_MASS

    def _synonym_rows(self, reading: _Reading) -> list[Found[tuple[str, ...]]]:
        table = self._synonyms["en" if reading.kind == "e" else "vi"]
        return table.search(reading.tokens, bare=reading.kind != "x")

    def _segments(
        self, reading: _Reading, masses: list[float], found: Sequence[Found[tuple[str, ...]]]
    ) -> list[Segment]:
        starts = {one.start: one for one in found}
        segments: list[Segment] = []
        at = 0
        while at < len(reading.tokens):
            row = starts.get(at)
            end = row.end if row else at + 1
            if row:
                segments.append(self._everyday(reading, masses, row))
            elif masses[at]:
                segments.append(self._word(reading, masses[at], at))
            at = end
        return segments + self._pairs(reading, masses)

    def _everyday(self, reading: _Reading, masses: list[float], row: Found[tuple[str, ...]]) -> Segment:
        span = range(row.start, row.end)
        kept = [at for at in span if self._known(reading, at)]
        whole = sum(masses[at] for at in kept) or 1.0
        phrase = tuple((self._term(reading, at), masses[at] / whole) for at in kept)
        options = tuple((term, self._weights.synonym) for term in row.meaning if term in self._postings)
        own = sum(masses[at] for at in span)
        official = max((self._postings[term].weight for term, _ in options), default=0.0)
        return Segment(max(own, official), options, phrase, True)

    def _word(self, reading: _Reading, mass: float, at: int) -> Segment:
        token, original = reading.tokens[at], reading.originals[at]
        kind = reading.kind
        sure = 1.0 if original is None else self._weights.typo
        options = [(self._term(reading, at), sure)]
        if original is not None:
            options.append((kind + (stem(original) if kind == "e" else original), 1.0))
        if kind == "x" and options[0][0] not in self._postings:
            options.append(("f" + folded(token), self._weights.folded))
        if kind != "x" and options[0][0] not in self._postings:
            options.append(("f" + token if kind == "e" else "e" + stem(token), self._weights.folded))
        if reading.typing and at == len(reading.tokens) - 1:
            known_word = any(term in self._postings for term, _ in options)
            factor = self._weights.prefix * (self._weights.finished if known_word else 1.0)
            options += self._begun(folded(token), kind, factor)
        if not any(term in self._postings for term, _ in options[:1]) and (
            initials := self._shortened(token)
        ):
            return self._spelled_out(initials, mass)
        known = tuple(
            {term: (term, factor) for term, factor in reversed(options) if term in self._postings}.values()
        )
        return Segment(mass, known, (), bool(known))

    def _shortened(self, token: str) -> str | None:
        """The phrase whose initials these are, with the marks of their words (nơxh) or some of them."""
        bare = folded(token)
        return self._initials.get(token) or (None if well_formed_bare(bare) else self._initials.get(bare))

    def _spelled_out(self, phrase: str, mass: float) -> Segment:
        terms = ["x" + word for word in phrase.split(" ")]
        whole = sum(self._postings[term].weight for term in terms) or 1.0
        shares = tuple((term, self._postings[term].weight / whole) for term in terms)
        return Segment(max(mass, whole / 2), (), shares, True)

    def _begun(self, letters: str, kind: str, factor: float) -> list[tuple[str, float]]:
        if "p" + letters in self._postings:
            return [("p" + letters, factor)]
        terms = self._vocabulary.beginning("e" if kind == "e" else "f", letters, MOST_BEGUN)
        if not terms and kind != "x":
            terms = self._vocabulary.beginning("f" if kind == "e" else "e", letters, MOST_BEGUN)
        return [(term, factor) for term in terms if len(term) > len(letters) + 1]

    def _pairs(self, reading: _Reading, masses: list[float]) -> list[Segment]:
        return [
            Segment(self._weights.pair * mass, ((term, 1.0),), (), False)
            for term, mass in _neighbours(reading, masses)
            if mass > 0 and term in self._postings
        ]

    def _whole(self, reading: _Reading, masses: list[float]) -> list[str]:
        told = [at for at, mass in enumerate(masses) if mass]
        if len(told) < SHORTEST_WHOLE:
            return []
        phrase = slice(told[0], told[-1] + 1)
        spoken = reading._replace(tokens=reading.tokens[phrase])
        terms = [term for term, _ in _neighbours(spoken, masses[phrase])]
        return terms if all(term in self._postings for term in terms) else []

    def _term(self, reading: _Reading, at: int) -> str:
        token = reading.tokens[at]
        return reading.kind + (stem(token) if reading.kind == "e" else token)

    def _known(self, reading: _Reading, at: int) -> bool:
        return self._term(reading, at) in self._postings


def _neighbours(reading: _Reading, masses: list[float]) -> list[tuple[str, float]]:
    """The terms of words next to each other, with what the lesser of the two says."""
    english = reading.kind == "e"
    spoken = [
        (stem(token) if english else folded(token), mass)
        for token, mass in zip(reading.tokens, masses, strict=True)
        if not english or token not in CONNECTING
    ]
    letter = "c" if english else "b"
    return [(f"{letter}{one[0]} {two[0]}", min(one[1], two[1])) for one, two in pairwise(spoken)]


def _evidence(tokens: Sequence[str], kind: str, vocabulary: Vocabulary) -> float:
    compared = [stem(folded(token)) if kind == "e" else folded(token) for token in tokens]
    known = sum(vocabulary.knows(kind, token) for token in compared)
    if kind == "e":
        known += sum(token in CONNECTING and not known for token in tokens)
        compared = [one for one, token in zip(compared, tokens, strict=True) if token not in CONNECTING]
    return known + 1.5 * sum(vocabulary.said(kind, f"{one} {two}") > 0 for one, two in pairwise(compared))
