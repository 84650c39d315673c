"""The ten official statuses: what each means in plain words, who acts next, and what may follow.

Numbers and Vietnamese names follow Circular 22/2019/TT-BTTTT, appendix I; which status may follow
which is inferred from Decree 61/2018/ND-CP, Articles 17 to 20. The sentences are the portal's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.texts import Text

Act = Literal["supplement", "pay", "withdraw", "confirm"]
Tone = Literal["wait", "work", "ask", "good", "stop"]

SUBMITTED, ACCEPTED, NOT_ACCEPTED, IN_PROGRESS, SUPPLEMENT_ASKED = 1, 2, 3, 4, 5
PAYMENT_ASKED, WITHDRAWN, STOPPED, COMPLETED, RETURNED = 6, 7, 8, 9, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One status; `next` says what happens next and who does it, `may` what the person may do."""

    code: int
    name: Text
    meaning: Text
    next: Text
    tone: Tone
    followers: frozenset[int] = frozenset()
    may: frozenset[Act] = frozenset()
    asks: bool = False
    paused: bool = False
    ended: bool = False
    ratable: bool = False

    @property
    def final(self) -> bool:
        """Whether no other status may follow."""
        return not self.followers


def status(code: int) -> Status:
    """The status with a code from 1 to 10; raises `KeyError` for any other."""
    return STATUSES[code]


def lawful(before: int, after: int) -> bool:
    """Whether a dossier may go from one status to another; news about an unfinished status is lawful too."""
    return after in STATUSES[before].followers or (before == after and not STATUSES[before].final)


STATUSES: dict[int, Status] = {
    one.code: one
    for one in (
        Status(
            code=SUBMITTED,
            name={"vi": "Mới đăng ký", "en": "Newly submitted"},
            meaning={
                "vi": "Hồ sơ đã đến cơ quan và đang chờ cán bộ xem.",
                "en": "The agency has your dossier; an officer will look at it.",
            },
            next={
                "vi": "Cơ quan kiểm tra hồ sơ rồi báo có tiếp nhận hay không. Bạn chưa cần làm gì.",
                "en": "The agency checks it and says whether it is accepted. You need not do anything now.",
            },
            tone="wait",
            may=frozenset({"withdraw"}),
            followers=frozenset({2, 3, 5, 6, 7}),
        ),
        Status(
            code=ACCEPTED,
            name={"vi": "Được tiếp nhận", "en": "Accepted"},
            meaning={
                "vi": "Cơ quan đã nhận hồ sơ và bắt đầu tính thời hạn.",
                "en": "The agency has taken your dossier and the time limit is running.",
            },
            next={
                "vi": "Cơ quan chuyển hồ sơ cho người giải quyết. Bạn chưa cần làm gì.",
                "en": "The agency passes it to the officer who decides. You need not do anything now.",
            },
            tone="work",
            may=frozenset({"withdraw"}),
            followers=frozenset({4, 5, 6, 7, 8}),
        ),
        Status(
            code=NOT_ACCEPTED,
            name={"vi": "Không được tiếp nhận", "en": "Not accepted"},
            meaning={
                "vi": "Cơ quan không nhận hồ sơ này. Lý do được ghi trong phần tiến độ.",
                "en": "The agency did not take this dossier. The reason is given under progress.",
            },
            next={
                "vi": "Bạn có thể sửa theo lý do cơ quan nêu rồi nộp hồ sơ mới.",
                "en": "You can correct what the agency names and submit a new application.",
            },
            tone="stop",
            ended=True,
            ratable=True,
        ),
        Status(
            code=IN_PROGRESS,
            name={"vi": "Đang xử lý", "en": "In progress"},
            meaning={
                "vi": "Cán bộ đang giải quyết hồ sơ của bạn.",
                "en": "An officer is working on your dossier.",
            },
            next={
                "vi": "Cơ quan giải quyết xong sẽ báo cho bạn. Bạn chưa cần làm gì.",
                "en": "The agency will tell you when it is done. You need not do anything now.",
            },
            tone="work",
            may=frozenset({"withdraw"}),
            followers=frozenset({5, 6, 7, 8, 9}),
        ),
        Status(
            code=SUPPLEMENT_ASKED,
            name={"vi": "Yêu cầu bổ sung giấy tờ", "en": "Additional documents requested"},
            meaning={
                "vi": "Cơ quan cần thêm giấy tờ hoặc thông tin. Thời hạn tạm dừng trong lúc chờ bạn.",
                "en": "The agency needs more papers or information. The time limit is paused meanwhile.",
            },
            next={
                "vi": "Bạn trả lời trong hồ sơ tất cả các điểm cơ quan nêu.",
                "en": "Answer, with the dossier, every point the agency names.",
            },
            tone="ask",
            may=frozenset({"supplement", "withdraw"}),
            followers=frozenset({2, 3, 4, 7, 8}),
            asks=True,
            paused=True,
        ),
        Status(
            code=PAYMENT_ASKED,
            name={
                "vi": "Yêu cầu thực hiện nghĩa vụ tài chính",
                "en": "Payment of a financial obligation requested",
            },
            meaning={
                "vi": "Có một khoản bạn cần nộp thì cơ quan mới làm tiếp. Thời hạn tạm dừng trong lúc chờ.",
                "en": "Something must be paid before the agency goes on. The time limit is paused meanwhile.",
            },
            next={
                "vi": "Bạn nộp khoản tiền theo hướng dẫn của cơ quan trong phần tiến độ.",
                "en": "Pay as the agency explains under progress.",
            },
            tone="ask",
            may=frozenset({"pay", "withdraw"}),
            followers=frozenset({2, 4, 7, 8}),
            asks=True,
            paused=True,
        ),
        Status(
            code=WITHDRAWN,
            name={"vi": "Công dân yêu cầu rút hồ sơ", "en": "Withdrawn at the applicant’s request"},
            meaning={
                "vi": "Hồ sơ đã được rút theo yêu cầu của bạn và không được giải quyết nữa.",
                "en": "The dossier was withdrawn as you asked and will not be decided.",
            },
            next={
                "vi": "Không còn việc gì phải làm. Bạn có thể nộp hồ sơ mới bất cứ lúc nào.",
                "en": "Nothing more to do. You can submit a new application at any time.",
            },
            tone="stop",
            ended=True,
        ),
        Status(
            code=STOPPED,
            name={"vi": "Dừng xử lý", "en": "Processing stopped"},
            meaning={
                "vi": "Cơ quan đã dừng giải quyết hồ sơ này. Lý do được ghi trong phần tiến độ.",
                "en": "The agency has stopped working on this dossier. The reason is given under progress.",
            },
            next={
                "vi": "Bạn có thể khắc phục lý do cơ quan nêu rồi nộp hồ sơ mới.",
                "en": "You can put right what the agency names and submit a new application.",
            },
            tone="stop",
            ended=True,
            paused=True,
            ratable=True,
        ),
        Status(
            code=COMPLETED,
            name={"vi": "Đã xử lý xong", "en": "Processing completed"},
            meaning={
                "vi": "Cơ quan đã giải quyết xong hồ sơ của bạn.",
                "en": "The agency has finished working on your dossier.",
            },
            next={
                "vi": "Xem và tải kết quả điện tử của hồ sơ; bản giấy nhận theo cách bạn đã chọn.",
                "en": "Download the electronic result of the dossier; collect paper as you chose.",
            },
            tone="good",
            may=frozenset({"confirm"}),
            followers=frozenset({10}),
            ended=True,
            ratable=True,
        ),
        Status(
            code=RETURNED,
            name={"vi": "Đã trả kết quả", "en": "Result returned"},
            meaning={
                "vi": "Kết quả đã được trao cho bạn.",
                "en": "The result has been handed to you.",
            },
            next={
                "vi": "Hồ sơ đã khép lại. Hãy cho biết bạn thấy dịch vụ thế nào.",
                "en": "The dossier is closed. Tell us how the service was.",
            },
            tone="good",
            ended=True,
            ratable=True,
        ),
    )
}
