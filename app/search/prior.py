"""How likely an ordinary person needs a procedure, before anything is typed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from app.folding import lower
from app.search.entry import Entry
from app.search.knowledge import Knowledge, PriorWeights

_EVERYBODY = {"citizen", "foreigner", "business", "organisation"}
# How a name begins that presupposes an earlier grant or registration: anew, otherwise or no longer.
_AGAIN = re.compile(
    r"(?:thủ tục\s*:?\s+)?(?:giải quyết\s+)?"
    r"(?:cấp lại|cấp đổi|đổi|gia hạn|khôi phục|trình báo mất|đăng ký lại|đăng ký thay đổi|thay đổi|sửa đổi"
    r"|điều chỉnh|tạm ngừng|chấm dứt|thôi|thu hồi|hủy|huỷ|xóa|xoá)\b"
)


def priors(entries: Sequence[Entry], knowledge: Knowledge) -> list[float]:
    """One number per entry, higher for what more people need."""
    weights = knowledge.weights.prior
    everyday = {code for situation in knowledge.situations for code in situation.codes}
    busiest = math.log1p(max((entry.popularity for entry in entries), default=0.0)) or 1.0
    return [
        _prior(entry, weights, entry.code in everyday)
        + weights.popularity * math.log1p(max(entry.popularity, 0.0)) / busiest
        for entry in entries
    ]


def _prior(entry: Entry, weights: PriorWeights, everyday: bool) -> float:
    audiences = set(entry.audiences)
    return (
        weights.everyday * everyday
        + weights.citizen * ("citizen" in audiences)
        + weights.ward * ("WARD" in entry.levels)
        + weights.online * (entry.service_level == "full")
        + weights.life_event * bool(entry.life_events)
        + weights.nationwide * (entry.provinces is None)
        + weights.official_only * (bool(audiences) and not audiences & _EVERYBODY)
        + weights.again * (_AGAIN.match(lower(entry.name_vi.strip())) is not None)
    )
