"""Messages, withdrawals and seals as an agency of the sandbox handles them."""

import io
import uuid

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.sandbox.errors import Unacceptable, Unlawful
from tests.support.sandbox import Gateway


@pytest.fixture
def gateway(sandbox):
    return Gateway(sandbox)


@pytest.fixture
def letters(stage):
    return stage.letters


@pytest.fixture
def code(gateway):
    return gateway.apply()["dossier_code"]


def wish(reason=None):
    return {"withdrawal_id": str(uuid.uuid4()), "reason": reason, "asked_at": "2026-11-23T03:30:00Z"}


def message(text="Xin chào"):
    return {
        "message_id": str(uuid.uuid4()),
        "text": text,
        "language": "vi",
        "sent_at": "2026-11-23T03:20:00Z",
    }


def test_a_granted_withdrawal_is_an_event_of_status_7(gateway, letters, code):
    gateway.post(f"dossiers/{code}/withdrawal", wish("Khai sai"), key="w")

    with letters() as desk:
        assert desk.open_withdrawal(code).reason == "Khai sai"
        desk.grant(code, "Đã trả hồ sơ")

    last = [event for event in gateway.events() if event["dossier_code"] == code][-1]
    assert (last["status"], last["note"]) == (7, {"vi": "Đã trả hồ sơ"})
    with letters() as desk:
        assert desk.open_withdrawal(code) is None


def test_a_dossier_is_asked_back_once_at_a_time_and_only_while_lawful(gateway, letters, officer, code):
    first = gateway.post(f"dossiers/{code}/withdrawal", wish(), key="1")
    second = gateway.post(f"dossiers/{code}/withdrawal", wish(), key="2")
    with letters() as desk:
        desk.decline(code, "Đã cấp giấy")
    with officer() as desk:
        desk.refuse(code, reason="Sai thẩm quyền")
    late = gateway.post(f"dossiers/{code}/withdrawal", wish(), key="3")

    assert [answer.status_code for answer in (first, second, late)] == [200, 409, 409]


def test_a_closed_dossier_takes_no_messages(gateway, officer, code):
    with officer() as desk:
        desk.refuse(code, reason="Sai thẩm quyền")

    assert gateway.post(f"dossiers/{code}/messages", message(), key="m").status_code == 409


@pytest.mark.parametrize("key", [None, ""])
def test_what_has_no_idempotency_key_is_refused(gateway, code, key):
    assert gateway.post(f"dossiers/{code}/messages", message(), key=key).status_code == 422


def test_an_answer_says_that_the_messages_before_were_read(gateway, letters, code):
    sent = message()
    gateway.post(f"dossiers/{code}/messages", sent, key="m")

    with letters() as desk:
        assert [one.read for one in desk.thread(code)] == [False]
        desk.write(code, "Chào bạn")
        desk.mark_read(code)

    kinds = [item["kind"] for item in gateway.get("dossiers/correspondence").json()["items"]]
    assert kinds == ["read", "message"]


def test_nothing_is_said_without_words(letters, code):
    with letters() as desk:
        with pytest.raises(Unacceptable):
            desk.write(code, "  ")
        with pytest.raises(Unlawful):
            desk.decline(code, "Vì sao")


def test_a_result_carries_the_agencys_seal_and_the_sandbox_clock(gateway, officer, code, clock):
    with officer() as desk:
        for step in (desk.accept, desk.start, desk.finish):
            step(code)

    event = [one for one in gateway.events() if one["dossier_code"] == code][-1]
    pdf = gateway.get(f"results/{event['result']['files'][0]['id']}").content
    (seal,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    assert seal.signer_cert.subject.native["common_name"].startswith("Ủy ban nhân dân")
    assert seal.self_reported_timestamp == clock()
