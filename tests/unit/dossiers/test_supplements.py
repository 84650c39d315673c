"""What counts as an answer to everything the agency asked."""

import pytest

from app.errors import Invalid
from app.features.dossiers.supplements import LONGEST_TEXT, MOST_FILES, PointAnswer, checked, faults
from app.gateways.agencies import FileEntry
from tests.support.dossiers import REQUEST

FILE = FileEntry(id="f", name="giấy.pdf", media_type="application/pdf", size=10, sha256="a" * 64)
GOOD = {"birth_proof": PointAnswer("", (FILE,)), "why_late": PointAnswer("Vì đi xa")}


def test_a_full_answer_is_sent_in_the_order_of_the_points():
    sent = checked(REQUEST, GOOD)

    assert [answer["point"] for answer in sent] == ["birth_proof", "why_late"]
    assert sent[0]["text"] is None
    assert sent[0]["files"][0]["sha256"] == "a" * 64
    assert sent[1] == {"point": "why_late", "text": "Vì đi xa", "files": []}


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, {"birth_proof", "why_late"}),
        ({"birth_proof": GOOD["birth_proof"]}, {"why_late"}),
        ({**GOOD, "why_late": PointAnswer("   \n\t")}, {"why_late"}),
        ({**GOOD, "why_late": PointAnswer("a" * (LONGEST_TEXT + 1))}, {"why_late"}),
        ({**GOOD, "birth_proof": PointAnswer("see you")}, {"birth_proof"}),
        ({**GOOD, "birth_proof": PointAnswer("", (FILE,) * (MOST_FILES + 1))}, {"birth_proof"}),
    ],
)
def test_each_unanswered_point_is_named(answers, wrong):
    assert set(faults(REQUEST, answers)) == wrong

    with pytest.raises(Invalid):
        checked(REQUEST, answers)


def test_points_nobody_asked_about_are_not_sent():
    sent = checked(REQUEST, {**GOOD, "invented": PointAnswer("x")})

    assert {answer["point"] for answer in sent} == {"birth_proof", "why_late"}
