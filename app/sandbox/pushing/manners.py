"""How a batch may be pushed: as agreed, and in every way that goes wrong between two systems."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.sandbox.agencies.pushing import Item, batch, national_dossier, national_step, step, whole
from app.sandbox.agencies.statuses import IN_PROGRESS, NEW, STOPPED
from app.sandbox.pushing.models import PushedDossier

Signing = Literal["own key", "another key", "an old moment"]

FOREIGN = "000.00.00.H99-{:%y%m%d}-0001"


@dataclass(frozen=True)
class Parcel:
    """What goes into one batch; `service` names one of the national exchange."""

    items: tuple[Item, ...]
    service: str | None = None

    def body(self) -> bytes:
        """The batch as it travels."""
        return batch(self.items, batch_id=secrets.token_hex(8), service=self.service)


@dataclass(frozen=True)
class Post:
    """A body to send; `again` is how its second sending is signed, if there is one."""

    body: bytes
    signing: Signing = "own key"
    again: Literal["anew", "replayed"] | None = None


@dataclass(frozen=True)
class Manner:
    """A way to push: its words, how many steps it takes, and a status it jumps to."""

    label: str
    posts: Callable[[PushedDossier, Sequence[Parcel]], list[Post]]
    steps: int = 1
    status: int | None = None


def parcels(dossier: PushedDossier) -> list[Parcel]:
    """What the portal does not know yet; the last step when it knows everything."""
    first = min(dossier.acknowledged, len(dossier.steps) - 1) + 1
    events = [dossier.event(version) for version in range(max(first, 2), len(dossier.steps) + 1)]
    if dossier.system.words == "ours":
        record = (whole(dossier.accepted()),) if first == 1 else ()
        return [Parcel((*record, *map(step, events)))]
    made = [Parcel((national_dossier(dossier.accepted()),), "DongBoHoSoMC")] if first == 1 else []
    moved = [Parcel(tuple(map(national_step, events)), "CapNhatTienDoHoSoMC")] if events else []
    return made + moved


def _plain(_dossier: PushedDossier, sent: Sequence[Parcel]) -> list[Post]:
    return [Post(parcel.body()) for parcel in sent]


def _signed(signing: Signing) -> Callable[[PushedDossier, Sequence[Parcel]], list[Post]]:
    return lambda _dossier, sent: [Post(parcel.body(), signing) for parcel in sent]


def _again(how: Literal["anew", "replayed"]) -> Callable[[PushedDossier, Sequence[Parcel]], list[Post]]:
    return lambda _dossier, sent: [Post(parcel.body(), again=how) for parcel in sent]


def _repeated(_dossier: PushedDossier, sent: Sequence[Parcel]) -> list[Post]:
    return [Post(Parcel(parcel.items * 2, parcel.service).body()) for parcel in sent]


def _backwards(_dossier: PushedDossier, sent: Sequence[Parcel]) -> list[Post]:
    """Each item in a batch of its own, the newest first."""
    single = [Parcel((item,), parcel.service) for parcel in sent for item in parcel.items]
    return [Post(parcel.body()) for parcel in reversed(single)]


def _contradicted(_dossier: PushedDossier, sent: Sequence[Parcel]) -> list[Post]:
    last = sent[-1]
    lie = dict(last.items[-1])
    name = "TrangThai" if "TrangThai" in lie else "TrangThaiHoSo" if "TrangThaiHoSo" in lie else "status"
    other = IN_PROGRESS if str(lie[name]) == str(STOPPED) else STOPPED
    lie[name] = other if isinstance(lie[name], int) else str(other)
    if "event_id" in lie:
        lie["event_id"] = f"{lie['event_id']}-again"
    return [*_plain(_dossier, sent), Post(Parcel((lie,), last.service).body())]


def _spoilt(dossier: PushedDossier, sent: Sequence[Parcel]) -> list[Post]:
    """A record nobody can read and one of another agency's dossiers, among the good ones."""
    first, *rest = sent
    foreign: dict[str, Any] = whole(dossier.accepted()) | {"code": FOREIGN.format(dossier.received_at)}
    if first.service:
        foreign = {**national_dossier(dossier.accepted()), "MaHoSo": foreign["code"]}
    bad = ({"kind": "dossier", "code": "no code at all", "MaHoSo": "no code at all"}, foreign)
    return _plain(dossier, [Parcel((*first.items, *bad), first.service), *rest])


def _at_night(dossier: PushedDossier, _sent: Sequence[Parcel]) -> list[Post]:
    """Left out by day, the steps come with all that is sent again at night, two nights running."""
    if dossier.system.words == "ours":
        night = [Parcel((whole(dossier.now()),))]
    else:
        steps = tuple(national_step(dossier.event(version)) for version in range(2, len(dossier.steps) + 1))
        night = [Parcel((national_dossier(dossier.accepted()),), "DongBoHoSoMC")]
        night += [Parcel(steps, "CapNhatTienDoHoSoMC")] if steps else []
    return [Post(parcel.body()) for parcel in night * 2]


MANNERS: dict[str, Manner] = {
    "agreed": Manner("as agreed", _plain),
    "twice": Manner("the same batch twice, because the answer was lost", _again("anew")),
    "repeated": Manner("every item twice in one batch", _repeated),
    "backwards": Manner("two steps, the later one first", _backwards, steps=2),
    "contradicted": Manner("then the same step again with another status", _contradicted),
    "unlawful": Manner("with a step the official order of statuses does not have", _plain, status=NEW),
    "spoilt": Manner("together with a record that cannot be read and one of another agency", _spoilt),
    "at night": Manner("not at once, but with everything that is sent again at night", _at_night),
    "stranger": Manner("signed with a key the portal does not know", _signed("another key")),
    "old": Manner("signed ten minutes ago", _signed("an old moment")),
    "replayed": Manner("and somebody on the way sends a copy of it", _again("replayed")),
}
