"""Words the search understands, as operators change them: who changed what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Invalid
from app.features.catalogue.models import Procedure
from app.features.catalogue.searching.models import SearchWord
from app.features.catalogue.searching.versions import raise_version
from app.search.folding import words
from app.search.knowledge import SHIPPED, Knowledge, read_lists
from app.search.words import Kind, Word, listed, shipped_words, situation, with_words
from app.texts import N_

PER_PAGE = 50
LONGEST_PHRASE = 200
LONGEST_TERM = 200
MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a word, by whom and when."""

    word: Word
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Row:
    """A word as it counts now; `change` is None while it is as shipped."""

    word: Word
    change: Change | None
    shipped: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of words."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


class WordService:
    """Lists and changes words; a change is in use as soon as the index is built anew."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def listing(self, asked: str, page: int) -> Listing:
        """Words that contain all of what is asked; without a question only those that were changed."""
        wanted = words(asked)
        rows = [row for row in self._rows() if wanted or row.change]
        found = [row for row in rows if _contains(row.word, wanted)]
        pages = max(1, -(-len(found) // PER_PAGE))
        page = min(max(page, 1), pages)
        return Listing(tuple(found[(page - 1) * PER_PAGE : page * PER_PAGE]), len(found), page, pages)

    def history(self, word: Word) -> list[Change]:
        """Every change of a word, the latest first."""
        kind, lang, key = word.key
        found = self._session.scalars(
            select(SearchWord)
            .where(SearchWord.kind == kind, SearchWord.lang == lang, SearchWord.key == key)
            .order_by(SearchWord.id.desc())
        )
        return [_change(row) for row in found]

    def complaints(self, word: Word) -> dict[str, str]:
        """What keeps the word from being saved: message ids by field; empty when nothing does."""
        wrong = {} if word.removed else self._wrong_terms(word)
        if not words(word.phrase) or len(word.phrase) > LONGEST_PHRASE:
            wrong["phrase"] = N_("Write what people type, at most 200 characters.")
        return wrong

    def save(self, word: Word, by: UUID, name: str) -> None:
        """Add or change a word, or take it out of use; raises `Invalid` and changes nothing.

        Every process takes it over with the next index; commits.
        """
        wrong = self.complaints(word)
        if wrong:
            raise Invalid("this word cannot be used", wrong)
        now, (kind, lang, key) = self._clock(), word.key
        self._session.add(
            SearchWord(
                kind=kind,
                lang=lang,
                key=key,
                phrase=word.phrase,
                terms=list(word.terms),
                removed=word.removed,
                changed_at=now,
                changed_by=by,
                changed_by_name=name,
            )
        )
        raise_version(self._session, now)
        self._session.commit()

    def _wrong_terms(self, word: Word) -> dict[str, str]:
        if not 1 <= len(word.terms) <= MOST_TERMS or any(len(term) > LONGEST_TERM for term in word.terms):
            return {"terms": N_("Write one to twelve terms, each on a line of its own.")}
        if word.kind == "situation":
            return self._wrong_situation(word)
        bad = any(not words(term) for term in word.terms)
        return {"terms": N_("A term needs letters or digits.")} if bad else {}

    def _wrong_situation(self, word: Word) -> dict[str, str]:
        if set(listed(word.phrase)) - set(read_lists(SHIPPED)):
            return {"phrase": N_("There is no list of this name.")}
        if not all(any(words(phrase) for phrase in group) for group in situation(word).groups):
            return {"phrase": N_("Every part between two plus signs needs words.")}
        known = set(self._session.scalars(select(Procedure.code).where(Procedure.code.in_(word.terms))))
        return {} if known.issuperset(word.terms) else {"terms": N_("No procedure has one of these codes.")}

    def _rows(self) -> list[Row]:
        changed = {change.word.key: change for change in reversed(latest(self._session))}
        shipped = {word.key: word for word in shipped_words()}
        own = [Row(change.word, change, key in shipped) for key, change in changed.items()]
        rest = [Row(word, None, shipped=True) for key, word in shipped.items() if key not in changed]
        return own[::-1] + rest


def latest(session: Session) -> list[Change]:
    """The change that counts of every changed word, the latest first."""
    newest = select(func.max(SearchWord.id)).group_by(SearchWord.kind, SearchWord.lang, SearchWord.key)
    rows = session.scalars(select(SearchWord).where(SearchWord.id.in_(newest)).order_by(SearchWord.id.desc()))
    return [_change(row) for row in rows]


def current_knowledge(session: Session) -> Knowledge:
    """The shipped knowledge with the operators' words laid over it."""
    return with_words(Knowledge.shipped(), [change.word for change in latest(session)])


def _change(row: SearchWord) -> Change:
    kind: Kind = "situation" if row.kind == "situation" else "synonym"
    word = Word(kind, row.lang, row.phrase, tuple(row.terms), row.removed)
    return Change(word, row.changed_at, row.changed_by_name)


def _contains(word: Word, wanted: Sequence[str]) -> bool:
    said = set(words(f"{word.phrase} {' '.join(word.terms)}"))
    return all(one in said for one in wanted)
