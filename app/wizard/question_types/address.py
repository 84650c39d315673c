"""An address picked from the administrative units, before or after 1 July 2025, or typed freely."""

from __future__ import annotations

import re
from typing import Any, Literal

from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.finding import Finding, Wanted, find
from app.wizard.lists import entries, match
from app.wizard.messages import Message
from app.wizard.places import CURRENT, Scheme, Unit
from app.wizard.question_types.text import flaw
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, line

HOME = "VN"
_CODE = re.compile(r"[0-9]{1,6}", re.ASCII)
_LONGEST_LINE = 200
_LONGEST_FREE = 400
_PARTS = ("country", "scheme", "province", "district", "ward", "line", "free")
# What is typed to find a unit, old or new; never part of the answer.
_FIND = "find"
_LONGEST_FIND = 200
Need = Literal["required", "optional", "none"]


class AddressQuestion(Question, frozen=True, tag="address"):
    """A place, of the listed `provinces` only when there are any.

    `abroad` adds the country, `free` allows typing it instead of picking. Where the `ward` is "none" the
    province is the smallest unit that is asked for.
    """

    schemes: tuple[Scheme, ...] = ("2025", "2024")
    ward: Need = "required"
    line: Need = "required"
    free: bool = True
    abroad: bool = False
    provinces: tuple[str, ...] = ()

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """{"country", "scheme", "province", "district", "ward", "line"} or {"country", "free"}."""
        typed = {
            part: "" if part in self._unasked else line(first(form, f"{self.key}-{part}")) for part in _PARTS
        }
        country = (typed["country"] or HOME) if self.abroad else HOME
        if country not in entries("countries"):
            return self._refuse("country", N_("Choose the country of %(name)s from the list"))
        if country != HOME or (self.free and typed["free"]):
            return self._read_free(country, typed["free"])
        if undecided := self._undecided(typed, form, context):
            return self.refuse(undecided, f"{self.key}-{_FIND}")
        if not any(typed[part] for part in ("province", "district", "ward", "line")):
            return self.blank(
                self.problem(N_("Choose the province or city of %(name)s")), f"{self.key}-province"
            )
        return self._read_units(typed, context)

    def write(self, value: Any) -> RawForm:
        """The parts, as far as they are known."""
        if not isinstance(value, dict):
            return {}
        known = {part: value[part] for part in _PARTS if isinstance(value.get(part), str) and value[part]}
        country = match("countries", known.pop("country", HOME)) or HOME
        if (country != HOME and not self.abroad) or known.get("scheme", self.schemes[0]) not in self.schemes:
            return {}
        written = {f"{self.key}-{part}": [text] for part, text in known.items() if part not in self._unasked}
        return written | ({f"{self.key}-country": [country]} if self.abroad and written else {})

    def show(self, value: Any, context: Context) -> list[Line]:
        """The address in one line, with the country when it is abroad."""
        if "free" in value:
            abroad = value["country"] != HOME
            country = say(entries("countries").get(value["country"]), context.lang) if abroad else ""
            return [Line("", ", ".join(filter(None, (value["free"], country))))]
        place = context.places.name(
            value["scheme"], value["province"], value.get("district"), value.get("ward"), context.lang
        )
        return [Line("", ", ".join(filter(None, (value.get("line"), place))))]

    def schema(self) -> dict[str, Any]:
        """Codes of one scheme with a line, or free text with a country."""
        branches = [self._units_schema(scheme) for scheme in self.schemes]
        if self._typable:
            branches.append(self._free_schema())
        return {"oneOf": branches}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The lists to pick from, given the scheme, province and district picked so far."""
        scheme = self._scheme(first(raw, f"{self.key}-scheme"))
        province, district = (first(raw, f"{self.key}-{part}") for part in ("province", "district"))
        places, old = context.places, scheme == "2024"
        has_parent = bool(province and (district or not old))
        return {
            "scheme": scheme,
            "schemes": self.schemes,
            "provinces": self._offered(_listed(places.provinces(scheme), context.lang)),
            "districts": _listed(places.districts(province), context.lang) if old and province else (),
            "wards": _listed(places.wards(scheme, province, district or None), context.lang)
            if has_parent and self.ward != "none"
            else (),
            "line": self.line,
            "ward": self.ward,
            "free": self.free,
            "free_open": bool(first(raw, f"{self.key}-free")),
            "country": first(raw, f"{self.key}-country") or HOME,
            "countries": _countries(context.lang) if self.abroad else (),
            "finds": CURRENT in self.schemes,
            "finding": self._finding(raw, context),
        }

    def field_names(self) -> tuple[str, ...]:
        """Every part, shown or not."""
        return tuple(f"{self.key}-{part}" for part in (*_PARTS, _FIND))

    def faults(self) -> list[tuple[str, str]]:
        """No scheme to pick from."""
        return [] if self.schemes else [("schemes", "no scheme")]

    def _offered(self, provinces: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in provinces if not self.provinces or pair[0] in self.provinces)

    def _finding(self, form: Form, context: Context) -> Finding | None:
        """What was typed to find a unit of today and what may be meant; None when nothing was."""
        typed = line(first(form, f"{self.key}-{_FIND}"))[:_LONGEST_FIND]
        if not typed or CURRENT not in self.schemes:
            return None
        return find(typed, Wanted(self.provinces, self.ward == "none"), context.places, context.lang)

    def _undecided(self, typed: dict[str, str], form: Form, context: Context) -> Message | None:
        """What to do about a name that was typed and is not what the lists say."""
        finding, listed = self._finding(form, context), bool(typed["province"])
        if finding is None or finding.has(typed["province"], typed["ward"]):
            return None
        unsure = finding.similar or not finding.found or self._scheme(typed["scheme"]) != CURRENT
        if listed and unsure:
            return None
        if not finding.found:
            return self.problem(N_("Choose %(name)s from the lists"))
        if finding.similar:
            return self.problem(N_("Press the place with a similar name, or choose %(name)s from the lists"))
        return self.problem(N_("Press the place that is meant by “%(typed)s”"), typed=finding.typed)

    @property
    def _typable(self) -> bool:
        return self.free or self.abroad

    @property
    def _unasked(self) -> frozenset[str]:
        """The parts no form of it has."""
        return frozenset(
            ({"line"} if self.line == "none" else set())
            | ({"ward", "district"} if self.ward == "none" else set())
            | (set() if self._typable else {"free"})
        )

    def _scheme(self, typed: str) -> str:
        return typed if typed in self.schemes else self.schemes[0]

    def _refuse(self, part: str, msgid: str) -> Reading:
        return self.refuse(self.problem(msgid), f"{self.key}-{part}")

    def _read_free(self, country: str, text: str) -> Reading:
        if not text:
            return self._refuse("free", N_("Type %(name)s"))
        found = flaw(self, text, _LONGEST_FREE)
        return (
            self.refuse(found, f"{self.key}-free") if found else Reading({"country": country, "free": text})
        )

    def _read_units(self, typed: dict[str, str], context: Context) -> Reading:
        scheme = self._scheme(typed["scheme"])
        old = scheme == "2024"
        picked = {part: typed[part] or None for part in ("province", "district", "ward")}
        if self.provinces and picked["province"] not in self.provinces:
            return self._refuse("province", _CHOOSE["province"])
        if not old:
            picked["district"] = None
        if bad := self._bad_part(scheme, picked, context):
            return self._refuse(bad, _CHOOSE[bad])
        error = self._line_flaw(typed["line"])
        if error:
            return self.refuse(error, f"{self.key}-line")
        kept = {"line": typed["line"]} if self.line != "none" and typed["line"] else {}
        ward = {"ward": picked["ward"]} if picked["ward"] else {}
        units = {
            "country": HOME,
            "scheme": scheme,
            "province": picked["province"],
            "district": picked["district"],
        }
        return Reading(units | ward | kept)

    def _bad_part(self, scheme: str, picked: dict[str, str | None], context: Context) -> str | None:
        """The first unit that is missing, or does not belong to the ones above it."""
        needed = ["province"]
        if self.ward == "required" or picked["ward"]:
            needed += ["district", "ward"] if scheme == "2024" else ["ward"]
        elif picked["district"]:
            needed.append("district")
        chosen: dict[str, str | None] = {"province": None, "district": None, "ward": None}
        for part in needed:
            code = picked[part]
            if code is None or not _CODE.fullmatch(code):
                return part
            chosen[part] = code
            if not context.places.valid(scheme, chosen["province"] or "", chosen["district"], chosen["ward"]):
                return part
        return None

    def _line_flaw(self, text: str) -> Message | None:
        if self.line == "required" and not text:
            return self.problem(N_("Enter the house number and street, or the village, of %(name)s"))
        return flaw(self, text, _LONGEST_LINE) if text and self.line != "none" else None

    def _units_schema(self, scheme: str) -> dict[str, Any]:
        code = {"type": "string", "pattern": f"^{_CODE.pattern}$"}
        old = scheme == "2024"
        district: dict[str, Any] = {"type": ["string", "null"]} if old else {"type": "null"}
        parts = {
            "country": {"const": HOME},
            "scheme": {"const": scheme},
            "province": {"enum": list(self.provinces)} if self.provinces else code,
            "district": district,
        }
        required = [
            "country",
            "scheme",
            "province",
            *(["district"] if old and self.ward == "required" else []),
        ]
        if self.ward == "required":
            required.append("ward")
        if self.line == "required":
            required.append("line")
        text = (
            {"line": {"type": "string", "minLength": 1, "maxLength": _LONGEST_LINE}}
            if self.line != "none"
            else {}
        )
        ward = {} if self.ward == "none" else {"ward": code}
        return _closed(parts | ward | text, required)

    def _free_schema(self) -> dict[str, Any]:
        codes = list(entries("countries")) if self.abroad else [HOME]
        if not self.free:
            codes.remove(HOME)
        text = {"type": "string", "minLength": 1, "maxLength": _LONGEST_FREE}
        return _closed({"country": {"enum": codes}, "free": text}, ["country", "free"])


def picked(key: str, codes: str) -> RawForm:
    """The fields of the question `key` once a unit that was found is picked; `codes` as its view has them."""
    province, _, ward = codes.partition(":")
    parts = {"scheme": "2025", "province": province, "district": "", "ward": ward, "free": "", _FIND: ""}
    return {f"{key}-{part}": [text] for part, text in parts.items()}


_CHOOSE = {
    "province": N_("Choose the province or city of %(name)s"),
    "district": N_("Choose the district of %(name)s"),
    "ward": N_("Choose the ward or commune of %(name)s"),
}


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _listed(units: Any, lang: str) -> tuple[tuple[str, str], ...]:
    def pair(unit: Unit) -> tuple[str, str]:
        return unit.code, say(unit.name, lang)

    return tuple(map(pair, units))


def _countries(lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, say(text, lang)) for code, text in entries("countries").items())
