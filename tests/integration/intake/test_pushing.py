"""Batches agencies push: signed, once, the good ones land and the bad ones are named."""

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from sqlalchemy import select

from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.intake.keys import AgencyKeys
from app.jobs.outbox import Outbox
from app.jobs.quarantine import QuarantinedItem
from app.sandbox.agencies.pushing import Sender, batch
from tests.integration.intake.conftest import URL
from tests.support.power_cuts import dies_at_every_commit


def outcomes(response):
    return [one["outcome"] for one in response.json["results"]]


@pytest.fixture
def look(world):
    """Reads a dossier by its number of the day."""

    def read(number=1):
        with world.database.session(writes=False) as session:
            code = f"000.00.00.H26-261120-{number:04d}"
            return session.scalars(select(Dossier).where(Dossier.code == code)).one_or_none()

    return read


def test_a_dossier_that_was_never_filed_here_lands_with_its_events(push, record, step, look):
    response = push(record(), step(4, 9), step(3, 4))

    assert (response.status_code, outcomes(response)) == (200, ["applied"] * 3)
    dossier = look()
    assert (dossier.status, dossier.version, dossier.application_id, dossier.owner_id) == (9, 4, None, None)


def test_neither_id_number_nor_phone_is_stored(push, record, look, world):
    push(record())

    stored = str([getattr(look(), column.key) for column in Dossier.__table__.columns])
    assert "001190000011" not in stored
    assert "0912345678" not in stored


def test_the_good_ones_land_and_the_bad_ones_are_named_one_by_one(push, record, step, look, world):
    response = push(
        record(1),
        record(2, status=11),
        {"kind": "dossier"},
        7,
        step(3, 4),
        record(3, code="nonsense"),
        record(4),
    )

    assert response.status_code == 207
    assert outcomes(response) == ["applied", "refused", "refused", "refused", "applied", "refused", "applied"]
    assert "status" in response.json["results"][1]["reason"]
    assert "000.00.00.H26-191209-0001" in response.json["results"][5]["reason"]
    assert look(1).status == 4
    assert look(4) is not None
    with world.database.session(writes=False) as session:
        assert len(session.scalars(select(QuarantinedItem)).all()) == 4


def test_the_sender_can_ask_what_was_set_aside(push, record, sender, world):
    push(record(2, status=11))

    url = f"{URL}/quarantine"
    response = world.portal.test_client().get(
        "/hooks/dossiers/quarantine", base_url="http://portal.test", headers=sender.headers("GET", url)
    )

    (item,) = response.json["items"]
    assert item["reference"] == "000.00.00.H26-261120-0002"
    assert "001190000011" not in response.text


def test_the_same_batch_again_gets_the_same_answer_and_changes_nothing(push, record, step, look):
    body = batch([record(), step(3, 4)], batch_id="b1")

    first, second = push(body=body), push(body=body)

    assert (first.json, first.status_code) == (second.json, second.status_code)
    assert look().version == 3


@pytest.mark.parametrize("after", [False, True])
def test_the_portal_may_die_at_every_commit_and_the_batch_sent_again_lands_once(
    push, record, step, look, world, after
):
    body = batch([record(), step(3, 4), step(4, 9), record(2, status=11)], batch_id="b1")

    response, deaths = dies_at_every_commit(world.database, lambda: push(body=body), after=after)

    assert deaths >= 2
    assert outcomes(response) == ["applied", "applied", "applied", "refused"]
    assert (look().status, look().version) == (9, 4)
    with world.database.session(writes=False) as session:
        assert sorted(session.scalars(select(DossierEvent.version))) == [3, 4]
        assert len(session.scalars(select(QuarantinedItem)).all()) == 1


def test_another_batch_under_the_same_id_is_refused(push, record):
    push(record(1), batch_id="b1")

    assert push(record(2), batch_id="b1").status_code == 409


def test_the_same_items_in_another_batch_are_known(push, record, step):
    push(record(), step(3, 4))

    assert outcomes(push(record(), step(3, 4))) == ["known", "known"]


def test_a_replayed_request_is_refused(push, record, sender):
    body = batch([record()])
    headers = sender.headers("POST", URL, body)

    first, second = push(body=body, headers=headers), push(body=body, headers=headers)

    assert (first.status_code, second.status_code) == (200, 401)
    assert second.content_type == "application/problem+json"


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signature_of_another_time_is_refused(push, record, sender, clock, minutes):
    body = batch([record()])
    headers = sender.headers("POST", URL, body)
    clock.move(minutes=minutes)

    assert push(body=body, headers=headers).status_code == 401


@pytest.mark.parametrize(
    "spoil",
    [
        lambda headers: headers | {"Signature": "agency=:AAAA:"},
        lambda headers: headers | {"Signature": "not base64"},
        lambda headers: {name: value for name, value in headers.items() if name != "Signature-Input"},
        lambda headers: headers | {"Content-Digest": "sha-256=:AAAA:"},
        lambda headers: headers | {"Signature-Input": headers["Signature-Input"].replace("h26-2026", "h27")},
        lambda headers: headers | {"Signature-Input": headers["Signature-Input"].replace('"@path" ', "")},
        lambda headers: (
            headers | {"Signature-Input": headers["Signature-Input"].replace("ed25519", "hmac-sha256")}
        ),
    ],
)
def test_a_wrong_signature_is_refused_and_nothing_lands(push, record, sender, look, spoil):
    body = batch([record()])

    response = push(body=body, headers=spoil(sender.headers("POST", URL, body)))

    assert response.status_code == 401
    assert look() is None


def test_a_changed_body_is_refused(push, record, sender):
    headers = sender.headers("POST", URL, batch([record()]))

    assert push(body=batch([record(2)]), headers=headers).status_code == 401


def test_an_agency_cannot_speak_of_anothers_dossiers(push, record):
    response = push(record(code="000.00.00.H27-261120-0001"), record(code="G09.20-20260609-0092637"))

    assert outcomes(response) == ["refused", "refused"]


def test_an_old_key_ends_and_a_new_one_takes_over(push, record, world, clock):
    successor = Sender("h26-2027", clock)
    with world.database.transaction() as session:
        AgencyKeys(session, clock).add("h26-2027", "H26", "ed25519", successor.public_key)
        AgencyKeys(session, clock).end("h26-2026")

    assert push(record()).status_code == 401
    assert push(record(), by=successor).status_code == 200


def test_too_much_at_once_is_refused(push, record):
    assert push(body=b"x" * (5 * 2**20 + 1)).status_code == 413
    assert push(*[record(n) for n in range(2001)]).status_code == 413


@pytest.mark.parametrize(
    "body", [b"[]", b"{", b'{"batch_id": "", "items": []}', b'{"batch_id": 7, "items": 1}']
)
def test_a_body_that_is_no_batch_gets_a_helpful_answer(push, body):
    response = push(body=body)

    assert response.status_code == 422
    assert response.json["detail"]


@pytest.mark.parametrize(
    "typed", ["000.00.00.h26-261120-0001", " 000.00.00.H26 - 261120 - 0001 ", "OOO.00.00.H26-26112O-0001"]
)
def test_codes_are_understood_as_people_type_them(push, record, look, typed):
    assert outcomes(push(record(code=typed))) == ["applied"]
    assert look() is not None


def test_the_national_exchange_lands_under_our_words(push, look, national_time, clock):
    dossier = {
        "MaHoSo": "000.00.00.H26-261120-0001",
        "MaTTHC": "1.001193",
        "MaDoiTuong": "001190000011",
        "LoaiDoiTuong": "1",
        "NgayTiepNhan": "20261120090000",
        "NgayHenTra": "20261125170000",
        "TrangThaiHoSo": "2",
        "DonViXuLy": "UBND phường Cửa Nam",
        "HinhThuc": "1",
    }
    progress = {
        "MaHoSo": "000.00.00.H26-261120-0001",
        "NguoiXuLy": "Đỗ Thu Hà",
        "ThoiDiemXuLy": "20261120140000",
        "PhongBanXuLy": "Một cửa",
        "NoiDungXuLy": "Đang xử lý",
        "TrangThai": "4",
    }

    made = push(dossier, service="DongBoHoSoMC")
    moved = push(progress, {**progress, "ThoiDiemXuLy": "2026-11-20"}, service="CapNhatTienDoHoSoMC")

    assert outcomes(made) == ["applied"]
    assert outcomes(moved) == ["applied", "refused"]
    assert (look().status, look().channel, look().received_at.hour) == (4, 1, 2)


def test_a_full_queue_asks_to_come_back(push, record, world, clock, intake):
    intake(deepest_queue=0)
    with world.database.transaction() as session:
        Outbox(session, clock).add("mail", "mail:waiting", {})
        session.commit()

    response = push(record())

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")


def test_whoever_finds_no_room_comes_back_in_two_seconds(push, record, intake, look):
    entered, leave = threading.Event(), threading.Event()

    def wait():
        entered.set()
        leave.wait(20)

    intake(at_once=1, before=wait)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(push, record(1))
        entered.wait(20)
        second = push(record(2))
        leave.set()
        taken = first.result(20)

    assert (second.status_code, second.headers["Retry-After"]) == (429, "2")
    assert second.content_type == "application/problem+json"
    assert look(2) is None
    assert outcomes(taken) == outcomes(push(record(2))) == ["applied"]


def test_an_agency_may_sign_with_a_shared_secret(push, record, look, shared_secret):
    body = batch([record()])

    response = push(body=body, headers=shared_secret(body))

    assert (response.status_code, outcomes(response)) == (200, ["applied"])
    assert look() is not None


def test_another_secret_is_refused(push, record, look, shared_secret):
    body = batch([record()])

    response = push(body=body, headers=shared_secret(body, secret=b"another secret of thirty-two byte"))

    assert response.status_code == 401
    assert look() is None


def test_hostile_items_break_nothing(push, record, look):
    hostile = [{**record(5), "subject": "a\0b"}, {**record(6), "agency_code": "\0"}, None, [], "x" * 1000]

    response = push(*hostile, record(1))

    assert outcomes(response) == ["refused"] * 5 + ["applied"]
    assert msgspec.json.decode(response.data)
