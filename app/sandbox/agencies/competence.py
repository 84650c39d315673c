"""Which agency handles what: by the procedure, and by the place the application names.

Ministries and provinces have their codes of QCVN 102:2016; below them the sandbox numbers by the official
codes of province and ward, because the real numbers are each agency's own.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import msgspec

from app.sandbox.agencies.offices import Office, office_for
from app.sandbox.registries.units import units

_KINDS = {"phường": "Ward", "xã": "Commune", "đặc khu": "Special Zone"}


class OfficeKind(msgspec.Struct, frozen=True):
    """Offices of one kind, one in each place; `without_ward` is the kind where no ward is named."""

    code: str
    name: dict[str, str]
    without_ward: str | None = None


class Competence(msgspec.Struct, frozen=True):
    """The kind of office that handles each procedure; a province's People's Committee handles the rest."""

    offices: dict[str, OfficeKind]
    procedures: dict[str, str]


@cache
def competence() -> Competence:
    """The table, read once."""
    content = Path(__file__).with_name("competence.json").read_bytes()
    return msgspec.json.decode(content, type=Competence)


def competent(procedure: str, province: str | None, ward: str | None) -> Office | None:
    """The office that handles a procedure in a place; None for a place that does not exist."""
    committee = office_for(province)
    kind = _kind(procedure, ward)
    if committee is None or kind is None:
        return committee
    if province is None and "{" in kind.code:
        return committee
    if "{ward}" in kind.code and (ward is None or ward not in units().wards):
        return committee if ward is None else None
    return _office(kind, committee, province or "", ward or "")


def _kind(procedure: str, ward: str | None) -> OfficeKind | None:
    table = competence()
    national = ".".join(procedure.split(".")[:2])
    name = table.procedures.get(procedure, table.procedures.get(national))
    kind = table.offices[name] if name else None
    if kind and kind.without_ward and ward is None:
        return table.offices[kind.without_ward]
    return kind


def _office(kind: OfficeKind, committee: Office, province: str, ward: str) -> Office:
    code = kind.code.format(
        province_agency=committee.code.rpartition(".")[2], province=province, ward=f"{ward[:2]}.{ward[2:]}"
    )
    names = units().provinces.get(province, {"vi": "", "en": ""})
    of_ward = units().wards.get(ward, "")
    vi = kind.name["vi"].format(province=_lower(names["vi"]), ward=_lower(of_ward))
    en = kind.name["en"].format(province=names["en"], ward=in_english(of_ward))
    return Office(code, {"vi": vi, "en": en})


def in_english(ward: str) -> str:
    """A ward's name in plain letters, the kind behind it: Phường Ba Đình is Ba Dinh Ward."""
    for kind, word in _KINDS.items():
        if ward.lower().startswith(f"{kind} "):
            name = ward[len(kind) + 1 :].replace("đ", "d").replace("Đ", "D")
            letters = unicodedata.normalize("NFD", name)
            return "".join(sign for sign in letters if not unicodedata.combining(sign)) + f" {word}"
    return ward


def _lower(name: str) -> str:
    """The name as it stands within a name."""
    return name[:1].lower() + name[1:]
