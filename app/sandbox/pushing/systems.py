"""Two agencies with software of their own, the codes they give, and the keys they sign with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.sandbox.agencies.pushing import Sender
from app.sandbox.clock import VIETNAM, Clock

# The agencies' own receptions count from 1 on each day.
FIRST_NUMBER = 5000


@dataclass(frozen=True)
class System:
    """An agency's software; `words` are those of our contract or of the national exchange."""

    id: str
    root: str
    agency: str
    name: dict[str, str]
    procedure: str
    words: Literal["ours", "national"]
    code_form: str

    def code(self, moment: datetime, number: int) -> str:
        """The code of the dossier that is received as the day's `number`."""
        return self.code_form.format(day=moment.astimezone(VIETNAM), number=FIRST_NUMBER + number)


SYSTEMS = {
    system.id: system
    for system in (
        System(
            "sandbox-h26",
            "H26",
            "000.00.00.H26",
            {"vi": "Ủy ban nhân dân thành phố Hà Nội", "en": "People's Committee of Hanoi City"},
            "1.001193",
            "ours",
            "000.00.00.H26-{day:%y%m%d}-{number:04d}",
        ),
        System(
            "sandbox-g09",
            "G09",
            "G09.20",
            {"vi": "Bộ Nội vụ", "en": "Ministry of Home Affairs"},
            "1.005129",
            "national",
            "G09.20-{day:%Y%m%d}-{number:07d}",
        ),
    )
}


def sender(system: System, folder: Path, clock: Clock) -> Sender:
    """The system with its key, which is made when it is first needed and kept in `folder`."""
    return Sender(system.id, clock, Ed25519PrivateKey.from_private_bytes(_seed(folder / f"{system.id}.key")))


def published_keys(folder: Path, clock: Clock) -> str:
    """What the portal's operator lets in: a line a system, with key id, agency, algorithm and public key."""
    lines = [
        f"{system.id} {system.root} ed25519 {sender(system, folder, clock).public_key}"
        for system in SYSTEMS.values()
    ]
    return "\n".join(lines) + "\n"


def _seed(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as fresh:
            path.chmod(0o600)
            fresh.write(Ed25519PrivateKey.generate().private_bytes_raw())
    except FileExistsError:
        pass
    return path.read_bytes()
