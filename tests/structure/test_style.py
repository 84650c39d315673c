"""The style sheet: readable colours, nothing unknown, nothing inline, small."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

from app.web.assets import Assets
from tests.structure.sources import ROOT, short, tracked

STATIC = ROOT / "static"
CSS = STATIC / "css"
PAGES = [path for path in tracked() if short(path).startswith("templates/") and path.suffix == ".html"]

TINTS = ("paper", "quiet", "ok-tint", "bad-tint", "wait-tint", "info-tint")
TEXT = [
    *((ink, ground) for ink in ("ink", "muted", "link", "visited") for ground in TINTS),
    *(("ok", ground) for ground in ("paper", "quiet", "ok-tint")),
    *(("bad", ground) for ground in ("paper", "quiet", "bad-tint")),
    ("on-red", "red"),
    ("on-red", "red-deep"),
    ("on-ink", "ink"),
]
SHAPES = [("line-strong", "paper"), ("line-strong", "quiet"), ("accent", "paper"), ("accent", "quiet")]

# Names that only a script or a browser looks for, with the reason.
UNSTYLED: dict[str, str] = {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground_at_least_seven_to_one(scheme, ink, ground):
    colours = tokens()[scheme]

    assert contrast(colours[ink], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_marks_stand_out_at_least_four_and_a_half_to_one(scheme, shape, ground):
    colours = tokens()[scheme]

    assert contrast(colours[shape], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_two_rings_of_the_focus_are_seen_on_every_ground(scheme):
    colours = tokens()[scheme]

    for ground in (*TINTS, "red"):
        assert max(contrast(colours[ring], colours[ground]) for ring in ("ink", "gold")) >= 4.5


def test_colours_are_named_once_in_the_tokens():
    written = [
        f"{short(sheet)}: {colour}"
        for sheet in CSS.rglob("*.css")
        if sheet.name != "tokens.css"
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", sheet.read_text("utf-8"))
    ]

    assert written == []


def test_every_token_that_is_used_exists():
    known = set(re.findall(r"(--[\w-]+)\s*:", (CSS / "tokens.css").read_text("utf-8")))
    used = {
        name for sheet in CSS.rglob("*.css") for name in re.findall(r"var\((--[\w-]+)", sheet.read_text())
    }

    assert used - known == set()


def test_every_sheet_is_part_of_the_portals_sheet():
    imported = set(re.findall(r'@import url\("([^"]+)"\)', (CSS / "portal.css").read_text("utf-8")))
    there = {str(sheet.relative_to(CSS)) for sheet in CSS.rglob("*.css")} - {"portal.css"}

    assert imported == there


def test_every_component_sheet_opens_with_its_usage():
    silent = [
        short(sheet)
        for sheet in (CSS / "components").glob("*.css")
        if not sheet.read_text("utf-8").startswith("/* ")
    ]

    assert silent == []


def test_every_class_of_a_page_is_styled():
    unknown = {
        f"{short(page)}: {name}"
        for page in PAGES
        for name in classes_of(page.read_text("utf-8"))
        if not styled(name) and name not in UNSTYLED
    }

    assert unknown == set()


def test_class_names_are_found_in_markup_and_in_what_is_computed():
    source = '<p class="a{{ " b--bad" if wrong == "x" }} c{% if y == "z" %} d{% endif %} e--{{ tone }}">'

    assert classes_of(source) == {"a", "b--bad", "c", "d", "e--"}


def test_the_sheet_fits_the_first_round_trip():
    assert packed("css/portal.css") <= 10 * 1024


def test_the_portals_own_script_is_small():
    assert packed("js/portal.js") <= 4 * 1024


def test_scripts_compute_no_code_and_no_style():
    source = "".join(path.read_text("utf-8") for path in sorted((STATIC / "js").glob("*.js")))

    assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b|setAttribute\(\s*[\"']style", source)


def test_every_third_party_file_has_its_licence_beside_it():
    for folder, kind in (("vendor", "*.js"), ("fonts", "*.woff2")):
        files, licences = list((STATIC / folder).glob(kind)), list((STATIC / folder).glob("*.LICENSE.txt"))
        assert files
        for file in files:
            assert any(file.name.startswith(licence.name.split(".")[0]) for licence in licences), file.name


@cache
def tokens():
    """The colours of both schemes by name."""
    light, dark, *_ = re.split(r"@media", (CSS / "tokens.css").read_text("utf-8"))
    named = re.compile(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})")
    return {
        "light": dict(named.findall(light)),
        "dark": dict(named.findall(light)) | dict(named.findall(dark)),
    }


def contrast(one, other):
    """WCAG 2 contrast of two hexadecimal colours."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def styled_names():
    sheets = (
        re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text("utf-8"), flags=re.S) for sheet in sheets_of()
    )
    return {name for sheet in sheets for name in re.findall(r"\.([A-Za-z][\w-]*)", sheet)}


def sheets_of() -> list[Path]:
    return sorted(CSS.rglob("*.css"))


def styled(name):
    """Whether a rule names the class, or some class with this beginning when the rest is computed."""
    return name in styled_names() or (name.endswith("-") and any(n.startswith(name) for n in styled_names()))


def classes_of(source):
    """The class names written in a template, and those a printed expression may add."""
    found = set()
    for value in re.findall(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\}|\{)*)"', source, re.S):
        shown = re.sub(r"\{\{(.*?)\}\}", lambda match: glued(match[1]), value, flags=re.S)
        found |= set(re.sub(r"\{%.*?%\}", "", shown, flags=re.S).split())
    return found


def glued(expression):
    """The string literals of an expression, without those its condition compares with."""
    printed = re.sub(r"\bif\b.*?(?=\belse\b|$)", " ", expression, flags=re.S)
    return "".join(re.findall(r"""["']([^"']*)["']""", printed))


@cache
def assets():
    return Assets(STATIC)


def packed(path):
    return len(gzip.compress(assets().served(assets().url(path).removeprefix("/assets/")).body, 9))
