"""Closed lists that several questions share: ethnic groups, countries, sexes, identity papers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel import Locale

from app.texts import LANGS, Text
from app.wizard.text import line

# The 54 ethnic groups in the order of the General Statistics Office's list (Decision 421-TCTK of 1979).
_ETHNIC_GROUPS = [
    "Kinh",
    "Tày",
    "Thái",
    "Hoa",
    "Khmer",
    "Mường",
    "Nùng",
    "Mông",
    "Dao",
    "Gia Rai",
    "Ngái",
    "Ê Đê",
    "Ba Na",
    "Xơ Đăng",
    "Sán Chay",
    "Cơ Ho",
    "Chăm",
    "Sán Dìu",
    "Hrê",
    "Mnông",
    "Raglay",
    "Xtiêng",
    "Bru - Vân Kiều",
    "Thổ",
    "Giáy",
    "Cơ Tu",
    "Giẻ Triêng",
    "Mạ",
    "Khơ Mú",
    "Co",
    "Tà Ôi",
    "Chơ Ro",
    "Kháng",
    "Xinh Mun",
    "Hà Nhì",
    "Chu Ru",
    "Lào",
    "La Chí",
    "La Ha",
    "Phù Lá",
    "La Hủ",
    "Lự",
    "Lô Lô",
    "Chứt",
    "Mảng",
    "Pà Thẻn",
    "Cơ Lao",
    "Cống",
    "Bố Y",
    "Si La",
    "Pu Péo",
    "Brâu",
    "Ơ Đu",
    "Rơ Măm",
]
OTHER = "other"
STATELESS = "XXA"
# CLDR regions that are no country a person can be a citizen of.
_NO_COUNTRY = frozenset(
    [
        "AC",
        "AQ",
        "BV",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "HM",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "XK",
        "ZZ",
    ]
)

Entries = dict[str, Text]


def _ethnicities() -> Entries:
    groups: Entries = {name: {"vi": name, "en": name} for name in _ETHNIC_GROUPS}
    return groups | {OTHER: {"vi": "Dân tộc khác", "en": "Another ethnic group"}}


def _countries() -> Entries:
    names = {lang: Locale(lang).territories for lang in LANGS}
    regions = [str(code) for code in names["en"]]
    codes = [code for code in regions if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY]
    codes.sort(key=lambda code: (code != "VN", line(names["vi"][code]).casefold()))
    return {code: {lang: names[lang][code] for lang in LANGS} for code in codes}


def _nationalities() -> Entries:
    return _countries() | {STATELESS: {"vi": "Không quốc tịch", "en": "Stateless"}}


def _sexes() -> Entries:
    return {"male": {"vi": "Nam", "en": "Male"}, "female": {"vi": "Nữ", "en": "Female"}}


def _papers() -> Entries:
    return {
        "cccd": {
            "vi": "Thẻ căn cước hoặc căn cước công dân (12 số)",
            "en": "Citizen identity card (12 digits)",
        },
        "cmnd": {"vi": "Chứng minh nhân dân cũ (9 số)", "en": "Old identity card (9 digits)"},
        "passport": {"vi": "Hộ chiếu", "en": "Passport"},
        OTHER: {"vi": "Giấy tờ khác", "en": "Another paper"},
    }


# Relations as forms name them, nearest first.
_RELATIONSHIPS: Entries = {
    "mother": {"vi": "Mẹ", "en": "Mother"},
    "father": {"vi": "Cha", "en": "Father"},
    "wife": {"vi": "Vợ", "en": "Wife"},
    "husband": {"vi": "Chồng", "en": "Husband"},
    "son": {"vi": "Con trai", "en": "Son"},
    "daughter": {"vi": "Con gái", "en": "Daughter"},
    "child": {"vi": "Con", "en": "Child"},
    "brother": {"vi": "Anh hoặc em trai", "en": "Brother"},
    "sister": {"vi": "Chị hoặc em gái", "en": "Sister"},
    "grandparent": {"vi": "Ông hoặc bà", "en": "Grandparent"},
    "grandchild": {"vi": "Cháu nội, ngoại", "en": "Grandchild"},
    "adoptive_parent": {"vi": "Cha hoặc mẹ nuôi", "en": "Adoptive parent"},
    "adopted_child": {"vi": "Con nuôi", "en": "Adopted child"},
    "guardian": {"vi": "Người giám hộ", "en": "Guardian"},
    "ward": {"vi": "Người được giám hộ", "en": "Person under guardianship"},
    "relative": {"vi": "Người thân thích khác", "en": "Other relative"},
    "representative": {"vi": "Người đại diện", "en": "Representative"},
    "employer": {"vi": "Người sử dụng lao động", "en": "Employer"},
    "employee": {"vi": "Người lao động", "en": "Employee"},
    "landlord": {"vi": "Chủ nhà cho ở nhờ, cho thuê", "en": "Landlord or host"},
    OTHER: {"vi": "Quan hệ khác", "en": "Another relation"},
}


def _relationships() -> Entries:
    return _RELATIONSHIPS


def _banks() -> Entries:
    rows = Path(__file__).with_name("data").joinpath("banks.tsv").read_text(encoding="utf-8").splitlines()
    listed = (row.split("\t") for row in rows)
    return {code: {"vi": f"{short} – {name}", "en": short} for code, short, name in listed}


LISTS = {
    "banks": _banks,
    "relationships": _relationships,
    "ethnicities": _ethnicities,
    "countries": _countries,
    "nationalities": _nationalities,
    "sexes": _sexes,
    "papers": _papers,
}


@cache
def entries(name: str) -> Entries:
    """The list called `name`, code to text; KeyError when there is none."""
    return LISTS[name]()


@cache
def _meanings(name: str) -> dict[str, str]:
    listed = entries(name)
    by_name = {word.casefold(): code for code, text in listed.items() for word in text.values()}
    return by_name | {code.casefold(): code for code in listed}


def match(name: str, written: str) -> str | None:
    """The code in list `name` that `written` means: the code or a name in either language, any case."""
    return _meanings(name).get(line(written).casefold())
