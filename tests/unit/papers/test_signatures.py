"""Signatures of PDF files as the portal judges them."""

import asyncio
import gc
import time
from datetime import timedelta
from random import Random

import pytest

from app.features.documents.checks import Check
from app.papers.apart import verify_apart
from app.papers.signatures import TrustList, Unreadable, verify
from tests.support.clock import MONDAY_MORNING
from tests.support.signing import (
    added_to,
    drawn_over,
    entangled,
    filled_in,
    locked_pdf,
    make_authority,
    make_pdf,
    shown_otherwise,
    sign,
    with_text_field,
)


@pytest.fixture(scope="module")
def authority():
    return make_authority()


@pytest.fixture(scope="module")
def trust(authority):
    return TrustList.of([authority.pem])


@pytest.fixture(scope="module")
def signed(authority):
    return sign(make_pdf(), authority)


def test_an_untouched_file_of_a_trusted_signer_is_good(signed, trust):
    (found,) = verify(signed, trust, MONDAY_MORNING)

    assert found.who == "UBND phường Cửa Nam"
    assert (found.intact, found.whole_document, found.trusted, found.good) == (True, True, True, True)
    assert found.when.tzinfo is not None


def test_bytes_changed_after_signing_are_noticed(signed, trust):
    place = signed.index(b"/Creat") if b"/Creat" in signed else signed.index(b"/Producer")
    changed = signed[: place + 2] + b"x" + signed[place + 3 :]

    (found,) = verify(changed, trust, MONDAY_MORNING)

    assert not found.intact
    assert not found.good


def test_something_added_after_signing_is_noticed(signed, trust):
    (found,) = verify(added_to(signed), trust, MONDAY_MORNING)

    assert found.intact
    assert not found.whole_document
    assert not found.good


def test_a_form_that_is_filled_in_otherwise_after_signing_is_noticed(authority, trust):
    (before,) = verify(form := sign(with_text_field(make_pdf(), "An"), authority), trust, MONDAY_MORNING)
    (after,) = verify(filled_in(form, "Bình"), trust, MONDAY_MORNING)

    assert before.good
    assert after.intact
    assert not after.whole_document


@pytest.mark.parametrize("change", [drawn_over, shown_otherwise])
def test_a_picture_laid_over_what_was_signed_is_noticed(signed, trust, change):
    (found,) = verify(change(signed), trust, MONDAY_MORNING)

    assert not found.good


def test_what_somebody_signed_over_an_official_paper_is_not_official(signed, authority, trust):
    own = make_authority("CA công cộng")
    official = TrustList.of([own.pem], official=[authority.pem])

    found = verify(sign(signed, own, field="Second"), official, MONDAY_MORNING)

    assert [(one.good, one.official) for one in found] == [(True, True), (True, False)]
    assert not Check(tuple(found), None, MONDAY_MORNING).certified
    assert Check(tuple(found[:1]), None, MONDAY_MORNING).certified


def test_an_unknown_authority_is_not_trusted(signed):
    stranger = TrustList.of([make_authority("Another").pem])

    for trust in (stranger, TrustList()):
        (found,) = verify(signed, trust, MONDAY_MORNING)
        assert found.intact
        assert not found.trusted


def test_a_certificate_that_has_expired_is_not_trusted(signed, trust):
    (found,) = verify(signed, trust, MONDAY_MORNING + timedelta(days=4 * 365))

    assert found.intact
    assert not found.trusted


def test_a_second_signature_does_not_spoil_the_first(signed, authority, trust):
    twice = sign(signed, authority, name="Sở Tư pháp", field="Second")

    found = verify(twice, trust, MONDAY_MORNING)

    assert [one.who for one in found] == ["UBND phường Cửa Nam", "Sở Tư pháp"]
    assert all(one.good for one in found)


def test_a_file_without_signature_has_none(trust):
    assert verify(make_pdf(), trust, MONDAY_MORNING) == []


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"\x00" * 500, b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"])
def test_what_is_no_pdf_is_broken(trust, body):
    with pytest.raises(Unreadable) as refused:
        verify(body, trust, MONDAY_MORNING)
    assert refused.value.why == "broken"


def test_a_file_cut_off_in_the_middle_never_counts_as_signed(signed, trust):
    for share in (0.3, 0.6, 0.9, 0.99):
        try:
            found = verify(signed[: int(len(signed) * share)], trust, MONDAY_MORNING)
        except Unreadable:
            continue
        assert not any(one.good for one in found)


@pytest.mark.parametrize("seed", range(4))
def test_hostile_bytes_are_unreadable_or_not_good_and_nothing_else(signed, trust, seed):
    chance, hole = Random(seed), signed.index(b"/Contents <")
    end = signed.index(b">", hole)
    covered = [place for place in range(len(signed)) if not hole < place < end]

    for _ in range(60):
        body = bytearray(signed)
        for place in chance.sample(covered, chance.choice((1, 5, 40))):
            body[place] ^= chance.randrange(1, 256)
        try:
            found = verify(bytes(body), trust, MONDAY_MORNING)
        except Unreadable:
            continue
        assert not any(one.good for one in found)


@pytest.mark.filterwarnings("ignore:coroutine")
def test_a_fault_of_ours_is_not_blamed_on_the_file(signed, trust):
    async def judged_while_a_loop_runs():
        return verify(signed, trust, MONDAY_MORNING)

    with pytest.raises(RuntimeError):
        asyncio.run(judged_while_a_loop_runs())
    gc.collect()  # what was never awaited says so here, not in a later test


def test_a_file_under_a_password_is_locked(trust):
    with pytest.raises(Unreadable) as refused:
        verify(locked_pdf(), trust, MONDAY_MORNING)
    assert refused.value.why == "locked"


def test_the_trust_list_is_a_file_a_folder_or_nothing(tmp_path, authority):
    (tmp_path / "one.pem").write_bytes(authority.pem)
    (tmp_path / "two.pem").write_bytes(make_authority("Two").pem)

    assert len(TrustList.read(tmp_path).anchors) == 2
    assert len(TrustList.read(tmp_path / "one.pem").anchors) == 1
    assert TrustList.read(tmp_path / "none.pem") == TrustList.read(None) == TrustList()


def test_judged_in_a_process_of_its_own_it_is_the_same(signed, authority, trust):
    certifying = TrustList.of([authority.pem], official=[authority.pem])

    assert verify_apart(signed, trust, MONDAY_MORNING) == verify(signed, trust, MONDAY_MORNING)
    assert [one.official for one in verify_apart(signed, certifying, MONDAY_MORNING)] == [True]
    with pytest.raises(Unreadable) as locked:
        verify_apart(locked_pdf(), trust, MONDAY_MORNING)
    assert locked.value.why == "locked"


def test_a_small_file_whose_parts_name_each_other_costs_little(authority, trust):
    hostile = sign(sign(entangled(make_pdf(), depth=40), authority), authority, field="Second")
    assert len(hostile) < 50_000
    began = time.monotonic()

    with pytest.raises(Unreadable):
        verify_apart(hostile, trust, MONDAY_MORNING, cpu_s=1)

    assert time.monotonic() - began < 5
