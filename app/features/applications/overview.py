"""My dossiers: what the address asks for, and drafts and dossiers in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.clock import VIETNAM
from app.features.applications.drafts.service import DraftSummary
from app.features.dossiers.listing import ListPage
from app.features.dossiers.narrowing import SORTS, STATES, WHOM, Wanted
from app.features.dossiers.overview import Option, Overview
from app.features.dossiers.reading import DossierRow
from app.folding import fold, lower
from app.texts import say
from app.web.addresses import code_in
from app.web.locale import gettext as _
from app.web.locale import lang

LONGEST_WORDS = 100

_YEARS = range(2000, 2101)

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Tab:
    """One group of states, and how many are in it."""

    state: str | None
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing the list can be narrowed or ordered by, as a select box."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what makes no sense in it is as if it were not there."""

    wanted: Wanted
    drafts_only: bool

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read the address."""
        wanted = Wanted(
            words=query.get("q", "").strip()[:LONGEST_WORDS],
            state=_one_of(STATES, query.get("state")),
            year=next((year for year in _YEARS if str(year) == query.get("year")), None),
            procedure=code_in(query, "procedure"),
            agency=code_in(query, "agency"),
            whom=_one_of(WHOM, query.get("whom")),
            sort=_one_of(SORTS, query.get("sort")) or "activity",
            after=query.get("after") or None,
        )
        return cls(wanted, query.get("state") == "draft")

    @property
    def state(self) -> str | None:
        """The chosen tab."""
        return "draft" if self.drafts_only else self.wanted.state

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return self.drafts_only or self.wanted.narrowed

    @property
    def sought(self) -> bool:
        """Whether words or choices leave something out, whichever tab is open."""
        return bool(self.address(state=None, sort=None))

    def address(self, **changes: Any) -> dict[str, Any]:
        """The arguments of the address with some of them changed; a place in the list is not kept."""
        wanted = self.wanted
        found = {
            "q": wanted.words,
            "state": self.state,
            "year": wanted.year,
            "procedure": wanted.procedure,
            "agency": wanted.agency,
            "whom": wanted.whom,
            "sort": None if wanted.sort == "activity" else wanted.sort,
        }
        return {name: value for name, value in (found | changes).items() if value}


@dataclass(frozen=True, slots=True)
class ListShown:
    """The page of the list: rows are drafts and dossiers, what waits for the person first."""

    asked: Asked
    rows: tuple[DraftSummary | DossierRow, ...]
    next: str | None
    tabs: tuple[Tab, ...]
    choices: tuple[Choice, ...]
    total: int


def list_shown(asked: Asked, drafts: Sequence[DraftSummary], page: ListPage, all_of: Overview) -> ListShown:
    """Drafts stand behind what waits for the person, on the first page."""
    fitting = [draft for draft in drafts if _fits(draft, asked)]
    waiting = [row for row in page.rows if row.needs_me]
    others = [row for row in page.rows if not row.needs_me]
    by_activity = asked.wanted.sort == "activity"
    in_order: list[DraftSummary | DossierRow] = [*waiting, *fitting, *others]
    return ListShown(
        asked=asked,
        rows=tuple(in_order) if by_activity else (*fitting, *page.rows),
        next=page.next,
        tabs=_tabs(all_of, len(drafts)),
        choices=_choices(asked, all_of),
        total=all_of.total + len(drafts),
    )


def _fits(draft: DraftSummary, asked: Asked) -> bool:
    wanted = asked.wanted
    if wanted.after or wanted.agency or (wanted.state and not asked.drafts_only):
        return False
    if wanted.procedure not in (None, draft.procedure_code):
        return False
    if wanted.year not in (None, draft.saved_at.astimezone(VIETNAM).year):
        return False
    if wanted.whom and wanted.whom != ("child" if draft.subject else "me"):
        return False
    text = _folded(" ".join([*map(str, draft.title.values()), draft.subject or "", draft.procedure_code]))
    return all(word in text for word in _folded(wanted.words).split())


def _tabs(all_of: Overview, drafts: int) -> tuple[Tab, ...]:
    counts = all_of.states
    return (
        Tab(None, _("All"), all_of.total + drafts),
        Tab("you", _("Waiting for you"), counts.get("you", 0)),
        Tab("draft", _("Not sent yet"), drafts),
        Tab("work", _("Being handled"), counts.get("work", 0)),
        Tab("finished", _("Finished"), counts.get("finished", 0)),
    )


def _choices(asked: Asked, all_of: Overview) -> tuple[Choice, ...]:
    wanted = asked.wanted
    whom = {
        "me": _("For me"),
        "child": _("For my child or somebody else"),
        "company": _("For my company"),
    }
    sorts = {
        "activity": _("What waits for you, then the newest"),
        "due": _("Due date"),
        "received": _("Date handed in"),
    }
    every = (("", _("All")),)
    procedures, agencies = _options(all_of.procedures), _options(all_of.agencies)
    present = tuple((name, text) for name, text in whom.items() if name in all_of.whom)
    years = tuple((str(year), str(year)) for year in all_of.years)
    return (
        Choice("whom", _("For whom"), every + present, wanted.whom or ""),
        Choice("procedure", _("Procedure"), every + procedures, wanted.procedure or ""),
        Choice("agency", _("Agency"), every + agencies, wanted.agency or ""),
        Choice("year", _("Year"), every + years, str(wanted.year or "")),
        Choice("sort", _("Order"), tuple(sorts.items()), wanted.sort),
    )


def _options(options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    return tuple((option.value, f"{say(option.name, lang())} ({option.count})") for option in options)


def _one_of(known: tuple[T, ...], given: str | None) -> T | None:
    return next((one for one in known if one == given), None)


def _folded(text: str) -> str:
    return fold(lower(text))
